import type { Attributes } from '@opentelemetry/api'
import type { ReadableSpan } from '@opentelemetry/sdk-trace'

type Scrub = (text: string) => string

/** Attributes hold texts, and lists and maps of them to any depth. */
const scrubValue = (value: unknown, scrub: Scrub): unknown => {
  if (typeof value === 'string') return scrub(value)
  if (Array.isArray(value)) return value.map((entry) => scrubValue(entry, scrub))
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value
  return scrubEntries(value, scrub)
}

const scrubEntries = (values: object, scrub: Scrub): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, scrubValue(value, scrub)]))

const scrubAttributes = (attributes: Attributes, scrub: Scrub): Attributes => scrubEntries(attributes, scrub)

/** The same span without what must not be shown, wherever a text of it came from. */
export const scrubSpan = (span: ReadableSpan, scrub: Scrub): ReadableSpan => ({
  name: scrub(span.name),
  attributes: scrubAttributes(span.attributes, scrub),
  status: { ...span.status, ...(span.status.message !== undefined && { message: scrub(span.status.message) }) },
  events: span.events.map((event) => ({ ...event, ...(event.attributes && { attributes: scrubAttributes(event.attributes, scrub) }) })),
  links: span.links.map((link) => ({ ...link, ...(link.attributes && { attributes: scrubAttributes(link.attributes, scrub) }) })),
  kind: span.kind,
  spanContext: () => span.spanContext(),
  ...(span.parentSpanContext && { parentSpanContext: span.parentSpanContext }),
  startTime: span.startTime,
  endTime: span.endTime,
  duration: span.duration,
  ended: span.ended,
  resource: span.resource,
  instrumentationScope: span.instrumentationScope,
  droppedAttributesCount: span.droppedAttributesCount,
  droppedEventsCount: span.droppedEventsCount,
  droppedLinksCount: span.droppedLinksCount,
})
