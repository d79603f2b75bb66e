import type { JobError } from '../../src/queue/decide-settlement.ts'
import { createFailedAttempts } from '../../src/queue/failed-attempts.ts'
import { followJob } from '../../src/queue/follow-job.ts'
import type { Logger } from '../../src/runtime/logger.ts'
import { PlainFault } from '../../src/runtime/plain-fault.ts'
import { SOURCE_ERROR_KINDS, SourceError, type SourceErrorCode } from '../../src/source/source-error.ts'
import { tell, type CommandContext } from './command-context.ts'
import type { Store } from './open-store.ts'
import type { ProgressDisplay } from './progress-display.ts'

const isSourceErrorCode = (code: string): code is SourceErrorCode => Object.hasOwn(SOURCE_ERROR_KINDS, code)

const faultOf = ({ code, message }: JobError): Error =>
  isSourceErrorCode(code) ? new SourceError(code, message) : new PlainFault(code, message)

/** Waits until the job has ended, whichever analyzer does it; a failed attempt that another one follows is told. */
export const untilJobDone = async (
  store: Store,
  jobId: string,
  log: Logger,
  progress: ProgressDisplay,
  context: CommandContext,
): Promise<void> => {
  const tellFailed = createFailedAttempts((line) => {
    progress.clear()
    tell(context, line)
  })
  const ended = await followJob(
    {
      database: store.db,
      connection: { connectionString: store.url },
      jobId,
      log,
      onStanding: tellFailed,
    },
    context.signal,
  )
  switch (ended.kind) {
    case 'completed':
      return
    case 'failed':
    case 'cancelled':
      throw faultOf(ended.error)
    case 'unknown':
      throw new Error(`Job ${jobId} was deleted while it was waited for`)
  }
}
