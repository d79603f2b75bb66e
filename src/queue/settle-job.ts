import { sql } from 'kysely'
import { storableText } from '../postgres/storable-text.ts'
import { holdClaim, type Claim } from './claim.ts'
import type { JobError, Settlement } from './decide-settlement.ts'
import type { JobKindQueues } from './job-kind.ts'
import { bossOn, type JobQueue, type SqlConnection } from './job-queue.ts'
import { notifyWorkers } from './notify-workers.ts'

/** Completes a job within the transaction that stores its result; throws ClaimLost when the job is no longer held. */
export const completeJob = async (queue: JobQueue, claim: Claim, transaction: SqlConnection): Promise<void> => {
  await holdClaim(claim, transaction)
  await queue.boss.complete(claim.queue, attemptOf(claim), null, { db: bossOn(transaction) })
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
        await queue.boss.complete(claim.queue, attemptOf(claim), null, { db: bossOn(transaction) })
        return
      case 'fail':
        await failForGood(claim, storable(settlement.error), transaction)
        return
      case 'retry':
      case 'dead-letter':
        // pg-boss counts the attempts by the queue's own limit, which is the kind's.
        await queue.boss.fail(claim.queue, attemptOf(claim), storable(settlement.error), { db: bossOn(transaction) })
        return
      case 'put-back':
        await putBack(claim, transaction)
        await notifyWorkers(transaction, kind)
    }
  })
}

const LONGEST_MESSAGE = 2000

/** What a repository or a server said may hold what PostgreSQL takes no text with; that must not keep a job from its end. */
const storable = (error: JobError): JobError => ({ code: error.code, message: storableText(error.message.slice(0, LONGEST_MESSAGE)) })

const attemptOf = (claim: Claim): { id: string; retryCount: number } => ({ id: claim.jobId, retryCount: claim.retryCount })

/** Not among the dead letters: these are for what might work if it were sent again. */
const failForGood = async (claim: Claim, error: JobError, transaction: SqlConnection): Promise<void> => {
  await sql`
    UPDATE pgboss.job SET state = 'failed', completed_on = now(), heartbeat_on = NULL, output = ${JSON.stringify(error)}::jsonb
    WHERE name = ${claim.queue} AND id = ${claim.jobId}`.execute(transaction)
}

/** As if it had never been taken. Without a start, pg-boss does not count the next claim as another attempt. */
const putBack = async (claim: Claim, transaction: SqlConnection): Promise<void> => {
  await sql`
    UPDATE pgboss.job SET
      state = CASE WHEN retry_count > 0 THEN 'retry' ELSE 'created' END::pgboss.job_state,
      started_on = NULL, heartbeat_on = NULL, start_after = now()
    WHERE name = ${claim.queue} AND id = ${claim.jobId}`.execute(transaction)
}
