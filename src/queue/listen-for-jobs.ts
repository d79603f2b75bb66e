import type { ClientConfig } from 'pg'
import { listen } from '../postgres/listen.ts'
import type { Logger } from '../runtime/logger.ts'
import type { JobKindQueues } from './job-kind.ts'
import { CANCELLED, CHANNELS } from './notify.ts'

export interface Heard {
  /** A job of this kind was sent or put back, or may have been while nobody listened. */
  onJob: () => void
  /** Somebody has cancelled this job, of whatever kind. */
  onCancelled: (jobId: string) => void
}

export const listenForJobs = (
  connection: ClientConfig,
  kind: Pick<JobKindQueues, 'name'>,
  { onJob, onCancelled }: Heard,
  log: Logger,
): AsyncDisposable =>
  listen(
    connection,
    CHANNELS.jobs,
    (payload) => {
      if (payload === undefined || payload === kind.name) onJob()
      else if (payload.startsWith(CANCELLED)) onCancelled(payload.slice(CANCELLED.length))
    },
    log,
  )
