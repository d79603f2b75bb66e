import { sql } from 'kysely'
import * as z from 'zod'

import type { JobError } from './decide-settlement.ts'
import type { JobProgress } from './job-progress.ts'
import type { SqlConnection } from './job-queue.ts'
import { jobStateOf } from './job-rows.ts'

/** How a job stands, for whoever waits for it. */
export type JobStanding =
  /** `startsIn`: in seconds, until a worker may take it. */
  | { kind: 'waiting'; queue: string; attempts: number; lastError: JobError | null; startsIn: number }
  | { kind: 'running'; queue: string; attempts: number; lastError: JobError | null; progress: JobProgress | null }
  /** `result`: what its worker told of it. */
  | { kind: 'completed'; result: unknown }
  | { kind: 'failed' | 'cancelled'; error: JobError }
  /** Never sent, or deleted. */
  | { kind: 'unknown' }

const jobError = z.object({ code: z.string(), message: z.string() })

export const errorOfOutput = (output: unknown): JobError | null => jobError.safeParse(output).data ?? null

const NO_REASON: JobError = { code: 'unknown', message: 'The job ended without saying why' }

interface StandingRow {
  queue: string
  state: string
  attempts: number
  output: unknown
  phase: string | null
  done: number | null
  total: number | null
  startsIn: number | null
}

/**
 * By a function of the database: whoever may do no more than insert jobs can wait for one. A job that was put among the
 * dead letters keeps its row in its own queue, as failed.
 */
export const readJobStanding = async (connection: SqlConnection, jobId: string): Promise<JobStanding> => {
  const { rows } = await sql<StandingRow>`
    SELECT queue, state, attempts, output, phase, done, total, starts_in AS "startsIn" FROM job_standing(${jobId}::uuid)`.execute(
    connection,
  )
  const [job] = rows
  if (job === undefined) return { kind: 'unknown' }
  const { queue, attempts, output, phase, done, total, startsIn } = job
  const kind = jobStateOf(job.state)
  switch (kind) {
    case 'completed':
      return { kind, result: output }
    case 'failed':
    case 'cancelled':
      return { kind, error: errorOfOutput(output) ?? NO_REASON }
    case 'waiting':
      return { kind, queue, attempts, lastError: errorOfOutput(output), startsIn: startsIn ?? 0 }
    case 'running': {
      const progress = phase === null || done === null ? null : { phase, done, total }
      return { kind, queue, attempts, lastError: errorOfOutput(output), progress }
    }
  }
}
