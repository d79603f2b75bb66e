import { bringUpToDate as bringQueuesUpToDate, type BroughtUpToDate } from '../../src/queue/bring-up-to-date.ts'
import { JOB_KINDS } from './job-kinds.ts'

/** Brings a database to this version, with the queues of every kind of job. */
export const bringUpToDate = (url: string, signal: AbortSignal): Promise<BroughtUpToDate> => bringQueuesUpToDate(url, JOB_KINDS, signal)
