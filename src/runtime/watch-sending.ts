import type { SpanExporter } from '@opentelemetry/sdk-trace'
import type { Logger } from './logger.ts'

type SendingResult = Parameters<Parameters<SpanExporter['export']>[1]>[0]

/** What OpenTelemetry calls success. */
const SUCCESS = 0

/**
 * Tells the first time that a collector takes nothing, and when it does again: one that is down for a day must not fill
 * the log, and is no fault of the work. So the SDK hears of successes alone.
 */
export const watchSending = (what: 'traces' | 'metrics', url: string, log: Logger): ((result: SendingResult) => SendingResult) => {
  let failures = 0
  return (result) => {
    if (result.code === SUCCESS) {
      if (failures > 0) log.info({ what, url, failures }, 'The collector takes telemetry again')
      failures = 0
      return result
    }
    failures += 1
    if (failures === 1) {
      log.warn({ what, url, error: result.error }, 'The collector takes no telemetry; the work goes on without, and this is not told again')
    }
    return { code: SUCCESS }
  }
}
