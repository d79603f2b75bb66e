import { sql, type QueryExecutorProvider } from 'kysely'

import { describeFault, type DescribedFault } from '../runtime/describe-fault.ts'
import { PlainFault } from '../runtime/plain-fault.ts'
import type { Database } from './pool.ts'

/** What a periodic job answers: whether all is done, and what it did, by whatever names it likes. */
export interface PeriodicOutcome {
  kind: 'done' | 'cut-off'
  summary: Record<string, unknown>
}

/** How a run ended. */
export type RunEnding = PeriodicOutcome | { kind: 'failed'; error: unknown }

/** What a row of a run names it by. */
export interface RunToRecord {
  job: string
  startedBy: 'cron' | 'scheduler'
  /** The tick of the schedule that it runs for; whoever is started by a platform's cron is not told. */
  dueAt?: Date
}

const LONGEST_MESSAGE = 2000

const errorOf = (fault: unknown): DescribedFault => {
  const { code, message } = describeFault(fault)
  return { code, message: message.slice(0, LONGEST_MESSAGE) }
}

/** Answers the id of its row. */
export const beginRun = async (db: QueryExecutorProvider, { job, startedBy, dueAt }: RunToRecord): Promise<string> => {
  const { rows } = await sql<{ id: string }>`
    insert into periodic_runs (job, started_by, due_at) values (${job}, ${startedBy}, ${dueAt ?? null}) returning id
  `.execute(db)
  const id = rows[0]?.id
  if (id === undefined) {
    throw new PlainFault('run-not-recorded', 'The row of a run was not stored: look for a trigger or rule on periodic_runs, and remove it')
  }
  return id
}

export const endRun = async (db: QueryExecutorProvider, id: string, ending: RunEnding): Promise<void> => {
  const summary = ending.kind === 'failed' ? { error: errorOf(ending.error) } : ending.summary
  await sql`
    update periodic_runs
    set finished_at = clock_timestamp(), outcome = ${ending.kind}, summary = ${JSON.stringify(summary)}::json
    where id = ${id}
  `.execute(db)
}

/**
 * For programs of a cron, whose runs have no tick: runs a periodic job and keeps a row of it: when, how long, how it
 * ended, what it did. A run whose process is killed, or loses the database, leaves a row without a finish. The job's own
 * fault is thrown on, whatever becomes of the row.
 */
export const recordRun = async <Outcome extends PeriodicOutcome>(
  db: Database,
  run: RunToRecord,
  work: () => Promise<Outcome>,
): Promise<Outcome> => {
  const id = await beginRun(db, run)
  let outcome: Outcome
  try {
    outcome = await work()
  } catch (fault) {
    await endRun(db, id, { kind: 'failed', error: fault }).catch(() => {})
    throw fault
  }
  await endRun(db, id, outcome)
  return outcome
}

export interface LastSuccess {
  job: string
  finishedAt: Date
}

/** For each job that ever ran to its end, when it last did: what `testimony_cron_last_success_timestamp_seconds` shows. */
export const readLastSuccesses = async (db: Database): Promise<LastSuccess[]> => {
  const { rows } = await sql<{ job: string; finished_at: Date }>`
    select job, max(finished_at) as finished_at from periodic_runs where outcome = 'done' group by job order by job
  `.execute(db)
  return rows.map(({ job, finished_at }) => ({ job, finishedAt: finished_at }))
}
