import { sql } from 'kysely'

import type { Database } from '../postgres/pool.ts'
import type { JobError } from './decide-settlement.ts'
import { readJobAttempts, type JobAttempt } from './job-attempts.ts'
import { deadLetterQueueName, queueNames, type JobKindQueues } from './job-kind.ts'
import type { JobProgress } from './job-progress.ts'
import { jobStateOf, type JobState } from './job-rows.ts'
import { errorOfOutput } from './job-standing.ts'
import type { ListedState } from './listed-states.ts'

type Kinds = readonly Pick<JobKindQueues, 'name'>[]

export interface ListedJob {
  id: string
  queue: string
  state: JobState | 'dead'
  requester: string | null
  /** The payload as JSON, cut where it is long: whoever may insert jobs may have written it. */
  payload: string
  attempts: number
  createdAt: Date
  startedAt: Date | null
  endedAt: Date | null
  error: JobError | null
  progress: JobProgress | null
}

export interface Intervention {
  action: 'cancelled' | 'retried' | 'joined'
  by: string
  at: Date
  /** The job that does the work of one that was run again. */
  successor: string | null
}

export interface JobHistory {
  job: ListedJob
  attempts: JobAttempt[]
  interventions: Intervention[]
}

export interface QueueSummary {
  name: string
  waiting: number
  running: number
  paused: { by: string; at: Date } | null
}

interface JobRow {
  id: string
  queue: string
  state: string
  requester: string | null
  payload: string | null
  attempts: number
  created_at: Date
  started_at: Date | null
  ended_at: Date | null
  output: unknown
  phase: string | null
  done: number | null
  total: number | null
}

const LONGEST_PAYLOAD = 500

const COLUMNS = sql`
  id, queue, CASE WHEN dead THEN 'dead' ELSE state::text END AS state,
  left(data->>'requester', 200) AS requester, left((data->'payload')::text, ${LONGEST_PAYLOAD}) AS payload,
  retry_count + CASE WHEN dead OR state <> 'created' AND started_on IS NOT NULL THEN 1 ELSE 0 END AS attempts,
  created_at, started_on AS started_at, completed_on AS ended_at,
  CASE WHEN octet_length(output::text) < 10000 THEN output END AS output, phase, done, total`

const deadLettersOf = (kinds: Kinds) => sql`name = ANY(${kinds.map(deadLetterQueueName)}) AND state = 'created'`

/** Each job once: where it is among the dead letters, its dead letter in its place, which outlives it. */
const jobsOf = (kinds: Kinds) => sql`(
  SELECT id, name AS queue, state, data, retry_count, created_on AS created_at, started_on, completed_on, output, false AS dead
  FROM pgboss.job
  WHERE name = ANY(${kinds.flatMap(queueNames)}) AND (state <> 'failed' OR id NOT IN (
    SELECT source_id FROM pgboss.job WHERE ${deadLettersOf(kinds)} AND source_id IS NOT NULL
  ))
  UNION ALL
  SELECT source_id, source_name, state, data, source_retry_count, source_created_on, NULL, created_on, source_output, true
  FROM pgboss.job WHERE ${deadLettersOf(kinds)}
) AS job LEFT JOIN LATERAL (
  SELECT phase, done, total FROM job_attempts
  WHERE job.state = 'active' AND job_id = job.id AND started_at = job.started_on
) AS attempt ON true`

const listedJob = (row: JobRow): ListedJob => ({
  id: row.id,
  queue: row.queue,
  state: row.state === 'dead' ? 'dead' : jobStateOf(row.state),
  requester: row.requester,
  payload: row.payload ?? '',
  attempts: row.attempts,
  createdAt: row.created_at,
  startedAt: row.started_at,
  endedAt: row.ended_at,
  error: errorOfOutput(row.output),
  progress: row.phase === null || row.done === null ? null : { phase: row.phase, done: row.done, total: row.total },
})

const STORED_STATES: Record<JobState, string[]> = {
  waiting: ['created', 'retry'],
  running: ['active'],
  completed: ['completed'],
  failed: ['failed'],
  cancelled: ['cancelled'],
}

/** The newest jobs of these states. */
export const listJobs = async (db: Database, kinds: Kinds, states: readonly ListedState[], limit: number): Promise<ListedJob[]> => {
  const stored = states.flatMap((state) => (state === 'dead' ? [] : STORED_STATES[state]))
  const { rows } = await sql<JobRow>`
    SELECT ${COLUMNS} FROM ${jobsOf(kinds)}
    WHERE CASE WHEN dead THEN ${states.includes('dead')} ELSE state = ANY(${stored}::pgboss.job_state[]) END
    ORDER BY created_at DESC, id LIMIT ${limit}`.execute(db)
  return rows.map(listedJob)
}

/** One job with all its attempts and what people did to it; undefined where there is none. */
export const readJobHistory = async (db: Database, kinds: Kinds, jobId: string): Promise<JobHistory | undefined> => {
  const { rows } = await sql<JobRow>`SELECT ${COLUMNS} FROM ${jobsOf(kinds)} WHERE id = ${jobId}`.execute(db)
  const [row] = rows
  if (!row) return undefined
  const { rows: interventions } = await sql<Intervention>`
    SELECT action, done_by AS by, done_at AS at, successor FROM job_interventions WHERE job_id = ${jobId} ORDER BY done_at`.execute(db)
  return { job: listedJob(row), attempts: await readJobAttempts(db, jobId), interventions }
}

/** How many wait and run in each queue. Counting a million takes about as long as reading their index. */
export const listQueues = async (db: Database, kinds: Kinds): Promise<QueueSummary[]> => {
  const { rows } = await sql<{ name: string; waiting: number; running: number; paused_by: string | null; paused_at: Date | null }>`
    SELECT queue.name,
      (SELECT count(*)::int FROM pgboss.job WHERE name = queue.name AND state < 'active' AND NOT blocked) AS waiting,
      (SELECT count(*)::int FROM pgboss.job WHERE name = queue.name AND state = 'active') AS running,
      paused_by, paused_at
    FROM unnest(${kinds.flatMap((kind) => [...queueNames(kind), deadLetterQueueName(kind)])}::text[]) WITH ORDINALITY AS queue (name, rank)
    LEFT JOIN paused_queues ON paused_queues.queue = queue.name
    ORDER BY queue.rank`.execute(db)
  return rows.map(({ name, waiting, running, paused_by: by, paused_at: at }) => ({
    name,
    waiting,
    running,
    paused: by === null || at === null ? null : { by, at },
  }))
}
