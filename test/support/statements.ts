/** What goes over a pool's connections, statement by statement. */
import type { Pool, PoolClient } from 'pg'

export interface Statement {
  text: string
  values: unknown[]
}

type Query = (text: string, values?: unknown[]) => Promise<unknown>

/** Runs `before` ahead of each statement of this pool, with the process id of its connection. */
export const beforeEachStatement = (pool: Pool, before: (statement: Statement, pid: number) => Promise<void>): void => {
  pool.on('connect', (client: PoolClient & { processID?: number }) => {
    // Only the form with a text, values and a promise, which is all that Kysely uses.
    const query = client.query.bind(client) as Query
    const watched: Query = async (text, values = []) => {
      await before({ text, values }, client.processID ?? 0)
      return await query(text, values)
    }
    client.query = watched as typeof client.query
  })
}
