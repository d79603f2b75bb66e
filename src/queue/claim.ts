import { sql } from 'kysely'
import type { SqlConnection } from './job-queue.ts'

/**
 * One worker's hold on one job. The time of the claim is part of it, because a job that was put back keeps its count of
 * attempts, and a hold on it from before must not pass for the next one.
 */
export interface Claim {
  queue: string
  jobId: string
  retryCount: number
  /** As PostgreSQL writes it, to the microsecond. */
  claimedAt: string
}

/** The job is no longer this worker's: it was silent for too long, or somebody took the job. Its results count no more. */
export class ClaimLost extends Error {
  override readonly name = 'ClaimLost'
  readonly code = 'claim-lost'

  constructor(claim: Claim) {
    super(`Job ${claim.jobId} is no longer held by this worker`)
  }
}

/** Somebody has cancelled the job. Its results count no more. */
export class JobCancelled extends Error {
  override readonly name = 'JobCancelled'
  readonly code = 'cancelled'

  constructor(claim: Claim) {
    super(`Job ${claim.jobId} was cancelled`)
  }
}

/** Locks the job's row for this transaction, or throws ClaimLost: whatever the transaction writes is fenced by it. */
export const holdClaim = async (claim: Claim, transaction: SqlConnection): Promise<void> => {
  const { rows } = await sql`
    SELECT id FROM pgboss.job
    WHERE name = ${claim.queue} AND id = ${claim.jobId} AND state = 'active'
      AND retry_count = ${claim.retryCount} AND started_on = ${claim.claimedAt}::timestamptz
    FOR UPDATE`.execute(transaction)
  if (rows.length === 0) throw new ClaimLost(claim)
}

/** A claim that is no longer held, and why. */
export interface LapsedClaim {
  claim: Claim
  reason: ClaimLost | JobCancelled
}

/**
 * Says that these jobs are being worked on, and answers with those that are no longer this worker's. A row that is
 * locked is left out: a transaction that completes its job must not keep the other jobs from being renewed.
 */
export const renewClaims = async (claims: readonly Claim[], connection: SqlConnection): Promise<LapsedClaim[]> => {
  if (claims.length === 0) return []
  const { rows } = await sql<{ ordinal: number; cancelled: boolean }>`
    WITH held AS (
      SELECT * FROM unnest(
        ${claims.map((claim) => claim.queue)}::text[],
        ${claims.map((claim) => claim.jobId)}::uuid[],
        ${claims.map((claim) => claim.retryCount)}::int[],
        ${claims.map((claim) => claim.claimedAt)}::timestamptz[]
      ) WITH ORDINALITY AS held (name, id, retry_count, started_on, ordinal)
    ), mine AS (
      SELECT name, id FROM pgboss.job JOIN held USING (name, id, retry_count, started_on) WHERE state = 'active'
    ), unlocked AS (
      SELECT name, id FROM pgboss.job WHERE (name, id) IN (SELECT name, id FROM mine) AND state = 'active'
      FOR UPDATE SKIP LOCKED
    ), renewed AS (
      UPDATE pgboss.job SET heartbeat_on = now() FROM unlocked WHERE job.name = unlocked.name AND job.id = unlocked.id
    )
    SELECT ordinal::int, COALESCE(job.state = 'cancelled', false) AS cancelled
    FROM held LEFT JOIN pgboss.job USING (name, id, retry_count, started_on)
    WHERE job.state IS DISTINCT FROM 'active'`.execute(connection)
  return rows.flatMap(({ ordinal, cancelled }) => {
    const claim = claims[ordinal - 1]
    return claim ? [{ claim, reason: cancelled ? new JobCancelled(claim) : new ClaimLost(claim) }] : []
  })
}
