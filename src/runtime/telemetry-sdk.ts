/** OpenTelemetry's SDK, put together. Only telemetry.ts reads this module, and only when there is something to do for it. */
import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'

import { context, diag, DiagLogLevel, metrics, trace } from '@opentelemetry/api'
import { resourceFromAttributes, type Resource } from '@opentelemetry/resources'

import type { Logger } from './logger.ts'
import type { TelemetryOptions } from './telemetry.ts'
import type { OtlpTarget, TelemetrySettings } from './telemetry-settings.ts'
import { VERSION } from './version.ts'

export interface SdkOptions extends TelemetryOptions {
  targets: { traces: OtlpTarget | undefined; metrics: OtlpTarget | undefined }
}

export interface Sdk {
  readMetrics: (() => Promise<string>) | undefined
  /** Sends what is left; settles when it is sent or given up, which may take long. */
  shutDown: () => Promise<void>
}

const resourceOf = (service: string, settings: TelemetrySettings): Resource =>
  resourceFromAttributes({
    'service.instance.id': randomUUID(),
    'service.version': VERSION,
    'host.name': hostname(),
    'process.pid': process.pid,
    ...settings.resourceAttributes,
    'service.name': settings.telemetryServiceName ?? settings.resourceAttributes?.['service.name'] ?? `testimony-${service}`,
  })

/** What the SDK says of itself is for whoever looks into it; that nothing can be sent is told once, by watchSending. */
const tellDiagnostics = (log: Logger): void => {
  const tell = (message: string, ...given: unknown[]): void => log.debug({ given }, `OpenTelemetry: ${message}`)
  diag.setLogger(
    { error: tell, warn: tell, info: tell, debug: tell, verbose: () => {} },
    { logLevel: DiagLogLevel.INFO, suppressOverrideMessage: true },
  )
}

export const startSdk = async (options: SdkOptions): Promise<Sdk> => {
  const { service, settings, targets, metricsAreServed, log } = options
  tellDiagnostics(log)
  const resource = resourceOf(service, settings)
  const endings: (() => Promise<void>)[] = []
  if (targets.traces) {
    const { AsyncLocalStorageContextManager } = await import('@opentelemetry/context-async-hooks')
    const { startTracing } = await import('./tracing-sdk.ts')
    const provider = await startTracing({ ...options, resource, target: targets.traces })
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
    trace.setGlobalTracerProvider(provider)
    endings.push(() => provider.shutdown())
  }
  let readMetrics: Sdk['readMetrics']
  if (targets.metrics || metricsAreServed) {
    const { startMetrics } = await import('./metrics-sdk.ts')
    const started = await startMetrics({ ...options, resource, target: targets.metrics })
    metrics.setGlobalMeterProvider(started.provider)
    endings.push(() => started.provider.shutdown())
    if (metricsAreServed) readMetrics = started.read
  }
  return {
    readMetrics,
    shutDown: async () => {
      const ended = await Promise.allSettled(endings.map((end) => end()))
      for (const end of ended) if (end.status === 'rejected') log.debug({ error: end.reason }, 'OpenTelemetry did not end well')
    },
  }
}
