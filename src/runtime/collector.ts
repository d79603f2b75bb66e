import { metrics, type ObservableGauge } from '@opentelemetry/api'

import type { Logger } from './logger.ts'
import { PlainFault } from './plain-fault.ts'
import { VERSION } from './version.ts'

export interface GaugeDescription {
  name: string
  describes: string
  /** As OpenTelemetry writes units: `s`, `{job}`. */
  unit: string
}

export interface Sample {
  /** The name of its gauge. */
  gauge: string
  value: number
  labels: Record<string, string>
}

/** Numbers that are known elsewhere, in the database or in the state of a part of the process, and are read when somebody asks. */
export interface Collector {
  /** For the log, where it fails. */
  name: string
  gauges: readonly GaugeDescription[]
  read: () => Promise<readonly Sample[]> | readonly Sample[]
}

/** What was read counts as new for so long: several that ask at a time cost one look. In milliseconds. */
const FRESH = 5000
const READ_WITHIN = 3000

const withTimeout = async <Result>(work: Promise<Result>): Promise<Result> => {
  let timer: NodeJS.Timeout | undefined
  const overdue = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new PlainFault('metrics-overdue', `No answer within ${READ_WITHIN / 1000} seconds: look whether the database is slow`)),
      READ_WITHIN,
    )
  })
  try {
    return await Promise.race([work, overdue])
  } finally {
    clearTimeout(timer)
  }
}

/** Reads at most every few seconds, and never twice at a time: one look that hangs is not joined by another. */
const createSharedRead = (collector: Collector): (() => Promise<readonly Sample[]>) => {
  let last: { at: number; samples: readonly Sample[] } | undefined
  let running: Promise<readonly Sample[]> | undefined
  const read = async (): Promise<readonly Sample[]> => {
    try {
      const samples = await collector.read()
      last = { at: performance.now(), samples }
      return samples
    } finally {
      running = undefined
    }
  }
  return async () => {
    if (last && performance.now() - last.at < FRESH) return last.samples
    running ??= read()
    return await withTimeout(running)
  }
}

/**
 * Shows a collector's numbers among the process's metrics until it is disposed of. One that fails leaves its gauges out
 * of that look, and no others; it is told once, and again when it works. Nothing is read where nobody asks for metrics.
 */
export const collect = (collector: Collector, log: Logger): Disposable => {
  const meter = metrics.getMeter('testimony', VERSION)
  const gauges = new Map<string, ObservableGauge>(
    collector.gauges.map(({ name, describes, unit }) => [name, meter.createObservableGauge(name, { description: describes, unit })]),
  )
  const read = createSharedRead(collector)
  let failures = 0
  const observe: Parameters<typeof meter.addBatchObservableCallback>[0] = async (result) => {
    try {
      for (const { gauge, value, labels } of await read()) {
        const known = gauges.get(gauge)
        if (known) result.observe(known, value, labels)
      }
      if (failures > 0) log.info({ collector: collector.name, failures }, 'Metrics can be read again')
      failures = 0
    } catch (error) {
      failures += 1
      if (failures === 1) log.warn({ collector: collector.name, error }, 'Metrics can not be read; the others are served without')
    }
  }
  meter.addBatchObservableCallback(observe, [...gauges.values()])
  return { [Symbol.dispose]: () => meter.removeBatchObservableCallback(observe, [...gauges.values()]) }
}
