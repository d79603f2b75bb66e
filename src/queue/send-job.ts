import { sql } from 'kysely'
import { PlainFault } from '../runtime/plain-fault.ts'
import type { TraceContext } from '../runtime/trace-context.ts'
import { sealEnvelope } from './job-envelope.ts'
import { exclusiveKey, exclusivePlaces, queueName, urgencyOf, type JobKind, type Urgency } from './job-kind.ts'
import { bossOn, type JobQueue, type SqlConnection } from './job-queue.ts'
import { tellSending } from './job-telemetry.ts'
import { notifyWorkers } from './notify.ts'

/** Each is a moment in which a job of the same work ended, or came past the lock that senders share. */
const LOOKS = 20

export interface JobRequest<Payload> {
  payload: Payload
  requester: string
  urgency: Urgency
  trace?: TraceContext
}

export type SendOutcome =
  | { kind: 'sent'; jobId: string; urgency: Urgency }
  /** The same work waits already, or runs and can't have moved since it began; `raised`: it was moved to a more urgent queue for this request. */
  | { kind: 'already'; jobId: string; urgency: Urgency; state: 'waiting' | 'running'; raised: boolean }

/**
 * Sends a job within the caller's transaction: it exists once that commits, and never if it does not. Sends of the same
 * work wait for each other, so that fifty at once leave one job that waits, over all queues of the kind. (An index of
 * pg-boss guards each queue by itself as well.)
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
  await lockWork(kind, envelope.payload, transaction)
  // A job that ends between two looks leaves the second one free to send; one that somebody sends by hand is there by then.
  for (let look = 0; look < LOOKS; look++) {
    const found = await findPlace(kind, envelope.payload, { urgency, requester }, transaction)
    if (found.same?.raised) await notifyWorkers(transaction, kind)
    if (found.same) return { kind: 'already', ...found.same }
    const jobId = await queue.boss.send(queueName(kind, urgency), envelope, {
      singletonKey: found.place,
      group: { id: requester },
      db: bossOn(transaction),
    })
    if (jobId === null) continue
    await notifyWorkers(transaction, kind)
    return { kind: 'sent', jobId, urgency }
  }
  throw new PlainFault(
    'work-came-and-went',
    `Could not send this ${kind.name} job, since the same work came and went ${LOOKS} times meanwhile: send it again, and look for a trigger on pgboss.job_common if that does not help`,
  )
}

/** Until the transaction ends nobody else sends this work, or joins a job of it. */
export const lockWork = async <Payload>(kind: JobKind<Payload>, payload: Payload, transaction: SqlConnection): Promise<void> => {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`send ${kind.name} ${exclusiveKey(kind, payload)}`}, 0))`.execute(transaction)
}

type SameWork = Omit<Extract<SendOutcome, { kind: 'already' }>, 'kind'>

type FoundPlace = { same: SameWork } | { same?: never; place: string }

/** The same work to join, or where a job of it can be put: behind one that runs, if that may have begun with another state. */
const findPlace = async <Payload>(
  kind: JobKind<Payload>,
  payload: Payload,
  asked: Pick<JobRequest<Payload>, 'urgency' | 'requester'>,
  transaction: SqlConnection,
): Promise<FoundPlace> => {
  const [own, behind] = exclusivePlaces(kind, payload)
  const first = await joinSameWork(kind, own, asked, transaction)
  if (first?.state === 'waiting') return { same: first }
  const second = behind === undefined ? undefined : await joinSameWork(kind, behind, asked, transaction)
  if (second?.state === 'waiting') return { same: second }
  if (!first) return { place: own }
  return behind === undefined || second ? { same: second ?? first } : { place: behind }
}

/** By a function of the database, so that whoever sends jobs need not be able to read or move any other. */
const joinSameWork = async <Payload>(
  kind: JobKind<Payload>,
  place: string,
  { urgency, requester }: Pick<JobRequest<Payload>, 'urgency' | 'requester'>,
  transaction: SqlConnection,
): Promise<SameWork | undefined> => {
  const { rows } = await sql<{ job_id: string; queue: string; running: boolean; raised: boolean }>`
    SELECT job_id, queue, running, raised FROM join_same_work(${kind.name}, ${place}, ${urgency}, ${requester})`.execute(transaction)
  const [row] = rows
  if (!row) return undefined
  const { job_id: jobId, queue, running, raised } = row
  return { jobId, urgency: urgencyOf(kind, queue) ?? 'default', state: running ? 'running' : 'waiting', raised }
}
