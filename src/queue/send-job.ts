import { sql } from 'kysely'
import type { TraceContext } from '../runtime/trace-context.ts'
import { sealEnvelope } from './job-envelope.ts'
import { exclusiveKey, queueName, queueNames, URGENCIES, urgencyOf, type JobKind, type Urgency } from './job-kind.ts'
import { bossOn, type JobQueue, type SqlConnection } from './job-queue.ts'
import { tellSending } from './job-telemetry.ts'
import { notifyWorkers } from './notify-workers.ts'

export interface JobRequest<Payload> {
  payload: Payload
  requester: string
  urgency: Urgency
  trace?: TraceContext
}

export type SendOutcome =
  | { kind: 'sent'; jobId: string; urgency: Urgency }
  /** The same work waits already, or runs; `raised`: it was moved to a more urgent queue for this request. */
  | { kind: 'already'; jobId: string; urgency: Urgency; state: 'waiting' | 'running'; raised: boolean }

/**
 * Sends a job within the caller's transaction: it exists once that commits, and never if it does not. Sends of the same
 * work wait for each other, so that fifty at once leave one job, over all queues of the kind. (An index of pg-boss
 * guards each queue by itself as well.)
 */
export const sendJob = async <Payload>(
  queue: JobQueue,
  kind: JobKind<Payload>,
  request: JobRequest<Payload>,
  transaction: SqlConnection,
): Promise<SendOutcome> =>
  tellSending(queueName(kind, request.urgency), request.trace, (trace) => sendTraced(queue, kind, { ...request, trace }, transaction))

const sendTraced = async <Payload>(
  queue: JobQueue,
  kind: JobKind<Payload>,
  request: JobRequest<Payload> & { trace: TraceContext },
  transaction: SqlConnection,
): Promise<SendOutcome> => {
  const { requester, urgency, trace } = request
  const envelope = sealEnvelope(kind, { payload: request.payload, trace, requester })
  const key = exclusiveKey(kind, envelope.payload)
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`send ${kind.name} ${key}`}, 0))`.execute(transaction)
  // A job that ends between two looks leaves the second one free to send.
  for (let look = 0; look < 3; look++) {
    const same = await findSameWork(kind, key, transaction)
    if (same)
      return moreUrgent(urgency, same.urgency)
        ? raise(kind, same, { urgency, requester }, transaction)
        : { kind: 'already', ...same, raised: false }
    const jobId = await queue.boss.send(queueName(kind, urgency), envelope, {
      singletonKey: key,
      group: { id: requester },
      db: bossOn(transaction),
    })
    if (jobId === null) continue
    await notifyWorkers(transaction, kind)
    return { kind: 'sent', jobId, urgency }
  }
  throw new Error(`Could not send this ${kind.name} job: the same work came and went three times meanwhile`)
}

interface SameWork {
  jobId: string
  urgency: Urgency
  state: 'waiting' | 'running'
}

const findSameWork = async <Payload>(kind: JobKind<Payload>, key: string, transaction: SqlConnection): Promise<SameWork | undefined> => {
  const { rows } = await sql<{ id: string; name: string; running: boolean }>`
    SELECT id, name, state = 'active' AS running
    FROM pgboss.job
    WHERE name = ANY(${queueNames(kind)}) AND singleton_key = ${key} AND policy = 'exclusive' AND state <= 'active'
    ORDER BY state DESC LIMIT 1`.execute(transaction)
  const row = rows[0]
  if (!row) return undefined
  return { jobId: row.id, urgency: urgencyOf(kind, row.name) ?? 'default', state: row.running ? 'running' : 'waiting' }
}

const moreUrgent = (asked: Urgency, present: Urgency): boolean => URGENCIES.indexOf(asked) < URGENCIES.indexOf(present)

/**
 * Moves a waiting job to a more urgent queue, and from now on counts it as this requester's: it must not wait for the
 * limit of whoever was in less of a hurry. One that a worker takes at this moment is left to it.
 */
const raise = async <Payload>(
  kind: JobKind<Payload>,
  same: SameWork,
  { urgency, requester }: Pick<JobRequest<Payload>, 'urgency' | 'requester'>,
  transaction: SqlConnection,
): Promise<SendOutcome> => {
  const { rows } = await sql`
    UPDATE pgboss.job SET name = ${queueName(kind, urgency)}, group_id = ${requester},
      data = jsonb_set(data, '{requester}', to_jsonb(${requester}::text))
    WHERE name = ${queueName(kind, same.urgency)} AND id = ${same.jobId} AND state < 'active'
    RETURNING id`.execute(transaction)
  if (rows.length === 0) return { kind: 'already', ...same, state: 'running', raised: false }
  await notifyWorkers(transaction, kind)
  return { kind: 'already', ...same, urgency, raised: true }
}
