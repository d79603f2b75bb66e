import { analysisJob } from '../../src/analysis/analysis-job.ts'
import { specificationJob } from '../../src/specification/specification-job.ts'

/** The kinds of jobs whose queues this program makes and looks after. */
export const JOB_KINDS = [analysisJob, specificationJob] as const
