/**
 * The spans and numbers of jobs, by OpenTelemetry's conventions for messaging
 * (https://opentelemetry.io/docs/specs/semconv/messaging/). A job row carries the context of the span that sent it; the
 * span of each attempt is that span's child, so that one trace shows a request from its sending to its stored result.
 */
import { context, metrics, SpanKind, type Attributes, type Context, type Counter, type Histogram } from '@opentelemetry/api'
import * as z from 'zod'

import { describeFault } from '../runtime/describe-fault.ts'
import { errorTypeOf, failSpan, inSpan } from '../runtime/span.ts'
import { contextOf, startTrace, traceContextOf, traceContextSchema, type TraceContext } from '../runtime/trace-context.ts'
import { VERSION } from '../runtime/version.ts'
import type { Claim } from './claim.ts'
import type { ClaimedJob } from './claim-job.ts'
import type { Settlement } from './decide-settlement.ts'

const SYSTEM = 'pg-boss'

/** Seconds. Most analyses take less than a minute, and none more than its job's timeout. */
const DURATIONS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1200]

interface Instruments {
  sent: Counter
  consumed: Counter
  duration: Histogram
}

let made: Instruments | undefined

/** Made at the first job: instruments made before the process has started its metrics would count nothing. */
const instruments = (): Instruments => {
  const meter = metrics.getMeter('testimony', VERSION)
  return (made ??= {
    sent: meter.createCounter('messaging.client.sent.messages', { unit: '{message}', description: 'Jobs that were sent.' }),
    consumed: meter.createCounter('messaging.client.consumed.messages', { unit: '{message}', description: 'Jobs that were taken.' }),
    duration: meter.createHistogram('messaging.process.duration', {
      unit: 's',
      description: 'How long attempts at jobs took.',
      advice: { explicitBucketBoundaries: DURATIONS },
    }),
  })
}

const labelsOf = (operation: string, queue: string): Attributes => ({
  'messaging.system': SYSTEM,
  'messaging.operation.name': operation,
  'messaging.destination.name': queue,
})

/**
 * Sends a job in a span of its own, with the trace that belongs into it: the one it was asked for in, else that of the
 * work around it, else a new one. Counted before the caller's transaction commits.
 */
export const tellSending = async <Outcome extends { kind: 'sent' | 'already'; jobId: string }>(
  queue: string,
  asked: TraceContext | undefined,
  send: (trace: TraceContext) => Promise<Outcome>,
): Promise<Outcome> => {
  const labels = labelsOf('send', queue)
  const parent = asked ? contextOf(asked) : context.active()
  const attributes = { ...labels, 'messaging.operation.type': 'send' }
  return await inSpan(`send ${queue}`, { kind: SpanKind.PRODUCER, attributes, parent }, async (span) => {
    try {
      const outcome = await send(traceContextOf(span) ?? startTrace())
      span.setAttributes({ 'messaging.message.id': outcome.jobId, 'testimony.job.outcome': outcome.kind })
      if (outcome.kind === 'sent') instruments().sent.add(1, labels)
      return outcome
    } catch (error) {
      instruments().sent.add(1, { ...labels, 'error.type': errorTypeOf(error) })
      throw error
    }
  })
}

/** How an attempt at a job ended, for its span and its duration. */
export interface Telling {
  settled: (settlement: Settlement) => void
  /** Its end could not be stored, or counts no more. */
  lost: (error: unknown) => void
}

const traced = z.object({ trace: traceContextSchema })

/** Anyone who may insert jobs may have written it: it is a trace's if it has the shape, and nothing else is read of it. */
const parentOf = (data: unknown): Context | undefined => {
  const found = traced.safeParse(data)
  return found.success ? contextOf(found.data.trace) : undefined
}

/** One attempt at a job, from its claim until it is settled, as a span and as numbers. */
export const tellProcessing = async ({ claim, attempt, data }: ClaimedJob, work: (telling: Telling) => Promise<void>): Promise<void> => {
  const labels = labelsOf('process', claim.queue)
  const parent = parentOf(data)
  const startedAt = performance.now()
  const attributes = {
    ...labels,
    'messaging.operation.type': 'process',
    'messaging.message.id': claim.jobId,
    'testimony.job.attempt': attempt,
  }
  instruments().consumed.add(1, labels)
  await inSpan(`process ${claim.queue}`, { kind: SpanKind.CONSUMER, attributes, ...(parent && { parent }) }, async (span) => {
    const end = (error: { type: string; message: string } | undefined): void => {
      if (error) failSpan(span, error)
      const seconds = (performance.now() - startedAt) / 1000
      instruments().duration.record(seconds, { ...labels, ...(error && { 'error.type': error.type }) })
    }
    await work({
      settled: (settlement) => {
        span.setAttribute('testimony.job.settlement', settlement.action)
        end('error' in settlement ? { type: settlement.error.code, message: settlement.error.message } : undefined)
      },
      lost: (error) => end({ type: errorTypeOf(error), message: describeFault(error).message }),
    })
  })
}

/** The settling of a job, as a span within that of its attempt. */
export const tellSettling = <Result>(
  { queue, jobId }: Claim,
  action: Settlement['action'],
  settle: () => Promise<Result>,
): Promise<Result> =>
  inSpan(
    `settle ${queue}`,
    {
      kind: SpanKind.CLIENT,
      attributes: { ...labelsOf(action, queue), 'messaging.operation.type': 'settle', 'messaging.message.id': jobId },
    },
    settle,
  )
