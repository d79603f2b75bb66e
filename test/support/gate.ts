/** Holds statements of other processes up in their middle, for as long as a test wants. */
import type { TestDatabase } from './postgres.ts'
import { untilFound } from './until-found.ts'

const GATE = 7_316_900

export interface Gate extends AsyncDisposable {
  /** Resolves once a statement of a program waits in its middle. */
  blocked: () => Promise<void>
  open: () => Promise<void>
}

/** A statement that deletes from this table, and is not the test's own, has deleted its rows and waits before it ends. */
export const gateDeletesOf = (database: TestDatabase, table: string): Promise<Gate> => gateStatements(database, 'delete', table)

/** The same of a statement that inserts. */
export const gateInsertsInto = (database: TestDatabase, table: string): Promise<Gate> => gateStatements(database, 'insert', table)

const gateStatements = async ({ pool }: TestDatabase, event: 'delete' | 'insert', table: string): Promise<Gate> => {
  await pool.query(`
    create or replace function wait_at_gate() returns trigger language plpgsql as $$ begin
      perform pg_advisory_xact_lock_shared(${GATE});
      return null;
    end $$;
    create trigger gate after ${event} on ${table} for each statement execute function wait_at_gate()`)
  const keeper = await pool.connect()
  await keeper.query('select pg_advisory_lock($1)', [GATE])
  let isOpen = false
  const open = async (): Promise<void> => {
    if (isOpen) return
    isOpen = true
    await keeper.query('select pg_advisory_unlock($1)', [GATE])
    keeper.release()
    await pool.query(`drop trigger gate on ${table}`)
  }
  return {
    blocked: () =>
      untilFound(
        pool,
        `select from pg_locks where locktype = 'advisory' and objid = ${GATE} and not granted
           and database = (select oid from pg_database where datname = current_database())`,
      ),
    open,
    [Symbol.asyncDispose]: open,
  }
}
