/**
 * What jobs are listed by, each job by one of them. A dead letter is a job that failed for the last time, and that nobody
 * has run again; it is no longer listed as failed.
 */
export const LISTED_STATES = ['waiting', 'running', 'completed', 'failed', 'cancelled', 'dead'] as const
export type ListedState = (typeof LISTED_STATES)[number]
