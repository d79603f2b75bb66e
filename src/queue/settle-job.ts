import { sql } from 'kysely'
import { holdClaim, type Claim } from './claim.ts'
import type { JobError, Settlement } from './decide-settlement.ts'
import { endJobAttempt, forgetJobAttempt, storableError } from './job-attempts.ts'
import type { JobKindQueues } from './job-kind.ts'
import { bossOn, type JobQueue, type SqlConnection } from './job-queue.ts'
import { notifyJobChange, notifyWorkers } from './notify.ts'

/**
 * Completes a job within the transaction that stores its result; throws ClaimLost when the job is no longer held. `result`
 * is what whoever waits for the job is told of it.
 */
export const completeJob = async (queue: JobQueue, claim: Claim, transaction: SqlConnection, result?: object): Promise<void> => {
  await holdClaim(claim, transaction)
  await complete(queue, claim, transaction, result)
}

const complete = async (queue: JobQueue, claim: Claim, transaction: SqlConnection, result?: object): Promise<void> => {
  await queue.boss.complete(claim.queue, attemptOf(claim), result ?? null, { db: bossOn(transaction) })
  await endJobAttempt(claim, 'completed', null, transaction)
  await notifyJobChange(transaction, claim.jobId)
}

/** Does what was decided about a job, if it is still held; throws ClaimLost when it is not. */
export const settleJob = async (
  queue: JobQueue,
  kind: Pick<JobKindQueues, 'name'>,
  claim: Claim,
  settlement: Settlement,
): Promise<void> => {
  if (settlement.action === 'leave') return
  await queue.database.transaction().execute(async (transaction) => {
    await holdClaim(claim, transaction)
    switch (settlement.action) {
      case 'complete':
        await complete(queue, claim, transaction, settlement.result)
        return
      case 'fail': {
        const error = storableError(settlement.error)
        await failForGood(claim, error, transaction)
        await endJobAttempt(claim, 'failed', error, transaction)
        break
      }
      case 'retry':
      case 'dead-letter': {
        const error = storableError(settlement.error)
        // pg-boss counts the attempts by the job's own limit, which is the kind's since the claim (take-job.ts).
        await queue.boss.fail(claim.queue, attemptOf(claim), error, { db: bossOn(transaction) })
        if (settlement.action === 'retry' && settlement.notBefore !== undefined) await postpone(claim, settlement.notBefore, transaction)
        await endJobAttempt(claim, settlement.action === 'retry' ? 'retried' : 'dead-lettered', error, transaction)
        break
      }
      case 'put-back':
        await putBack(claim, settlement.delay, transaction)
        if (settlement.untouched) await forgetJobAttempt(claim, transaction)
        else await endJobAttempt(claim, 'put-back', null, transaction)
        await notifyWorkers(transaction, kind)
    }
    await notifyJobChange(transaction, claim.jobId)
  })
}

const attemptOf = (claim: Claim): { id: string; retryCount: number } => ({ id: claim.jobId, retryCount: claim.retryCount })

/** Not among the dead letters: these are for what might work if it were sent again. */
const failForGood = async (claim: Claim, error: JobError, transaction: SqlConnection): Promise<void> => {
  await sql`
    UPDATE pgboss.job SET state = 'failed', completed_on = now(), heartbeat_on = NULL, output = ${JSON.stringify(error)}::jsonb
    WHERE name = ${claim.queue} AND id = ${claim.jobId}`.execute(transaction)
}

/** A retry that is due later anyway stays as it is. */
const postpone = async (claim: Claim, seconds: number, transaction: SqlConnection): Promise<void> => {
  await sql`
    UPDATE pgboss.job SET start_after = greatest(start_after, now() + ${seconds} * interval '1 second')
    WHERE name = ${claim.queue} AND id = ${claim.jobId} AND state = 'retry'`.execute(transaction)
}

/** As if it had never been taken. Without a start, pg-boss does not count the next claim as another attempt. */
const putBack = async (claim: Claim, delay: number, transaction: SqlConnection): Promise<void> => {
  await sql`
    UPDATE pgboss.job SET
      state = CASE WHEN retry_count > 0 THEN 'retry' ELSE 'created' END::pgboss.job_state,
      started_on = NULL, heartbeat_on = NULL, start_after = now() + ${delay} * interval '1 second'
    WHERE name = ${claim.queue} AND id = ${claim.jobId}`.execute(transaction)
}
