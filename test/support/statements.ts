/** What goes over a pool's connections, statement by statement. */
import type { Pool, PoolClient } from 'pg'

export interface Statement {
  text: string
  values: unknown[]
}

type Query = (text: string | { text: string }, values?: unknown[]) => Promise<unknown>

/** Runs `before` ahead of each statement of this pool, with the process id of its connection. */
export const beforeEachStatement = (pool: Pool, before: (statement: Statement, pid: number) => Promise<void>): void => {
  pool.on('connect', (client: PoolClient & { processID?: number }) => {
    // Only the forms with values beside the text and a promise, which are all that our pools use.
    const query = client.query.bind(client) as Query
    const watched: Query = async (text, values = []) => {
      await before({ text: typeof text === 'string' ? text : text.text, values }, client.processID ?? 0)
      return await query(text, values)
    }
    client.query = watched as typeof client.query
  })
}
