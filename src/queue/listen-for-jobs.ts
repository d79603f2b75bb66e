import type { ClientConfig } from 'pg'
import { listen } from '../postgres/listen.ts'
import type { Logger } from '../runtime/logger.ts'
import type { JobKindQueues } from './job-kind.ts'
import { WAKE_CHANNEL } from './notify-workers.ts'

/** Calls `onJob` when a job of this kind was sent or put back, or may have been while nobody listened. */
export const listenForJobs = (
  connection: ClientConfig,
  kind: Pick<JobKindQueues, 'name'>,
  onJob: () => void,
  log: Logger,
): AsyncDisposable =>
  listen(
    connection,
    WAKE_CHANNEL,
    (payload) => {
      if (payload === undefined || payload === kind.name) onJob()
    },
    log,
  )
