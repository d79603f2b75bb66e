import { analysisJob } from '../../src/analysis/analysis-job.ts'

/** The kinds of jobs whose queues this program makes and looks after. */
export const JOB_KINDS = [analysisJob] as const
