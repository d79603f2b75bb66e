import type { ClientBase, Pool } from 'pg'

/**
 * Waits until this query finds a row. For what PostgreSQL tells nobody of, as that a lock is waited for: the server itself looks
 * every few milliseconds, within one statement, whose time limit ends it.
 */
export const untilFound = async (connection: Pool | ClientBase, query: string): Promise<void> => {
  await connection.query(`do $$ begin
    while not exists (${query}) loop
      perform pg_sleep(0.005);
      perform pg_stat_clear_snapshot();
    end loop;
  end $$`)
}

/** Finds a row where as many statements wait for a lock, in this database: others of the server are others' affair. */
export const waitingForLocks = (count: number): string =>
  `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' having count(*) = ${count}`
