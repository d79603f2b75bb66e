/** How a running job came to its end. */
export type JobEnding =
  /** `result`: what whoever waits for the job is told of it. */
  | { kind: 'done'; result?: object }
  /** It will not work however often it is tried: told to the requester in plain words. */
  | { kind: 'permanent-fault'; code: string; message: string }
  /** `retryAfter`: seconds before which another try makes no sense, where somebody has said so. */
  | { kind: 'transient-fault'; code: string; message: string; retryAfter?: number }
  /** Of a version that only newer workers know. */
  | { kind: 'newer-job'; code: string; message: string }
  | { kind: 'timed-out'; timeout: number }
  | { kind: 'shutdown' }
  | { kind: 'claim-lost' }
  | { kind: 'cancelled' }

/** Stored with the job, shown to whoever asked. */
export interface JobError {
  code: string
  message: string
}

export type Settlement =
  | { action: 'complete'; result?: object }
  | { action: 'fail'; error: JobError }
  /** `notBefore`: in seconds from now, where the pause of the kind's own attempts is shorter. */
  | { action: 'retry'; error: JobError; notBefore?: number }
  | { action: 'dead-letter'; error: JobError }
  /**
   * No attempt is used. `delay`: in seconds, until anybody may take it again. `untouched`: the history of the job does not
   * tell of it either, since it may be so every minute for weeks.
   */
  | { action: 'put-back'; delay: number; untouched: boolean }
  | { action: 'leave' }

export interface AttemptCount {
  /** From 1. */
  attempt: number
  attempts: number
}

/** Decides what becomes of a job. All that is retried, given up, put back or left alone is so because of this function. */
export const decideSettlement = (ending: JobEnding, count: AttemptCount): Settlement => {
  switch (ending.kind) {
    case 'done':
      return { action: 'complete', ...(ending.result && { result: ending.result }) }
    case 'permanent-fault':
      return { action: 'fail', error: { code: ending.code, message: ending.message } }
    case 'transient-fault':
      return retryOrGiveUp({ code: ending.code, message: ending.message }, count, ending.retryAfter)
    case 'timed-out':
      // What it has fetched and parsed so far is kept, so the next attempt has less to do.
      return retryOrGiveUp({ code: 'timed-out', message: `It was not done within ${ending.timeout / 1000} seconds.` }, count)
    case 'shutdown':
      return { action: 'put-back', delay: 0, untouched: false }
    case 'newer-job':
      // A newer worker takes it meanwhile; until there is one it waits, and costs next to nothing.
      return { action: 'put-back', delay: NEWER_JOB_DELAY, untouched: true }
    case 'claim-lost':
    case 'cancelled':
      return { action: 'leave' }
  }
}

/** In seconds. */
const NEWER_JOB_DELAY = 60

/** In seconds. What is said by others is believed up to this: by then most limits of a day's use have passed too, in so many attempts. */
const LONGEST_RETRY_AFTER = 6 * 3600

const retryOrGiveUp = (error: JobError, count: AttemptCount, retryAfter?: number): Settlement => {
  if (count.attempt >= count.attempts) return { action: 'dead-letter', error }
  return { action: 'retry', error, ...(retryAfter !== undefined && { notBefore: Math.min(retryAfter, LONGEST_RETRY_AFTER) }) }
}
