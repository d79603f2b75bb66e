import { cancelJob } from '../../../src/queue/cancel-job.ts'
import { EXIT_CODE } from '../../../src/runtime/exit-code.ts'
import { tell, type CommandContext } from '../command-context.ts'
import { JOB_KINDS } from '../job-kinds.ts'
import { openStore } from '../open-store.ts'
import { unknownJob } from './show-job.ts'

/** 1 where there was nothing to cancel any more. */
export const cancel = async (jobId: string, by: string, context: CommandContext): Promise<number> => {
  await using store = await openStore(context)
  const outcome = await cancelJob(store.db, JOB_KINDS, jobId, by)
  switch (outcome.kind) {
    case 'cancelled':
      tell(context, outcome.was === 'running' ? 'cancelled; its worker lets go of it now' : 'cancelled before any worker took it')
      return EXIT_CODE.done
    case 'ended':
      tell(context, `the job is ${outcome.as} already; nothing was cancelled`)
      return EXIT_CODE.failed
    case 'unknown':
      throw unknownJob(jobId)
  }
}
