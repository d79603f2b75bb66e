/** What a scheduler runs: the same use cases as the programs of the platform's cron, each tick once. */
import { analysisJob, UNATTENDED_REQUESTER } from '../../src/analysis/analysis-job.ts'
import type { Database } from '../../src/postgres/pool.ts'
import type { JobQueue } from '../../src/queue/job-queue.ts'
import { createRefreshByJobs } from '../../src/refresh/refresh-by-jobs.ts'
import { createCleanUp } from '../../src/retention/clean-up.ts'
import { cleanUpInputOf } from '../../src/retention/retention-settings.ts'
import type { SettingValues } from '../../src/runtime/setting.ts'
import { inSpan } from '../../src/runtime/span.ts'
import type { PeriodicJob } from '../../src/schedule/periodic-job.ts'
import type { schedulerSettings } from './settings.ts'

const HOUR = 3_600_000

export interface PeriodicJobsOptions {
  configuration: SettingValues<typeof schedulerSettings>
  db: Database
  queue: JobQueue
}

const traced = ({ run, ...job }: PeriodicJob): PeriodicJob => ({
  ...job,
  run: (context) => inSpan(`run ${job.name}`, {}, () => run(context)),
})

type Described = Omit<PeriodicJob, 'schedule'> & { schedule: string | undefined }

const isScheduled = (job: Described): job is PeriodicJob => job.schedule !== undefined

/** Those that the configuration has a schedule for. */
export const periodicJobs = ({ configuration, db, queue }: PeriodicJobsOptions): PeriodicJob[] => {
  const cleanUp = createCleanUp({ db })
  const refresh = createRefreshByJobs({ db, queue, kind: analysisJob, requester: UNATTENDED_REQUESTER, ...configuration })
  const jobs: Described[] = [
    {
      name: 'retention-cleanup',
      schedule: configuration.retentionCleanup,
      grace: 6 * HOUR,
      // A batch holds the lease's fence: whoever takes over would wait for it.
      run: ({ signal, fence }) => cleanUp({ ...cleanUpInputOf(configuration), fence, undo: signal }, signal),
    },
    {
      name: 'auto-refresh',
      schedule: configuration.autoRefresh,
      grace: HOUR,
      run: ({ signal, fence, log }) => refresh({ fence, log }, signal),
    },
  ]
  return jobs.filter(isScheduled).map(traced)
}
