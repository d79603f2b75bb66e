import { dataFolderOf } from './embedded/places.ts'
import { useEmbeddedServer } from './embedded/embedded-server.ts'

export interface OpenDatabase extends AsyncDisposable {
  readonly url: string
  /** Whether it is the PostgreSQL that testimony brings along. */
  readonly embedded: boolean
}

/** The PostgreSQL of `DATABASE_URL`, else the embedded one of the user's data folder (`TESTIMONY_DATA_DIR`). */
export const openDatabase = async (options: { env: NodeJS.ProcessEnv; signal: AbortSignal }): Promise<OpenDatabase> => {
  const url = options.env['DATABASE_URL']
  if (url) return { url, embedded: false, [Symbol.asyncDispose]: async () => {} }
  const server = await useEmbeddedServer(dataFolderOf(options.env), options.signal)
  return { url: server.url, embedded: true, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}
