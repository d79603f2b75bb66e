import { listJobs, listQueues, type ListedJob, type QueueSummary } from '../../../src/queue/list-jobs.ts'
import type { ListedState } from '../../../src/queue/listed-states.ts'
import { EXIT_CODE } from '../../../src/runtime/exit-code.ts'
import { writeToStream } from '../../../src/runtime/write-to-stream.ts'
import type { CommandContext } from '../command-context.ts'
import { JOB_KINDS } from '../job-kinds.ts'
import { openStore } from '../open-store.ts'
import { inColumns, remarkOf, timeText } from './job-texts.ts'

export interface ListArguments {
  state?: ListedState[]
  limit: number
  format: 'table' | 'json'
}

/** What there is to do, to watch and to look into. */
const DEFAULT_STATES: readonly ListedState[] = ['waiting', 'running', 'dead']

const queueRows = (queues: readonly QueueSummary[]): string[][] => [
  ['queue', 'waiting', 'running', ''],
  ...queues.map(({ name, waiting, running, paused }) => [
    name,
    String(waiting),
    String(running),
    paused === null ? '' : `paused since ${timeText(paused.at)} by ${paused.by}`,
  ]),
]

const jobRows = (jobs: readonly ListedJob[]): string[][] => [
  ['job', 'state', 'queue', 'attempts', 'requester', 'sent', 'payload', ''],
  ...jobs.map((job) => [
    job.id,
    job.state,
    job.queue,
    String(job.attempts),
    job.requester ?? '-',
    timeText(job.createdAt),
    job.payload,
    remarkOf(job),
  ]),
]

/** Times are UTC. */
export const printJobs = async ({ state, limit, format }: ListArguments, context: CommandContext): Promise<number> => {
  await using store = await openStore(context)
  const queues = await listQueues(store.db, JOB_KINDS)
  const jobs = await listJobs(store.db, JOB_KINDS, state ?? DEFAULT_STATES, limit)
  const lines =
    format === 'json'
      ? [`${JSON.stringify({ queues, jobs }, null, 2)}\n`]
      : [...inColumns(queueRows(queues)), ...(jobs.length === 0 ? [] : ['\n', ...inColumns(jobRows(jobs))])]
  await writeToStream(context.output, lines, context.signal)
  return EXIT_CODE.done
}
