import { pino } from 'pino'

import { analysisJob } from '../../../src/analysis/analysis-job.ts'
import { openPool } from '../../../src/postgres/pool.ts'
import { InvalidJob, NewerJob } from '../../../src/queue/job-envelope.ts'
import type { JobKind } from '../../../src/queue/job-kind.ts'
import { openJobQueue, type JobQueue } from '../../../src/queue/job-queue.ts'
import { retryJob, type RetryOutcome } from '../../../src/queue/retry-job.ts'
import { EXIT_CODE } from '../../../src/runtime/exit-code.ts'
import { specificationJob } from '../../../src/specification/specification-job.ts'
import { tell, type CommandContext } from '../command-context.ts'
import { UsageError } from '../fault.ts'
import { JOB_KINDS } from '../job-kinds.ts'
import { openStore, type Store } from '../open-store.ts'
import { timeText } from './job-texts.ts'
import { unknownJob } from './show-job.ts'

/** Prints the id of the job that does the work now; 1 where the job is not one to run again, or was run again before. */
export const runAgain = async (jobId: string, by: string, context: CommandContext): Promise<number> => {
  await using store = await openStore(context)
  const outcome = await retryOfAnyKind(store, jobId, by)
  switch (outcome.kind) {
    case 'retried': {
      const { successor } = outcome
      context.output.write(`${successor.jobId}\n`)
      tell(
        context,
        successor.kind === 'sent' ? 'it runs again as a new job' : `the same work is there already: that job is ${successor.state}`,
      )
      return EXIT_CODE.done
    }
    case 'already-retried':
      tell(context, `${outcome.by} ran it again at ${timeText(outcome.at)}, as job ${outcome.successor ?? 'unknown'}; nothing was sent`)
      return EXIT_CODE.failed
    case 'not-failed':
      tell(context, `the job is ${outcome.state}; only what has failed or was cancelled is run again`)
      return EXIT_CODE.failed
    case 'unknown':
      throw unknownJob(jobId)
  }
}

const retryOf =
  <Payload>(kind: JobKind<Payload>) =>
  (queue: JobQueue, jobId: string, by: string): Promise<RetryOutcome> =>
    retryJob(queue, kind, jobId, by)

/** One of each kind, since each reads payloads of its own. */
const RETRIES = [retryOf(analysisJob), retryOf(specificationJob)]

const retryOfAnyKind = async (store: Store, jobId: string, by: string): Promise<RetryOutcome> => {
  await using stack = new AsyncDisposableStack()
  const pool = openPool({ url: store.url, applicationName: 'command line queue', maxConnections: 1 })
  stack.defer(() => pool.end())
  const queue = stack.use(await openJobQueue(pool, JOB_KINDS, pino({ level: 'silent' })))
  try {
    for (const retry of RETRIES) {
      const outcome = await retry(queue, jobId, by)
      if (outcome.kind !== 'unknown') return outcome
    }
    return { kind: 'unknown' }
  } catch (error) {
    // What was wrong with it when it failed is wrong with it still.
    if (error instanceof InvalidJob || error instanceof NewerJob) throw new UsageError(error.message)
    throw error
  }
}
