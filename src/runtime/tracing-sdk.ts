import type { Resource } from '@opentelemetry/resources'
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
  type Sampler,
  type SpanExporter,
} from '@opentelemetry/sdk-trace'

import { scrubSpan } from './scrub-span.ts'
import type { SdkOptions } from './telemetry-sdk.ts'
import type { OtlpTarget, TelemetrySettings } from './telemetry-settings.ts'
import { watchSending } from './watch-sending.ts'

/** Spans that wait for a collector: more than that are dropped, so that one that hangs can't fill the memory. */
const LONGEST_QUEUE = 2048
const LONGEST_ATTRIBUTE = 4096

const samplerOf = ({ tracesSampler, tracesSamplerRatio: ratio }: TelemetrySettings): Sampler => {
  switch (tracesSampler) {
    case 'always_on':
      return new AlwaysOnSampler()
    case 'always_off':
      return new AlwaysOffSampler()
    case 'traceidratio':
      return new TraceIdRatioBasedSampler(ratio)
    case 'parentbased_always_on':
      return new ParentBasedSampler({ root: new AlwaysOnSampler() })
    case 'parentbased_always_off':
      return new ParentBasedSampler({ root: new AlwaysOffSampler() })
    case 'parentbased_traceidratio':
      return new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratio) })
  }
}

const loadExporter = async (protocol: TelemetrySettings['otlpProtocol']) => {
  switch (protocol) {
    case 'http/json':
      return (await import('@opentelemetry/exporter-trace-otlp-http')).OTLPTraceExporter
    case 'http/protobuf':
      return (await import('@opentelemetry/exporter-trace-otlp-proto')).OTLPTraceExporter
  }
}

/** Records spans and sends them in batches, in the background. */
export const startTracing = async (options: SdkOptions & { resource: Resource; target: OtlpTarget }): Promise<TracerProvider> => {
  const { settings, resource, target, scrub, log } = options
  const Exporter = await loadExporter(settings.otlpProtocol)
  const inner = new Exporter({ ...target, timeoutMillis: settings.otlpTimeout, concurrencyLimit: 4 })
  const told = watchSending('traces', target.url, log)
  const exporter: SpanExporter = {
    // The last line of defence: whoever wrote an attribute, nothing gets around it.
    export: (spans, done) =>
      inner.export(
        spans.map((span) => scrubSpan(span, scrub)),
        (result) => done(told(result)),
      ),
    shutdown: () => inner.shutdown(),
    forceFlush: () => inner.forceFlush(),
  }
  return new TracerProvider({
    resource,
    sampler: samplerOf(settings),
    spanLimits: { attributeValueLengthLimit: LONGEST_ATTRIBUTE },
    spanProcessors: [new BatchSpanProcessor({ exporter, maxQueueSize: LONGEST_QUEUE, scheduledDelayMillis: 2000 })],
  })
}
