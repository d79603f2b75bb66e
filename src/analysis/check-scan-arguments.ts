/** What JavaScript can give the library's `scan` whatever its types say, judged before anything is begun. */
import { inspect } from 'node:util'

interface Expected {
  holds: (value: unknown) => boolean
  /** Goes on after `must be`. */
  says: string
}

/** More than any machine has use for, and not so many that their queues alone fill its memory. */
const MOST_THREADS = 1024

const text: Expected = { holds: (value) => typeof value === 'string', says: 'a string' }
const bytes: Expected = { holds: (value) => typeof value === 'number' && value >= 0, says: 'a number of bytes' }

const OPTIONS: Readonly<Record<string, Expected>> = {
  ref: text,
  signal: { holds: (value) => value instanceof AbortSignal, says: 'an AbortSignal' },
  onProgress: { holds: (value) => typeof value === 'function', says: 'a function' },
  threads: {
    holds: (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= MOST_THREADS,
    says: `a whole number from 0 to ${MOST_THREADS}`,
  },
  cacheDirectory: text,
  cacheLimitBytes: bytes,
  maxFileBytes: bytes,
  maxRepositoryBytes: bytes,
  allowedHosts: {
    holds: (value) => Array.isArray(value) && value.every((host) => typeof host === 'string'),
    says: 'an array of strings',
  },
  allowPrivateNetworks: { holds: (value) => typeof value === 'boolean', says: 'true or false' },
}

const insist = (name: string, { holds, says }: Expected, value: unknown): void => {
  if (!holds(value))
    throw new TypeError(`scan: ${name} must be ${says}, not ${inspect(value, { depth: -1, breakLength: Infinity, maxStringLength: 100 })}`)
}

/** Throws a TypeError that says in one line what must be what. What is undefined counts as absent. */
export const checkScanArguments = (target: unknown, options: unknown): void => {
  insist('the target', { ...text, says: 'a path or an https URL' }, target)
  insist('the options', { holds: (value) => typeof value === 'object' && value !== null, says: 'an object' }, options)
  for (const [name, value] of Object.entries(options ?? {})) {
    const expected = OPTIONS[name]
    if (expected !== undefined && value !== undefined) insist(`the option ${name}`, expected, value)
  }
}
