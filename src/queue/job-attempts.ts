import { hostname } from 'node:os'

import { sql } from 'kysely'
import type { Pool } from 'pg'

import type { Database } from '../postgres/pool.ts'
import { storableText } from '../postgres/storable-text.ts'
import type { JobAttemptOutcome } from '../postgres/tables.ts'
import type { Claim } from './claim.ts'
import type { JobError } from './decide-settlement.ts'
import type { SqlConnection } from './job-queue.ts'

/** One claim of a job, as the history of the job tells it. */
export interface JobAttempt {
  /** From 1; the same again after a claim that was put back. */
  number: number
  queue: string
  worker: string
  startedAt: Date
  endedAt: Date | null
  /** What became of the job by it; null while it runs. */
  outcome: JobAttemptOutcome | null
  error: JobError | null
}

const LONGEST_MESSAGE = 2000

/** What a repository or a server said may hold what PostgreSQL takes no text with; that must not keep a job from its end. */
export const storableError = (error: JobError): JobError => ({
  code: storableText(error.code),
  message: storableText(error.message.slice(0, LONGEST_MESSAGE)),
})

/** This process in the history of attempts: its name in pg_stat_activity, the host and the process id. */
export const workerOf = (pool: Pool): string => `${pool.options.application_name ?? 'unknown'}@${hostname()}:${process.pid}`

/** Ends the row of an attempt, in the transaction that ends its claim; one that is ended stays as it is. */
export const endJobAttempt = async (
  claim: Claim,
  outcome: JobAttemptOutcome,
  error: JobError | null,
  transaction: SqlConnection,
): Promise<void> => {
  await sql`
    UPDATE job_attempts
    SET ended_at = now(), outcome = ${outcome}, error_code = ${error?.code ?? null}, error_message = ${error?.message ?? null}
    WHERE job_id = ${claim.jobId} AND started_at = ${claim.claimedAt}::timestamptz AND ended_at IS NULL`.execute(transaction)
}

/** How the attempt of this claim has ended, whoever stored that; undefined while it has not, or where nothing is kept of it. */
export const readAttemptEnd = async (
  claim: Claim,
  connection: SqlConnection,
): Promise<{ outcome: JobAttemptOutcome; code: string | null } | undefined> => {
  const { rows } = await sql<{ outcome: JobAttemptOutcome; code: string | null }>`
    SELECT outcome, error_code AS code FROM job_attempts
    WHERE job_id = ${claim.jobId} AND started_at = ${claim.claimedAt}::timestamptz AND ended_at IS NOT NULL`.execute(connection)
  return rows[0]
}

/** As if the job had not been taken. */
export const forgetJobAttempt = async (claim: Claim, transaction: SqlConnection): Promise<void> => {
  await sql`
    DELETE FROM job_attempts WHERE job_id = ${claim.jobId} AND started_at = ${claim.claimedAt}::timestamptz AND ended_at IS NULL
  `.execute(transaction)
}

/**
 * Ends the rows of attempts whose claim nobody holds any more and nobody ended: of jobs that pg-boss's own maintenance has
 * failed or deleted, or that somebody changed by hand.
 */
export const endLostAttempts = async (queues: readonly string[], connection: SqlConnection): Promise<void> => {
  await sql`
    UPDATE job_attempts AS attempt
    SET ended_at = now(), outcome = 'lost', error_code = 'claim-lost', error_message = 'The job was taken from this worker.'
    WHERE queue = ANY(${queues}) AND ended_at IS NULL AND NOT EXISTS (
      SELECT FROM pgboss.job
      WHERE name = attempt.queue AND id = attempt.job_id AND state = 'active' AND started_on = attempt.started_at
    )`.execute(connection)
}

interface AttemptRow {
  number: number
  queue: string
  worker: string
  started_at: Date
  ended_at: Date | null
  outcome: JobAttemptOutcome | null
  error_code: string | null
  error_message: string | null
}

/** All attempts at a job, the first one first. */
export const readJobAttempts = async (db: Database, jobId: string): Promise<JobAttempt[]> => {
  const { rows } = await sql<AttemptRow>`
    SELECT number, queue, worker, started_at, ended_at, outcome, error_code, error_message
    FROM job_attempts WHERE job_id = ${jobId} ORDER BY started_at`.execute(db)
  return rows.map((row) => ({
    number: row.number,
    queue: row.queue,
    worker: row.worker,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    outcome: row.outcome,
    error: row.error_code === null ? null : { code: row.error_code, message: row.error_message ?? '' },
  }))
}
