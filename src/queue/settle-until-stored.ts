import { setTimeout as delay } from 'node:timers/promises'

import { withPatience } from '../postgres/answer-limit.ts'
import { DatabaseError } from '../postgres/database-error.ts'
import type { Logger } from '../runtime/logger.ts'
import type { Claim } from './claim.ts'
import type { Settlement } from './decide-settlement.ts'
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
 * is renewed until this has worked. Ends with the claim, or with the worker's time.
 */
export const settleUntilStored = async ({ queue, kind, over, log }: SettleOptions, claim: Claim, settlement: Settlement): Promise<void> => {
  for (let tries = 1; ; tries++) {
    try {
      await withPatience({ answerTimeout: ANSWER_TIMEOUT, giveUp: over }, () => settleJob(queue, kind, claim, settlement))
      return
    } catch (error) {
      if (!(error instanceof DatabaseError && error.transient)) throw error
      if (tries === 1) log.warn({ error }, 'The end of the job could not be stored yet; trying again until it works')
      // Rejects when the signal fires, and what is told then is why it could not be stored.
      await delay(PAUSE, undefined, { signal: over }).catch(() => {})
      if (over.aborted) throw error
    }
  }
}
