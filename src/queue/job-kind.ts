import { createHash } from 'node:crypto'
import type * as z from 'zod'

/** The queues of a kind, the most urgent first: background work never delays a person. */
export const URGENCIES = ['priority', 'default', 'scheduled'] as const
export type Urgency = (typeof URGENCIES)[number]

export interface RetryPolicy {
  /** How often a job is tried in all, before it is put among the dead letters. */
  attempts: number
  /** The wait before the second attempt; it doubles from attempt to attempt, with jitter, up to the longest. */
  delaySeconds: number
  longestDelaySeconds: number
}

/** One kind of work: what its payload is, which jobs are the same work, and how often it is tried. */
export interface JobKind<Payload> {
  name: string
  /** Grows when the payload's meaning changes; a worker leaves a newer one to a newer worker. */
  version: number
  payload: z.ZodType<Payload>
  /** Jobs with the same key are the same work: one of them waits or runs at a time. */
  keyOf: (payload: Payload) => string
  /**
   * Whether the same payload may ask for something else a moment later, as a branch does. A job that runs may have begun
   * with what was there before: whoever asks meanwhile gets a job that waits until that one has ended.
   */
  mayMove: (payload: Payload) => boolean
  retry: RetryPolicy
}

/** What is needed of a kind where its payload does not matter. */
export type JobKindQueues = Pick<JobKind<unknown>, 'name' | 'retry'>

export const queueName = (kind: Pick<JobKindQueues, 'name'>, urgency: Urgency): string => `${kind.name}.${urgency}`

export const queueNames = (kind: Pick<JobKindQueues, 'name'>): string[] => URGENCIES.map((urgency) => queueName(kind, urgency))

/** Where jobs go whose attempts are used up, for a person to look at. */
export const deadLetterQueueName = (kind: Pick<JobKindQueues, 'name'>): string => `${kind.name}.dead`

export const urgencyOf = (kind: Pick<JobKindQueues, 'name'>, queue: string): Urgency | undefined =>
  URGENCIES.find((urgency) => queueName(kind, urgency) === queue)

/** In characters. What makes two jobs the same may be longer than an index entry can be. */
export const EXCLUSIVE_KEY_LENGTH = 64

export const exclusiveKey = <Payload>(kind: JobKind<Payload>, payload: Payload): string =>
  createHash('sha256').update(kind.keyOf(payload)).digest('hex')

/**
 * The places that there are for jobs of the same work, of which each holds one: where it may move, one that waits and one
 * that runs, or is to be tried again. What is in the database begins with the key.
 */
export const exclusivePlaces = <Payload>(kind: JobKind<Payload>, payload: Payload): [string] | [string, string] => {
  const key = exclusiveKey(kind, payload)
  return kind.mayMove(payload) ? [key, `${key}+`] : [key]
}
