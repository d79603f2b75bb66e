/** The W3C trace context that ties what one request causes in several processes together (https://www.w3.org/TR/trace-context/). */
import { randomBytes } from 'node:crypto'
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
