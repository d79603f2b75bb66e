import { DatabaseError } from '../../src/postgres/database-error.ts'
import { checkDatabaseVersion } from '../../src/postgres/migrate-database.ts'
import { openDatabase } from '../../src/postgres/open-database.ts'
import { createDatabase, openPool, type Database } from '../../src/postgres/pool.ts'
import type { CommandContext } from './command-context.ts'

export interface Store extends AsyncDisposable {
  /** Whether it is the PostgreSQL that testimony brings along. */
  embedded: boolean
  db: Database
  url: string
}

/**
 * The database of this version. The one that testimony brings along is made and brought up to date on the way; one of
 * `DATABASE_URL` is others' too, so nothing but `migrate` changes its tables.
 */
export const openStore = async (context: CommandContext): Promise<Store> => {
  await using stack = new AsyncDisposableStack()
  const opened = stack.use(await openDatabase({ env: context.environment, signal: context.signal }))
  const db = stack.use(createDatabase(openPool({ url: opened.url, applicationName: 'command line', maxConnections: 4 })))
  try {
    await checkDatabaseVersion(db)
  } catch (error) {
    const isOlder = error instanceof DatabaseError && error.code === 'database-older'
    if (!opened.embedded || !isOlder) throw error
    const { bringUpToDate } = await import('./bring-up-to-date.ts')
    await bringUpToDate(opened.url, context.signal)
  }
  const owned = stack.move()
  return { db, url: opened.url, embedded: opened.embedded, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}
