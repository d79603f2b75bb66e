import { EXTRACTOR_VERSION } from '../extraction/extractor-version.ts'
import type { Database } from '../postgres/pool.ts'
import type { JobKind } from '../queue/job-kind.ts'
import type { JobQueue } from '../queue/job-queue.ts'
import { readJobStates } from '../queue/job-states.ts'
import { sendJob } from '../queue/send-job.ts'
import { createAskHead } from './ask-head.ts'
import { createRefresh, type Refresh } from './refresh-repositories.ts'

export interface RefreshByJobsOptions {
  db: Database
  queue: JobQueue
  /** The jobs that analyse the head of a repository. */
  kind: JobKind<{ repository: string; ref?: string }>
  /** For whom they are sent: nobody who looks at repositories. */
  requester: string
  allowPrivateNetworks: boolean
  /** Empty: every public one. */
  allowedHosts: readonly string[]
}

/** A refresh that asks git servers and sends jobs, as every process runs it. */
export const createRefreshByJobs = ({ db, queue, kind, requester, allowPrivateNetworks, allowedHosts }: RefreshByJobsOptions): Refresh =>
  createRefresh({
    db,
    extractorVersion: EXTRACTOR_VERSION,
    askHead: createAskHead({ allowPrivateNetworks, ...(allowedHosts.length > 0 && { allowedHosts }) }),
    send: (repository, transaction) => sendJob(queue, kind, { payload: { repository }, requester, urgency: 'scheduled' }, transaction),
    readJobStates: (jobIds) => readJobStates(db, kind, jobIds),
  })
