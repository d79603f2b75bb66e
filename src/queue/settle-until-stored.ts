import { setTimeout as delay } from 'node:timers/promises'

import { withPatience } from '../postgres/answer-limit.ts'
import { DatabaseError } from '../postgres/database-error.ts'
import type { Logger } from '../runtime/logger.ts'
import type { JobAttemptOutcome } from '../postgres/tables.ts'
import { ClaimLost, type Claim } from './claim.ts'
import type { Settlement } from './decide-settlement.ts'
import { readAttemptEnd } from './job-attempts.ts'
import type { JobKindQueues } from './job-kind.ts'
import type { JobQueue } from './job-queue.ts'
import { settleJob } from './settle-job.ts'

/** In milliseconds. */
const PAUSE = 250
const ANSWER_TIMEOUT = 2000

export interface SettleOptions {
  queue: JobQueue
  kind: Pick<JobKindQueues, 'name'>
  /** When it fires, nothing is tried again. */
  over: AbortSignal
  log: Logger
}

/**
 * As `settleJob`, tried until the database is back: nobody else can have the job while it is away, and afterwards the claim
 * is renewed until this has worked. Ends with the claim, or with the worker's time. Answers what is stored.
 */
export const settleUntilStored = async (
  { queue, kind, over, log }: SettleOptions,
  claim: Claim,
  settlement: Settlement,
): Promise<Settlement> => {
  for (let tries = 1; ; tries++) {
    try {
      return await withPatience({ answerTimeout: ANSWER_TIMEOUT, giveUp: over }, () => settleOnce(queue, kind, claim, settlement))
    } catch (error) {
      if (!(error instanceof DatabaseError && error.transient)) throw error
      if (tries === 1) log.warn({ error }, 'The end of the job could not be stored yet; trying again until it works')
      // Rejects when the signal fires, and what is told then is why it could not be stored.
      await delay(PAUSE, undefined, { signal: over }).catch(() => {})
      if (over.aborted) throw error
    }
  }
}

/** A claim may be over because its end is stored, and only the answer to that was lost on its way. */
const settleOnce = async (
  queue: JobQueue,
  kind: Pick<JobKindQueues, 'name'>,
  claim: Claim,
  settlement: Settlement,
): Promise<Settlement> => {
  try {
    await settleJob(queue, kind, claim, settlement)
    return settlement
  } catch (error) {
    if (!(error instanceof ClaimLost)) throw error
    const end = await readAttemptEnd(claim, queue.database)
    if (end?.outcome === 'completed') return { action: 'complete' }
    const code = 'error' in settlement ? settlement.error.code : null
    if (end && end.outcome === OUTCOME_OF[settlement.action] && end.code === code) return settlement
    throw error
  }
}

const OUTCOME_OF: Record<Settlement['action'], JobAttemptOutcome | undefined> = {
  complete: 'completed',
  fail: 'failed',
  retry: 'retried',
  'dead-letter': 'dead-lettered',
  'put-back': 'put-back',
  leave: undefined,
}
