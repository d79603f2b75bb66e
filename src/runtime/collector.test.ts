import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'

import { metrics } from '@opentelemetry/api'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { pino } from 'pino'

import { readConfiguration } from './configuration.ts'
import { collect, type Collector } from './collector.ts'
import { startMetrics, type StartedMetrics } from './metrics-sdk.ts'
import { cronLastSuccess, leaseHeld } from './standard-collectors.ts'
import { telemetrySettings } from './telemetry-settings.ts'

describe('collected numbers', () => {
  const lines: string[] = []
  const log = pino({ messageKey: 'message' }, { write: (line: string) => void lines.push(JSON.parse(line).message) })
  let started: StartedMetrics
  before(async () => {
    const { common: settings } = readConfiguration({ own: {}, common: telemetrySettings }, {})
    const options = { service: 'test', settings, metricsAreServed: true, scrub: String, timeLeft: () => Infinity, log }
    const targets = { traces: undefined, metrics: undefined }
    started = await startMetrics({ ...options, targets, target: undefined, resource: resourceFromAttributes({ 'service.name': 'test' }) })
    metrics.setGlobalMeterProvider(started.provider)
  })
  after(async () => {
    metrics.disable()
    await started.provider.shutdown()
  })

  const seen = async (): Promise<string[]> => (await started.read()).split('\n').filter((line) => line.startsWith('testimony_'))

  it('are served under their names and labels, until their source is gone', async () => {
    const finishedAt = new Date('2026-01-02T03:04:05.500Z')
    {
      using _runs = collect(
        cronLastSuccess(async () => [{ job: 'retention-cleanup', finishedAt }]),
        log,
      )
      using _lease = collect(
        leaseHeld(() => [
          { name: 'scheduler', held: true },
          { name: 'other', held: false },
        ]),
        log,
      )
      assert.deepEqual(await seen(), [
        'testimony_cron_last_success_timestamp_seconds{job="retention-cleanup"} 1767323045.5',
        'testimony_lease_held{name="scheduler"} 1',
        'testimony_lease_held{name="other"} 0',
      ])
    }
    assert.deepEqual(await seen(), [])
  })

  it('are read once for all who ask within some seconds', async () => {
    let reads = 0
    const counted: Collector = {
      name: 'counted',
      gauges: [{ name: 'testimony_counted', describes: 'Reads.', unit: '1' }],
      read: () => [{ gauge: 'testimony_counted', value: ++reads, labels: {} }],
    }
    using _counted = collect(counted, log)
    assert.deepEqual(await Promise.all([seen(), seen(), seen()]), [
      ['testimony_counted 1'],
      ['testimony_counted 1'],
      ['testimony_counted 1'],
    ])
  })

  it('are left out where they can not be read, which is told once, and the others are served', async () => {
    lines.length = 0
    const broken: Collector = {
      name: 'broken',
      gauges: [{ name: 'testimony_broken', describes: 'Nothing.', unit: '1' }],
      read: async () => {
        throw new Error('no database')
      },
    }
    using _broken = collect(broken, log)
    using _lease = collect(
      leaseHeld(() => [{ name: 'scheduler', held: true }]),
      log,
    )
    for (let look = 0; look < 3; look++) assert.deepEqual(await seen(), ['testimony_lease_held{name="scheduler"} 1'])
    assert.deepEqual(lines, ['Metrics can not be read; the others are served without'])
  })
})
