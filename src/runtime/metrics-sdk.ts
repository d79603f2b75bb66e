import { PrometheusSerializer } from '@opentelemetry/exporter-prometheus'
import type { Resource } from '@opentelemetry/resources'
import {
  AggregationTemporality,
  InstrumentType,
  MeterProvider,
  MetricReader,
  PeriodicExportingMetricReader,
  type AggregationTemporalitySelector,
  type PushMetricExporter,
} from '@opentelemetry/sdk-metrics'

import type { SdkOptions } from './telemetry-sdk.ts'
import type { OtlpTarget, TelemetrySettings } from './telemetry-settings.ts'
import { watchSending } from './watch-sending.ts'

export interface StartedMetrics {
  provider: MeterProvider
  /** As Prometheus reads them. */
  read: () => Promise<string>
}

/** What one look at all numbers may take. Collectors have a shorter limit of their own. */
const COLLECT_WITHIN = 8000

/**
 * Gauges have no temporality on the wire; within the SDK the delta one has it forget what was not read this time. The
 * other would go on telling the last number of a queue while its database is gone.
 */
const forgettingGauges =
  (others: AggregationTemporalitySelector): AggregationTemporalitySelector =>
  (type) =>
    type === InstrumentType.OBSERVABLE_GAUGE ? AggregationTemporality.DELTA : others(type)

/** Looks when it is asked to, and never by itself. */
class ReaderOnDemand extends MetricReader {
  protected override async onForceFlush(): Promise<void> {}
  protected override async onShutdown(): Promise<void> {}
}

const loadExporter = async (protocol: TelemetrySettings['otlpProtocol']) => {
  switch (protocol) {
    case 'http/json':
      return (await import('@opentelemetry/exporter-metrics-otlp-http')).OTLPMetricExporter
    case 'http/protobuf':
      return (await import('@opentelemetry/exporter-metrics-otlp-proto')).OTLPMetricExporter
  }
}

const pushTo = async ({ settings, log }: SdkOptions, target: OtlpTarget): Promise<MetricReader> => {
  const Exporter = await loadExporter(settings.otlpProtocol)
  const inner = new Exporter({ ...target, timeoutMillis: settings.otlpTimeout, concurrencyLimit: 1 })
  const told = watchSending('metrics', target.url, log)
  const exporter: PushMetricExporter = {
    export: (given, done) => inner.export(given, (result) => done(told(result))),
    forceFlush: () => inner.forceFlush(),
    shutdown: () => inner.shutdown(),
    selectAggregation: (type) => inner.selectAggregation(type),
    selectAggregationTemporality: forgettingGauges((type) => inner.selectAggregationTemporality(type)),
  }
  return new PeriodicExportingMetricReader({
    exporter,
    exportIntervalMillis: settings.metricInterval,
    exportTimeoutMillis: Math.min(settings.otlpTimeout, settings.metricInterval),
  })
}

/** Counts, and sends the counts now and then where there is a target. */
export const startMetrics = async (
  options: SdkOptions & { resource: Resource; target: OtlpTarget | undefined },
): Promise<StartedMetrics> => {
  const { resource, target, metricsAreServed } = options
  const served = new ReaderOnDemand({ aggregationTemporalitySelector: forgettingGauges(() => AggregationTemporality.CUMULATIVE) })
  const serializer = new PrometheusSerializer(undefined, false, undefined, false, true)
  const readers = [...(metricsAreServed ? [served] : []), ...(target ? [await pushTo(options, target)] : [])]
  const look = async (): Promise<string> => {
    try {
      const { resourceMetrics } = await served.collect({ timeoutMillis: COLLECT_WITHIN })
      return serializer.serialize(resourceMetrics)
    } finally {
      looking = undefined
    }
  }
  // Looks of one reader at the same time would share out what was read among them.
  let looking: Promise<string> | undefined
  return { provider: new MeterProvider({ resource, readers }), read: () => (looking ??= look()) }
}
