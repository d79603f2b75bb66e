import { sql } from 'kysely'
import { withPatience } from '../postgres/answer-limit.ts'
import type { Logger } from '../runtime/logger.ts'
import type { Claim } from './claim.ts'
import type { SqlConnection } from './job-queue.ts'
import { notifyJobChange } from './notify.ts'

/** How far a running job is, in words of its kind. */
export interface JobProgress {
  phase: string
  done: number
  /** Null while it is not known. */
  total: number | null
}

const WRITE_INTERVAL = 1000
/** In milliseconds; the job's end is not held up for longer. */
const ANSWER_TIMEOUT = 2000

/** Stores how far a job is, for others to read; an attempt that has ended, by whomever, is left as it was. */
const storeProgress = async ({ jobId, claimedAt }: Claim, progress: JobProgress, connection: SqlConnection): Promise<void> => {
  const { numAffectedRows } = await sql`
    UPDATE job_attempts SET phase = ${progress.phase}, done = ${progress.done}, total = ${progress.total}, progress_at = now()
    WHERE job_id = ${jobId} AND started_at = ${claimedAt}::timestamptz AND ended_at IS NULL`.execute(connection)
  if (numAffectedRows === 1n) await notifyJobChange(connection, jobId)
}

export interface ProgressWriter extends AsyncDisposable {
  /** Costs nothing where it comes often: it is written once a second, as it is then. */
  report: (progress: JobProgress) => void
}

/** Writes the progress of one claim. What can't be written is not missed: the next one is as good. */
export const createProgressWriter = (claim: Claim, connection: SqlConnection, log: Logger): ProgressWriter => {
  let latest: JobProgress | undefined
  let writing: Promise<void> | undefined
  let pause: NodeJS.Timeout | undefined
  let ended = false

  const write = async (): Promise<void> => {
    const progress = latest
    latest = undefined
    if (!progress) return
    try {
      await withPatience({ answerTimeout: ANSWER_TIMEOUT }, () => storeProgress(claim, progress, connection))
    } catch (error) {
      log.debug({ error }, 'The progress of the job could not be stored')
    }
  }
  const writeSoon = (): void => {
    if (ended || pause || !latest) return
    pause = setTimeout(() => {
      pause = undefined
      writeSoon()
    }, WRITE_INTERVAL)
    pause.unref()
    writing = (writing ?? Promise.resolve()).then(write)
  }
  return {
    report: (progress) => {
      latest = progress
      writeSoon()
    },
    [Symbol.asyncDispose]: async () => {
      ended = true
      clearTimeout(pause)
      await writing
    },
  }
}
