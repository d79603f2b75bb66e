import { PlainFault } from '../runtime/plain-fault.ts'

/** What is wrong with the database, in so far as whoever runs the program can mend it. */
export type DatabaseErrorCode =
  | 'database-unreachable'
  | 'database-access-denied'
  | 'database-missing'
  | 'database-busy'
  | 'database-disk-full'
  | 'database-read-only'
  | 'database-not-allowed'
  | 'database-older'
  | 'database-newer'
  | 'database-unsuitable'
  | 'embedded-unsupported'
  | 'embedded-other-major'
  | 'embedded-not-ours'
  | 'embedded-broken'

const TRANSIENT: ReadonlySet<string> = new Set<DatabaseErrorCode>([
  'database-unreachable',
  'database-busy',
  'database-disk-full',
  'database-read-only',
])

/** What is wrong, and what to do about it: neither with a connection string, which may hold a password. */
export interface ToldFault {
  what: string
  mend: string
}

/** Its message is one line of both: `what: mend`. */
export class DatabaseError extends PlainFault {
  override readonly code: DatabaseErrorCode
  readonly told: ToldFault
  /** Whether the same work may well succeed later, with nobody changing anything but time or space. */
  readonly transient: boolean

  constructor(code: DatabaseErrorCode, told: ToldFault, options?: ErrorOptions) {
    super(code, `${told.what}: ${told.mend}`, options)
    this.code = code
    this.told = told
    this.transient = TRANSIENT.has(code)
  }
}

const CODE_OF: Record<string, DatabaseErrorCode> = {
  ECONNREFUSED: 'database-unreachable',
  ECONNRESET: 'database-unreachable',
  EPIPE: 'database-unreachable',
  ENOENT: 'database-unreachable',
  ENOTFOUND: 'database-unreachable',
  EAI_AGAIN: 'database-unreachable',
  ETIMEDOUT: 'database-unreachable',
  EHOSTUNREACH: 'database-unreachable',
  ENETUNREACH: 'database-unreachable',
  // SQLSTATE, https://www.postgresql.org/docs/current/errcodes-appendix.html
  '08000': 'database-unreachable',
  '08001': 'database-unreachable',
  '08003': 'database-unreachable',
  '08004': 'database-unreachable',
  '08006': 'database-unreachable',
  '57P01': 'database-unreachable',
  '57P02': 'database-unreachable',
  '57P03': 'database-unreachable',
  '57P05': 'database-unreachable',
  '25P03': 'database-unreachable',
  '28000': 'database-access-denied',
  '28P01': 'database-access-denied',
  '3D000': 'database-missing',
  '42501': 'database-not-allowed',
  '25006': 'database-read-only',
  '53100': 'database-disk-full',
  '53200': 'database-busy',
  '53300': 'database-busy',
  '40001': 'database-busy',
  '40P01': 'database-busy',
  '55P03': 'database-busy',
  '57014': 'database-busy',
}

/** node-postgres gives these no code. */
const CODE_OF_MESSAGE: readonly [RegExp, DatabaseErrorCode][] = [
  [
    /connection terminated|connection error|not queryable|timeout exceeded when trying to connect|terminating connection/i,
    'database-unreachable',
  ],
  [/query read timeout/i, 'database-busy'],
  [/the server does not support ssl/i, 'database-access-denied'],
  [/password must be a string|sasl/i, 'database-access-denied'],
]

const TOLD: Partial<Record<DatabaseErrorCode, ToldFault>> = {
  'database-unreachable': {
    what: 'The database does not answer',
    mend: 'check that PostgreSQL runs where DATABASE_URL points, then try again',
  },
  'database-access-denied': {
    what: 'The database refuses this user or password',
    mend: 'check the user, password and sslmode in DATABASE_URL',
  },
  'database-missing': {
    what: 'The database named in DATABASE_URL does not exist',
    mend: 'create it (createdb), then run `testimony migrate`',
  },
  'database-busy': {
    what: 'The database is too busy to answer in time',
    mend: 'try again, or give it more memory or connections',
  },
  'database-disk-full': {
    what: 'The disk of the database is full',
    mend: 'free some space, then try again; what was stored before is safe',
  },
  'database-read-only': {
    what: 'The database takes no writes',
    mend: 'point DATABASE_URL to the primary server where this is a standby, or end what made it read-only',
  },
  'database-not-allowed': {
    what: 'The database user of DATABASE_URL may not do this',
    mend: 'grant its role, or run `testimony migrate` as the owner',
  },
}

const fieldOf = (error: unknown, field: 'code' | 'message'): string =>
  typeof error === 'object' && error !== null && field in error ? String((error as Record<string, unknown>)[field]) : ''

/** Connecting to a name with several addresses fails with one error for each of them. */
const firstOf = (error: unknown): unknown => (error instanceof AggregateError && error.errors.length > 0 ? error.errors[0] : error)

const codeOf = (error: unknown): DatabaseErrorCode | undefined => {
  const first = firstOf(error)
  const code = fieldOf(first, 'code')
  if (Object.hasOwn(CODE_OF, code)) return CODE_OF[code]
  const message = fieldOf(first, 'message')
  return CODE_OF_MESSAGE.find(([pattern]) => pattern.test(message))?.[1]
}

/**
 * The fault that an operator can mend, where the error (of node-postgres, a socket or PostgreSQL) is one; any other
 * error is given back as it is, since it is a defect of ours.
 */
export const asDatabaseError = (error: unknown): unknown => {
  if (error instanceof PlainFault) return error
  const code = codeOf(error)
  const told = code && TOLD[code]
  return code && told ? new DatabaseError(code, told, { cause: error }) : error
}

/** Runs something that talks to the database; its faults come out as `DatabaseError`. */
export const withDatabaseErrors = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  try {
    return await work()
  } catch (error) {
    throw asDatabaseError(error)
  }
}
