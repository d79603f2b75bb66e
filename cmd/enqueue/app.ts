import { analysisJob } from '../../src/analysis/analysis-job.ts'
import { checkDatabaseVersion } from '../../src/postgres/migrate-database.ts'
import { openPool } from '../../src/postgres/pool.ts'
import { InvalidJob } from '../../src/queue/job-envelope.ts'
import { openJobQueue } from '../../src/queue/job-queue.ts'
import { sendJob, type SendOutcome } from '../../src/queue/send-job.ts'
import { EXIT_CODE } from '../../src/runtime/exit-code.ts'
import type { ProcessContext } from '../../src/runtime/run-process.ts'
import { traceOfEnvironment } from '../../src/runtime/trace-context.ts'
import { checkNetworkTarget } from '../../src/source/network-target.ts'
import { parseRef } from '../../src/source/ref-name.ts'
import { parseRemoteUrl } from '../../src/source/remote-url.ts'
import { SourceError } from '../../src/source/source-error.ts'
import type { EnqueueRequest } from './arguments.ts'
import { createDisplay } from './display.ts'
import type { enqueueSettings } from './settings.ts'
import { waitForJob } from './wait-for-job.ts'

type EnqueueContext = ProcessContext<typeof enqueueSettings>

/** Sends one job: its id on standard output, what became of it on standard error. */
export const runEnqueue = async (request: EnqueueRequest, { configuration, log, shutdown }: EnqueueContext): Promise<number> => {
  try {
    const payload = await checkRequest(request, configuration)
    await using stack = new AsyncDisposableStack()
    const pool = openPool({ url: configuration.databaseUrl, applicationName: 'enqueue', maxConnections: 1 })
    stack.defer(() => pool.end())
    const queue = stack.use(await openJobQueue(pool, [analysisJob], log))
    await checkDatabaseVersion(queue.database)
    const { requester, urgency } = request
    const trace = traceOfEnvironment(process.env)
    const outcome = await queue.database
      .transaction()
      .execute((transaction) => sendJob(queue, analysisJob, { payload, requester, urgency, ...(trace && { trace }) }, transaction))
    process.stdout.write(`${outcome.jobId}\n`)
    const display = createDisplay(process.stderr, process.env)
    display.say(describeOutcome(outcome))
    if (!request.wait) return EXIT_CODE.done
    const connection = { connectionString: configuration.databaseUrl }
    return await waitForJob({ database: queue.database, connection, jobId: outcome.jobId, log }, display, shutdown)
  } catch (error) {
    if (!(error instanceof SourceError || error instanceof InvalidJob)) throw error
    process.stderr.write(`enqueue: ${error.message}\n`)
    return EXIT_CODE.usage
  }
}

/** Refuses at once what every analyzer would refuse. A name that can't be looked up here may still be known to them. */
const checkRequest = async (
  { repository, ref }: EnqueueRequest,
  { allowPrivateNetworks, allowedHosts }: EnqueueContext['configuration'],
): Promise<{ repository: string; ref?: string }> => {
  const url = parseRemoteUrl(repository, { allowHttp: allowPrivateNetworks })
  try {
    await checkNetworkTarget(url, { allowPrivateNetworks, ...(allowedHosts.length > 0 && { allowedHosts }) })
  } catch (error) {
    const unknownHere = error instanceof SourceError && (error.code === 'network-failed' || error.code === 'host-not-found')
    if (!unknownHere) throw error
  }
  return { repository: url.href, ...(ref !== undefined && { ref: parseRef(ref) }) }
}

const describeOutcome = (outcome: SendOutcome): string => {
  if (outcome.kind === 'sent') return `the job waits in the ${outcome.urgency} queue`
  if (outcome.state === 'running') return 'the same job runs already; nothing was sent'
  if (outcome.raised) return `the same job waited already; it is now in the ${outcome.urgency} queue`
  return `the same job waits already, in the ${outcome.urgency} queue; nothing was sent`
}
