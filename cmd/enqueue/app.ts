import { withPatience } from '../../src/postgres/answer-limit.ts'
import { checkDatabaseVersion } from '../../src/postgres/migrate-database.ts'
import { openPool, SERVICE_STATEMENT_TIMEOUT } from '../../src/postgres/pool.ts'
import { InvalidJob } from '../../src/queue/job-envelope.ts'
import { openJobQueue } from '../../src/queue/job-queue.ts'
import type { SendOutcome } from '../../src/queue/send-job.ts'
import { EXIT_CODE, exitCodeOfSignal } from '../../src/runtime/exit-code.ts'
import type { ProcessContext } from '../../src/runtime/run-process.ts'
import { traceOfEnvironment } from '../../src/runtime/trace-context.ts'
import { writeToStream } from '../../src/runtime/write-to-stream.ts'
import { SourceError } from '../../src/source/source-error.ts'
import { analysisWork } from './analysis-work.ts'
import type { EnqueueRequest } from './arguments.ts'
import { createDisplay } from './display.ts'
import type { RequestedWork } from './requested-work.ts'
import type { enqueueSettings } from './settings.ts'
import { specificationWork } from './specification-work.ts'
import { waitForJob } from './wait-for-job.ts'

type EnqueueContext = ProcessContext<typeof enqueueSettings>

/** Sends one job: its id on standard output, what became of it on standard error. */
export const runEnqueue = async (request: EnqueueRequest, { configuration, log, shutdown }: EnqueueContext): Promise<number> => {
  try {
    return await withPatience({ giveUp: shutdown.signal }, () => send(request, { configuration, log, shutdown }))
  } catch (error) {
    if (shutdown.requestedBy !== undefined) {
      process.stderr.write('enqueue: ended before PostgreSQL had answered; run it again: where the job is there already, that is said\n')
      return exitCodeOfSignal(shutdown.requestedBy)
    }
    if (!(error instanceof SourceError || error instanceof InvalidJob)) throw error
    process.stderr.write(`enqueue: ${error.message}\n`)
    return EXIT_CODE.usage
  }
}

const send = async (
  request: EnqueueRequest,
  { configuration, log, shutdown }: Pick<EnqueueContext, 'configuration' | 'log' | 'shutdown'>,
): Promise<number> => {
  const work = await workOf(request, configuration)
  await using stack = new AsyncDisposableStack()
  const pool = openPool({
    url: configuration.databaseUrl,
    applicationName: 'enqueue',
    maxConnections: 1,
    statementTimeout: SERVICE_STATEMENT_TIMEOUT,
  })
  stack.defer(() => pool.end())
  const queue = stack.use(await openJobQueue(pool, [work.kind], log))
  await checkDatabaseVersion(queue.database)
  const { requester, urgency } = request
  const trace = traceOfEnvironment(process.env)
  const outcome = await queue.database
    .transaction()
    .execute((transaction) => work.send(queue, { requester, urgency, ...(trace && { trace }) }, transaction))
  const display = createDisplay(process.stderr, process.env)
  display.say(describeOutcome(outcome))
  await writeToStream(process.stdout, [`${outcome.jobId}\n`], shutdown.signal)
  if (!request.wait) return EXIT_CODE.done
  const connection = { connectionString: configuration.databaseUrl }
  return await waitForJob({ database: queue.database, connection, jobId: outcome.jobId, log }, work.telling, display, shutdown)
}

const workOf = async (request: EnqueueRequest, configuration: EnqueueContext['configuration']): Promise<RequestedWork> => {
  switch (request.kind) {
    case 'analysis':
      return await analysisWork(request, configuration)
    case 'specification':
      return specificationWork(request)
  }
}

const describeOutcome = (outcome: SendOutcome): string => {
  if (outcome.kind === 'sent') return `the job waits in the ${outcome.urgency} queue`
  if (outcome.state === 'running') return 'the same job runs already; nothing was sent'
  if (outcome.raised) return `the same job waited already; it is now in the ${outcome.urgency} queue`
  return `the same job waits already, in the ${outcome.urgency} queue; nothing was sent`
}
