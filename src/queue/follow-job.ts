import type { ClientConfig } from 'pg'

import { withPatience } from '../postgres/answer-limit.ts'
import { DatabaseError } from '../postgres/database-error.ts'
import { listen } from '../postgres/listen.ts'
import type { Logger } from '../runtime/logger.ts'
import { createWakeUp } from '../runtime/wake-up.ts'
import type { SqlConnection } from './job-queue.ts'
import { readJobStanding, type JobStanding } from './job-standing.ts'
import { CHANNELS } from './notify.ts'

export interface FollowOptions {
  database: SqlConnection
  /** Of the connection that notifications come over. */
  connection: ClientConfig
  jobId: string
  /** Each time it is looked at while it waits or runs. */
  onStanding: (standing: Extract<JobStanding, { kind: 'waiting' | 'running' }>) => void
  log: Logger
}

export type EndedStanding = Exclude<JobStanding, { kind: 'waiting' | 'running' }>

const LOOK_INTERVAL = 1000

/**
 * Waits until a job has ended, whoever does it, and however often the database goes away meanwhile; looks at once when it
 * hears of a change. Rejects when `signal` fires: the job itself goes on.
 */
export const followJob = async (
  { database, connection, jobId, onStanding, log }: FollowOptions,
  signal: AbortSignal,
): Promise<EndedStanding> => {
  const wakeUp = createWakeUp()
  const onMessage = (payload: string | undefined): void => {
    // Without one: whatever was told before went by unheard.
    if (payload === undefined || payload === jobId) wakeUp.wake()
  }
  await using listener = listen(connection, CHANNELS.changes, onMessage, log)
  void listener
  for (;;) {
    signal.throwIfAborted()
    const standing = await withPatience({ giveUp: signal }, () => lookAt(database, jobId, log))
    if (standing && standing.kind !== 'waiting' && standing.kind !== 'running') return standing
    if (standing) onStanding(standing)
    await wakeUp.wait(LOOK_INTERVAL, signal)
  }
}

/** Undefined where the database can't be asked now. */
const lookAt = async (database: SqlConnection, jobId: string, log: Logger): Promise<JobStanding | undefined> => {
  try {
    return await readJobStanding(database, jobId)
  } catch (error) {
    if (!(error instanceof DatabaseError && error.transient)) throw error
    log.debug({ error }, 'The database does not answer; asking again until it does')
    return undefined
  }
}
