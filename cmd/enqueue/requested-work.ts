import type { JobKind } from '../../src/queue/job-kind.ts'
import type { JobQueue, SqlConnection } from '../../src/queue/job-queue.ts'
import { sendJob, type JobRequest, type SendOutcome } from '../../src/queue/send-job.ts'
import type { Display } from './display.ts'

/** What somebody asks for, whichever kind of job it is. */
export interface RequestedWork {
  kind: Pick<JobKind<unknown>, 'name' | 'retry'>
  send: (queue: JobQueue, request: Omit<JobRequest<unknown>, 'payload'>, transaction: SqlConnection) => Promise<SendOutcome>
  telling: WorkTelling
}

/** What a person is told of the work while it is waited for. */
export interface WorkTelling {
  /** What the progress of a phase is counted in. */
  unitOf: (phase: string) => string
  /** Says what came of it, and answers the exit code. */
  tellCompleted: (result: unknown, display: Display) => number
  exitCodeOfFault: (code: string) => number
}

export const requestedWork = <Payload>(kind: JobKind<Payload>, payload: Payload, telling: WorkTelling): RequestedWork => ({
  kind,
  send: (queue, request, transaction) => sendJob(queue, kind, { payload, ...request }, transaction),
  telling,
})

export const countOf = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
