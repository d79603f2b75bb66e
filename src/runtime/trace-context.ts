/** The W3C trace context that ties what one request causes in several processes together (https://www.w3.org/TR/trace-context/). */
import { randomBytes } from 'node:crypto'

import { isSpanContextValid, ROOT_CONTEXT, trace, type Context, type Span } from '@opentelemetry/api'
import * as z from 'zod'

export const traceContextSchema = z.strictObject({
  /** Version, trace id, parent id, flags; an id of zeros only is not allowed. */
  traceparent: z.string().regex(/^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/),
})

export type TraceContext = z.infer<typeof traceContextSchema>

export const startTrace = (): TraceContext => ({
  traceparent: `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`,
})

export const traceIdOf = (context: TraceContext): string => context.traceparent.slice(3, 35)

/** Later versions begin as this one does, and what they add is left out: that is how the standard has them read. */
const thisVersionOf = (traceparent: string): string => {
  const [, fields] = /^(?!00|ff)[0-9a-f]{2}-([0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2})(?:-.*)?$/s.exec(traceparent) ?? []
  return fields === undefined ? traceparent : `00-${fields}`
}

/**
 * The trace that a program was started in, as a CI names it by TRACEPARENT. One that is malformed is left out, as the
 * standard asks: a new trace begins.
 */
export const traceOfEnvironment = (environment: NodeJS.ProcessEnv): TraceContext | undefined =>
  traceContextSchema.safeParse({ traceparent: thisVersionOf((environment['TRACEPARENT'] ?? '').trim()) }).data

/** For spans that go on with a trace of another process. */
export const contextOf = ({ traceparent }: TraceContext): Context => {
  const [, traceId = '', spanId = '', flags = '00'] = traceparent.split('-')
  return trace.setSpanContext(ROOT_CONTEXT, {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16),
    isRemote: true,
  })
}

/** What another process needs to go on with this span's trace; undefined where nothing is traced. */
export const traceContextOf = (span: Span): TraceContext | undefined => {
  const context = span.spanContext()
  if (!isSpanContextValid(context)) return undefined
  const flags = context.traceFlags.toString(16).padStart(2, '0')
  return { traceparent: `00-${context.traceId}-${context.spanId}-${flags}` }
}
