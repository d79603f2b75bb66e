/** Which waiting jobs may be taken, in SQL over a row of `pgboss.job`: for the indexes that have them, and for who looks for them. */

export const WAITING = `state < 'active' AND NOT blocked`

/**
 * Jobs that may start as soon as they are there; and those that are delayed, to be tried again later or sent for later. Each
 * has indexes of its own (install-job-queues.ts), of the ones in their order and of the others by the time they are due: so
 * that however many are not due yet, nobody reads past them.
 */
export const PROMPT = `${WAITING} AND start_after <= created_on`
export const DELAYED = `${WAITING} AND start_after > created_on`

/** Those of them that may start now. */
export const PROMPT_DUE = `${PROMPT} AND created_on <= now()`
export const DELAYED_DUE = `${DELAYED} AND start_after <= now()`
