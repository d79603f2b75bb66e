import * as z from 'zod'
import { traceContextSchema, type TraceContext } from '../runtime/trace-context.ts'
import type { JobKind } from './job-kind.ts'

/** What a job row's data is: the payload, and what every kind needs around it. */
export interface JobEnvelope<Payload> {
  kind: string
  version: number
  trace: TraceContext
  /** Who asked: the group whose running jobs are limited. */
  requester: string
  payload: Payload
}

const MAX_ENVELOPE_BYTES = 65_536
const MAX_REQUESTER_LENGTH = 200
const LONGEST_REASON = 500

const envelopeSchema = z.strictObject({
  kind: z.string(),
  version: z.int().min(1),
  trace: traceContextSchema,
  // PostgreSQL takes no NUL, and nobody reads a name with control characters in it. The function `join_same_work` of the
  // database (migrations/0010-joining-unattended-jobs.ts) has the same rule.
  requester: z
    .string()
    .min(1)
    .max(MAX_REQUESTER_LENGTH)
    .regex(/^[^\p{Cc}\p{Cs}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]*$/u, 'must have no control characters'),
  payload: z.unknown(),
})

/** A payload that can't be sent, or one that a worker found and can't do. */
export class InvalidJob extends Error {
  override readonly name = 'InvalidJob'
  readonly code = 'invalid-job'
}

/** A payload of a later version: another worker knows what to do. */
export class NewerJob extends Error {
  override readonly name = 'NewerJob'
  readonly code = 'newer-job'
}

const reasonsOf = (error: z.ZodError): string =>
  error.issues
    .map((issue) => `${issue.path.join('.') || 'the job'}: ${issue.message}`)
    .join('; ')
    .slice(0, LONGEST_REASON)

/** Checks an envelope before it is sent. */
export const sealEnvelope = <Payload>(
  kind: JobKind<Payload>,
  parts: { payload: Payload; trace: TraceContext; requester: string },
): JobEnvelope<Payload> => {
  const envelope = { kind: kind.name, version: kind.version, ...parts }
  const opened = openEnvelope(kind, envelope)
  const size = Buffer.byteLength(JSON.stringify(opened))
  if (size > MAX_ENVELOPE_BYTES)
    throw new InvalidJob(`A job may have ${MAX_ENVELOPE_BYTES} bytes; this ${kind.name} job has ${size}: shorten it.`)
  return opened
}

/** What a worker found in place of a job, since it is too large to be read. */
export const oversized = <Payload>(kind: JobKind<Payload>, bytes: number): InvalidJob =>
  new InvalidJob(
    `A job may have ${MAX_ENVELOPE_BYTES} bytes; what is in the queue as a ${kind.name} job has ${bytes}: shorten it and send it again.`,
  )

/** Reads what a job row holds. Nothing in it is trusted: anyone who may insert jobs may have written it. */
export const openEnvelope = <Payload>(kind: JobKind<Payload>, data: unknown): JobEnvelope<Payload> => {
  const envelope = envelopeSchema.safeParse(data)
  if (!envelope.success) throw new InvalidJob(`This is no ${kind.name} job: ${reasonsOf(envelope.error)}; correct that and send it again.`)
  if (envelope.data.kind !== kind.name)
    throw new InvalidJob(`A job of another kind is in the queue of ${kind.name} jobs: send it to its own queue.`)
  if (envelope.data.version > kind.version) {
    throw new NewerJob(`This ${kind.name} job has version ${envelope.data.version}; this worker knows up to ${kind.version}: update it.`)
  }
  if (envelope.data.version < kind.version) {
    throw new InvalidJob(`This ${kind.name} job has version ${envelope.data.version}, which is no longer done; ask for it again.`)
  }
  const payload = kind.payload.safeParse(envelope.data.payload)
  if (!payload.success)
    throw new InvalidJob(`The payload of this ${kind.name} job is malformed: ${reasonsOf(payload.error)}; correct that and send it again.`)
  return { ...envelope.data, payload: payload.data }
}
