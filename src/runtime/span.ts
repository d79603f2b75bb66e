/** Spans of traces. They are told to OpenTelemetry's API, which costs next to nothing where nobody has set where traces go. */
import { SpanKind, SpanStatusCode, trace, context as contexts, type Attributes, type Context, type Span } from '@opentelemetry/api'

import { codeOfFault, describeFault } from './describe-fault.ts'
import { VERSION } from './version.ts'

export interface SpanDescription {
  kind?: SpanKind
  attributes?: Attributes
  /** What the span is part of; the span that is active, where it is not given. */
  parent?: Context
}

/** What kind of error it was: stable, few, and nothing that anyone has written. */
export const errorTypeOf = (error: unknown): string => codeOfFault(error) ?? (error instanceof Error ? error.name : 'unexpected')

/** Marks a span as one whose work failed. What must not be shown is taken out where spans are sent. */
export const failSpan = (span: Span, error: { type: string; message: string }): void => {
  span.setAttribute('error.type', error.type)
  span.setStatus({ code: SpanStatusCode.ERROR, message: error.message })
}

/** Says more of the work that is being done, on the span around it. */
export const describeWork = (attributes: Attributes): void => {
  trace.getActiveSpan()?.setAttributes(attributes)
}

/** Does some work in a span of its own: spans that are begun in it are its children, and what it throws is recorded. */
export const inSpan = async <Result>(
  name: string,
  description: SpanDescription,
  work: (span: Span) => Promise<Result>,
): Promise<Result> => {
  const { kind = SpanKind.INTERNAL, attributes = {}, parent = contexts.active() } = description
  return await trace.getTracer('testimony', VERSION).startActiveSpan(name, { kind, attributes }, parent, async (span) => {
    try {
      return await work(span)
    } catch (error) {
      if (error instanceof Error) span.recordException(error)
      failSpan(span, { type: errorTypeOf(error), message: describeFault(error).message })
      throw error
    } finally {
      span.end()
    }
  })
}
