/** The rows of periodic jobs, their ticks and the runs of these. Only the holder of the lease writes them, each time within its fence. */
import { sql } from 'kysely'

import type { Database } from '../postgres/pool.ts'
import { storableText } from '../postgres/storable-text.ts'
import type { TickStatus } from '../postgres/tables.ts'
import { PlainFault } from '../runtime/plain-fault.ts'
import { decideTick, type TickDecision } from './decide-tick.ts'
import type { Lease } from './lease.ts'
import { beginRun, endRun, type PeriodicOutcome, type RunEnding } from '../postgres/periodic-runs.ts'
import type { PeriodicJob } from './periodic-job.ts'

/** Of a query that has one whatever the tables hold: something between here and PostgreSQL answers for it. */
const noRow = (what: string): PlainFault =>
  new PlainFault(
    'database-answer-incomplete',
    `PostgreSQL answered nothing for ${what}: check the pooler or proxy that DATABASE_URL points to`,
  )

export interface Tick {
  job: string
  dueAt: Date
}

/** `runId`: of the row in which this run is recorded, beside that of the tick. */
export type TakenTick = { decision: 'run'; attempt: number; runId: string } | { decision: Exclude<TickDecision, 'run'> }

/** How an attempt ended. */
export type TickEnding =
  | PeriodicOutcome
  | { kind: 'failed'; code: string; message: string }
  /** To be run again; `code` and `message` say why, and only a fault uses an attempt. */
  | { kind: 'put-back'; because: 'shutdown' | 'fault'; code: string; message: string }

/** Says which jobs there are, and answers since when each is known as it is now: whatever was due earlier was not missed. */
export const announceJobs = (db: Database, lease: Lease, jobs: readonly PeriodicJob[]): Promise<Map<string, number>> =>
  db.transaction().execute(async (transaction) => {
    await lease.fence(transaction)
    const names = jobs.map(({ name }) => name)
    await sql`delete from periodic_jobs where name <> all(${names}::text[])`.execute(transaction)
    await sql`
      update periodic_ticks set status = 'cut-off', finished_at = clock_timestamp()
      where finished_at is null and job <> all(${names}::text[])`.execute(transaction)
    const { rows } = await sql<{ name: string; known_since: Date }>`
      insert into periodic_jobs (name, schedule)
      select * from unnest(${names}::text[], ${jobs.map(({ schedule }) => schedule)}::text[])
      on conflict (name) do update set schedule = excluded.schedule,
        known_since = case when periodic_jobs.schedule = excluded.schedule then periodic_jobs.known_since else excluded.known_since end
      returning name, known_since`.execute(transaction)
    return new Map(rows.map((row) => [row.name, row.known_since.getTime()]))
  })

/** Says that these runs of this scheduler are alive, and answers what time it is for the database. */
export const readClock = async (db: Database, lease: Lease, running: readonly Tick[]): Promise<number> => {
  const { rows } = await sql<{ now: Date }>`
    with alive as (
      update periodic_ticks tick set heartbeat_at = clock_timestamp()
      from unnest(${running.map(({ job }) => job)}::text[], ${running.map(({ dueAt }) => dueAt)}::timestamptz[]) as run (job, due_at)
      where tick.job = run.job and tick.due_at = run.due_at
        and finished_at is null and status = 'running' and token = ${lease.token}
    )
    select clock_timestamp() as now`.execute(db)
  const [row] = rows
  if (!row) throw noRow('the time')
  return row.now.getTime()
}

/**
 * Begins a run of this tick, or records why there is none. To be called while no run of the job is on its way here: then
 * none is anywhere, and what is unfinished of it was left behind by a scheduler that has lost the lease.
 */
export const takeTick = (db: Database, lease: Lease, tick: Tick, grace: number): Promise<TakenTick> =>
  db.transaction().execute(async (transaction) => {
    await lease.fence(transaction)
    // Of several that are open only the newest is run: it does what the others would have done.
    await sql`
      update periodic_ticks set status = 'cut-off', finished_at = clock_timestamp()
      where job = ${tick.job} and finished_at is null and due_at <> ${tick.dueAt}`.execute(transaction)
    const { rows } = await sql<{ attempts: number; finished: boolean; lateBy: number }>`
      select coalesce(attempts, 0) as attempts, finished_at is not null as finished,
        (extract(epoch from clock_timestamp() - due.at) * 1000)::float8 as "lateBy"
      from (select ${tick.dueAt}::timestamptz as at) due left join periodic_ticks on job = ${tick.job} and due_at = due.at
    `.execute(transaction)
    const [found] = rows
    if (!found) throw noRow('a tick')
    const decision = decideTick(found, grace)
    if (decision === 'leave') return { decision }
    await sql`
      insert into periodic_ticks as tick (job, due_at, status, token, attempts, started_at, heartbeat_at, finished_at)
      select ${tick.job}, ${tick.dueAt}, ${STATUS_OF[decision]}, ${lease.token}, begins::int,
        case when begins then now end, case when begins then now end, case when not begins then now end
      from (select clock_timestamp() as now, ${decision === 'run'}::boolean as begins) moment
      on conflict (job, due_at) do update set status = excluded.status, token = excluded.token,
        attempts = tick.attempts + excluded.attempts, started_at = coalesce(excluded.started_at, tick.started_at),
        heartbeat_at = coalesce(excluded.heartbeat_at, tick.heartbeat_at), finished_at = excluded.finished_at`.execute(transaction)
    if (decision !== 'run') return { decision }
    return { decision, attempt: found.attempts + 1, runId: await beginRun(transaction, { ...tick, startedBy: 'scheduler' }) }
  })

const STATUS_OF = { run: 'running', miss: 'missed', 'cut-off': 'cut-off', 'give-up': 'failed' } as const satisfies Record<
  Exclude<TickDecision, 'leave'>,
  TickStatus
>

/** Records that a tick came while the job's last run was still on its way. */
export const skipTick = (db: Database, lease: Lease, tick: Tick): Promise<void> =>
  db.transaction().execute(async (transaction) => {
    await lease.fence(transaction)
    await sql`
      insert into periodic_ticks (job, due_at, status, token, attempts, finished_at)
      values (${tick.job}, ${tick.dueAt}, 'skipped', ${lease.token}, 0, clock_timestamp())
      on conflict do nothing`.execute(transaction)
  })

/** How a run ended: for its tick, and for its own row. */
export interface EndedRun {
  tick: TickEnding
  run: RunEnding
}

/** Records how a run ended, all of it or nothing, unless another scheduler has the tick by now. */
export const finishTick = (db: Database, lease: Lease, tick: Tick, runId: string, ended: EndedRun): Promise<void> =>
  db.transaction().execute(async (transaction) => {
    await lease.fence(transaction)
    const { status, unused, summary, code, message } = columnsOf(ended.tick)
    const { numAffectedRows } = await sql`
      update periodic_ticks set status = ${status}, attempts = attempts - ${unused},
        finished_at = case when ${status} = 'waiting' then null else clock_timestamp() end,
        summary = ${summary}, error_code = ${code}, error_message = ${message}
      where job = ${tick.job} and due_at = ${tick.dueAt} and status = 'running' and token = ${lease.token}`.execute(transaction)
    if (numAffectedRows === 1n) await endRun(transaction, runId, ended.run)
  })

interface EndingColumns {
  status: TickStatus
  /** Attempts that don't count. */
  unused: 0 | 1
  summary: string | null
  code: string | null
  message: string | null
}

const columnsOf = (ending: TickEnding): EndingColumns => {
  switch (ending.kind) {
    case 'done':
    case 'cut-off':
      return { status: ending.kind, unused: 0, summary: JSON.stringify(ending.summary), code: null, message: null }
    case 'failed':
      return { status: 'failed', unused: 0, summary: null, code: ending.code, message: storableText(ending.message) }
    case 'put-back':
      return {
        status: 'waiting',
        unused: ending.because === 'shutdown' ? 1 : 0,
        summary: null,
        code: ending.code,
        message: storableText(ending.message),
      }
  }
}
