import type { Logger } from './logger.ts'
import { otlpTargetsOf, type TelemetrySettings } from './telemetry-settings.ts'

/** The traces and metrics of a process. */
export interface Telemetry {
  /** All metrics as Prometheus reads them; undefined where nothing counts them. */
  readMetrics: (() => Promise<string>) | undefined
  /**
   * Sends what was not sent yet, and ends: nothing of later is sent. Within some seconds, or what a shutdown has left of
   * its time, whatever the collector does. The second time it does nothing.
   */
  end: () => Promise<void>
}

export interface TelemetryOptions {
  /** The process, as its log calls it. */
  service: string
  settings: TelemetrySettings
  /** Whether somebody may ask this process for its metrics. */
  metricsAreServed: boolean
  /** Takes out what must not be shown. */
  scrub: (text: string) => string
  /** How long the process has left to end, in milliseconds. */
  timeLeft: () => number
  log: Logger
}

/** The longest that the last sending may take. */
const END_WITHIN = 2000
/** Of a shutdown's time, what is kept for closing connections. */
const CLOSING = 300

const within = async (milliseconds: number, work: Promise<void>): Promise<'done' | 'overdue'> => {
  let timer: NodeJS.Timeout | undefined
  const overdue = new Promise<'overdue'>((resolve) => {
    timer = setTimeout(() => resolve('overdue'), milliseconds)
  })
  try {
    return await Promise.race([work.then((): 'done' => 'done'), overdue])
  } finally {
    clearTimeout(timer)
  }
}

/**
 * Begins to record traces and metrics where somebody has set where they go or may ask for them. OpenTelemetry's SDK is
 * read only then: it costs the start of a program tens of milliseconds and over ten megabytes.
 */
export const startTelemetry = async (options: TelemetryOptions): Promise<Telemetry> => {
  const { settings, log } = options
  const targets = otlpTargetsOf(settings)
  const metricsAreServed = options.metricsAreServed && !settings.telemetryDisabled
  if (!targets.traces && !targets.metrics && !metricsAreServed) return { readMetrics: undefined, end: async () => {} }
  const { startSdk } = await import('./telemetry-sdk.ts')
  const sdk = await startSdk({ ...options, targets, metricsAreServed })
  let ended: Promise<void> | undefined
  const end = async (): Promise<void> => {
    const limit = Math.max(0, Math.min(END_WITHIN, options.timeLeft() - CLOSING))
    if ((await within(limit, sdk.shutDown())) === 'overdue')
      log.warn({ limitMs: limit }, 'The last traces and metrics could not be sent in time')
  }
  return { readMetrics: sdk.readMetrics, end: () => (ended ??= end()) }
}
