import { readConfiguration } from '../runtime/configuration.ts'
import { postgresUrl } from '../runtime/setting-schemas.ts'
import { secretSetting } from '../runtime/setting.ts'
import { dataFolderOf } from './embedded/places.ts'
import { DatabaseError } from './database-error.ts'
import { useEmbeddedServer } from './embedded/embedded-server.ts'
import { asOwnDatabaseFault } from './embedded/own-database-fault.ts'

export interface OpenDatabase extends AsyncDisposable {
  readonly url: string
  /** Whether it is the PostgreSQL that testimony brings along. */
  readonly embedded: boolean
}

const chosenUrl = secretSetting(
  'DATABASE_URL',
  'The PostgreSQL to use; the one that testimony brings along where it is not set.',
  postgresUrl().optional(),
)

/** The PostgreSQL that somebody chose, or undefined. One that can't be meant throws: nothing is stored in another one instead. */
export const chosenDatabaseUrl = (environment: NodeJS.ProcessEnv): string | undefined =>
  readConfiguration({ own: { chosenUrl }, common: {} }, environment).own.chosenUrl

/** The PostgreSQL of `DATABASE_URL`, else the embedded one of the user's data folder (`TESTIMONY_DATA_DIR`). */
export const openDatabase = async (options: { env: NodeJS.ProcessEnv; signal: AbortSignal }): Promise<OpenDatabase> => {
  const url = chosenDatabaseUrl(options.env)
  if (url !== undefined) return { url, embedded: false, [Symbol.asyncDispose]: async () => {} }
  const server = await useEmbeddedServer(dataFolderOf(options.env), options.signal)
  return { url: server.url, embedded: true, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

/** What `openDatabase` or a query of its database failed with, in words that fit the database it is; other errors as they are. */
export const asOpenedDatabaseFault = async (error: unknown, env: NodeJS.ProcessEnv): Promise<unknown> =>
  error instanceof DatabaseError && chosenDatabaseUrl(env) === undefined
    ? await asOwnDatabaseFault(error, dataFolderOf(env), performance.timeOrigin)
    : error
