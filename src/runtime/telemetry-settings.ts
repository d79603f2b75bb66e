/**
 * Where traces and metrics are sent, by OpenTelemetry's own variables
 * (https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/). What is not listed here, such as
 * OTEL_EXPORTER_OTLP_COMPRESSION, its exporters read themselves.
 */
import type { SettingValues } from './setting.ts'
import { flag, httpHeaders, httpUrlWithoutUser, keyValues, oneOf, parseKeyValues, ratio, text, wholeNumber } from './setting-schemas.ts'
import { secretSetting, setting } from './setting.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND

const headerValues = (given: string): string[] => Object.values(parseKeyValues(given) ?? {})

const headers = (variable: string, describes: string) => secretSetting(variable, describes, httpHeaders().optional(), headerValues)

export const telemetrySettings = {
  telemetryDisabled: setting('OTEL_SDK_DISABLED', 'Whether traces and metrics are off, whatever else is set.', flag().default(false)),
  otlpEndpoint: setting(
    'OTEL_EXPORTER_OTLP_ENDPOINT',
    'The collector that traces and metrics are sent to; nothing is sent where it is not set.',
    httpUrlWithoutUser().optional(),
  ),
  otlpTracesEndpoint: setting('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'Where traces are sent, in full.', httpUrlWithoutUser().optional()),
  otlpMetricsEndpoint: setting('OTEL_EXPORTER_OTLP_METRICS_ENDPOINT', 'Where metrics are sent, in full.', httpUrlWithoutUser().optional()),
  otlpHeaders: headers('OTEL_EXPORTER_OTLP_HEADERS', 'Headers that the collector asks for.'),
  otlpTracesHeaders: headers('OTEL_EXPORTER_OTLP_TRACES_HEADERS', 'The same, for traces.'),
  otlpMetricsHeaders: headers('OTEL_EXPORTER_OTLP_METRICS_HEADERS', 'The same, for metrics.'),
  otlpProtocol: setting(
    'OTEL_EXPORTER_OTLP_PROTOCOL',
    'How traces and metrics are written.',
    oneOf(['http/protobuf', 'http/json']).default('http/protobuf'),
  ),
  otlpTimeout: setting(
    'OTEL_EXPORTER_OTLP_TIMEOUT',
    'How long the collector may take for one request, in milliseconds.',
    wholeNumber({ min: 1, max: 10 * MINUTE }).default(10 * SECOND),
  ),
  tracesExporter: setting('OTEL_TRACES_EXPORTER', 'Whether traces are sent.', oneOf(['otlp', 'none']).default('otlp')),
  metricsExporter: setting('OTEL_METRICS_EXPORTER', 'Whether metrics are sent.', oneOf(['otlp', 'none']).default('otlp')),
  metricInterval: setting(
    'OTEL_METRIC_EXPORT_INTERVAL',
    'How often metrics are sent, in milliseconds.',
    wholeNumber({ min: SECOND, max: 60 * MINUTE }).default(MINUTE),
  ),
  tracesSampler: setting(
    'OTEL_TRACES_SAMPLER',
    'Which traces are recorded.',
    oneOf([
      'always_on',
      'always_off',
      'traceidratio',
      'parentbased_always_on',
      'parentbased_always_off',
      'parentbased_traceidratio',
    ]).default('parentbased_always_on'),
  ),
  tracesSamplerRatio: setting('OTEL_TRACES_SAMPLER_ARG', 'The part of traces that a sampler by ratio records.', ratio().default(1)),
  telemetryServiceName: setting('OTEL_SERVICE_NAME', 'What the process is called in traces and metrics.', text('a name').optional()),
  resourceAttributes: setting('OTEL_RESOURCE_ATTRIBUTES', 'What else describes the process in traces and metrics.', keyValues().optional()),
}

export type TelemetrySettings = SettingValues<typeof telemetrySettings>

export interface OtlpTarget {
  url: string
  headers: Record<string, string>
}

/** The general address is a base that the signal's path is added to; a signal's own is used as it is. */
const targetOf = (
  base: string | undefined,
  path: string,
  own: string | undefined,
  headers: Record<string, string>,
): OtlpTarget | undefined => {
  const url = own ?? (base === undefined ? undefined : `${base.replace(/\/+$/, '')}/${path}`)
  return url === undefined ? undefined : { url, headers }
}

/** What is sent, and where to; undefined for what is not. */
export const otlpTargetsOf = (settings: TelemetrySettings): { traces: OtlpTarget | undefined; metrics: OtlpTarget | undefined } => {
  const { otlpEndpoint: base, otlpHeaders: common, telemetryDisabled: disabled } = settings
  const tracesHeaders = { ...common, ...settings.otlpTracesHeaders }
  const metricsHeaders = { ...common, ...settings.otlpMetricsHeaders }
  const off = (exporter: 'otlp' | 'none'): boolean => disabled || exporter === 'none'
  return {
    traces: off(settings.tracesExporter) ? undefined : targetOf(base, 'v1/traces', settings.otlpTracesEndpoint, tracesHeaders),
    metrics: off(settings.metricsExporter) ? undefined : targetOf(base, 'v1/metrics', settings.otlpMetricsEndpoint, metricsHeaders),
  }
}
