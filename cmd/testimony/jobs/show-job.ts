import { readJobHistory, type JobHistory } from '../../../src/queue/list-jobs.ts'
import { EXIT_CODE } from '../../../src/runtime/exit-code.ts'
import { writeToStream } from '../../../src/runtime/write-to-stream.ts'
import type { CommandContext } from '../command-context.ts'
import { UsageError } from '../fault.ts'
import { JOB_KINDS } from '../job-kinds.ts'
import { openStore } from '../open-store.ts'
import { inColumns, remarkOf, timeText } from './job-texts.ts'

export const unknownJob = (jobId: string): UsageError =>
  new UsageError(`There is no job ${jobId}: \`testimony jobs list\` shows those there are; ended ones are kept for a week`)

function* tableOf({ job, attempts, interventions }: JobHistory): Generator<string> {
  yield* inColumns([
    ['job', job.id],
    ['state', job.state],
    ['queue', job.queue],
    ['requester', job.requester ?? '-'],
    ['payload', job.payload],
    ['sent', timeText(job.createdAt)],
    ['ended', timeText(job.endedAt)],
    ['', remarkOf(job)],
  ])
  if (attempts.length > 0) {
    yield '\n'
    const rows = attempts.map(({ number, startedAt, endedAt, outcome, worker, error }) => {
      const why = error ? `${error.code}: ${error.message}` : ''
      return [String(number), timeText(startedAt), timeText(endedAt), outcome ?? 'running', worker, why]
    })
    yield* inColumns([['attempt', 'started', 'ended', 'outcome', 'worker', ''], ...rows])
  }
  if (interventions.length === 0) return
  yield '\n'
  yield* inColumns(
    interventions.map(({ action, by, at, successor }) => [`${action} by ${by}`, timeText(at), successor ? `as job ${successor}` : '']),
  )
}

/** Times are UTC. */
export const printJob = async (jobId: string, format: 'table' | 'json', context: CommandContext): Promise<number> => {
  await using store = await openStore(context)
  const history = await readJobHistory(store.db, JOB_KINDS, jobId)
  if (!history) throw unknownJob(jobId)
  const lines = format === 'json' ? [`${JSON.stringify(history, null, 2)}\n`] : tableOf(history)
  await writeToStream(context.output, lines, context.signal)
  return EXIT_CODE.done
}
