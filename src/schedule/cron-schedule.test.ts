import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { parseCronSchedule } from './cron-schedule.ts'

const at = (time: string): number => Date.parse(`2026-${time}Z`)
const shown = (time: number | undefined): string | undefined => (time === undefined ? undefined : new Date(time).toISOString().slice(5, 19))

describe('parseCronSchedule', () => {
  const cases: [expression: string, now: string, newest: string, next: string][] = [
    ['0 3 * * *', '03-01T03:00:00.000', '03-01T03:00:00', '03-02T03:00:00'],
    ['0 3 * * *', '03-01T02:59:59.999', '02-28T03:00:00', '03-01T03:00:00'],
    ['0 3 * * *', '03-01T03:00:00.001', '03-01T03:00:00', '03-02T03:00:00'],
    // Clocks in Europe go forward at 01:00 UTC: UTC knows no such hour.
    ['30 2 * * *', '03-29T12:00:00.000', '03-29T02:30:00', '03-30T02:30:00'],
    ['*/2 * * * * *', '03-01T00:00:03.500', '03-01T00:00:02', '03-01T00:00:04'],
    ['0 */6 * * MON-FRI', '03-01T10:00:00.000', '02-27T18:00:00', '03-02T00:00:00'],
    ['@daily', '03-01T10:00:00.000', '03-01T00:00:00', '03-02T00:00:00'],
  ]
  for (const [expression, now, newest, next] of cases) {
    it(`${expression} is due last at ${newest} and next at ${next}, as seen at ${now}`, () => {
      const schedule = parseCronSchedule(expression)
      assert.equal(shown(schedule?.newestDue(at(now))), newest)
      assert.equal(shown(schedule?.nextDue(at(now))), next)
    })
  }

  const refused = [
    '',
    'daily',
    '0 3 * *',
    '0 3 * * * * 2030',
    '60 * * * *',
    '0 24 * * *',
    '2026-01-01T00:00:00',
    '0 0 30 2 *',
    '@sometimes',
  ]
  for (const expression of refused) {
    it(`refuses '${expression}'`, () => assert.equal(parseCronSchedule(expression), undefined))
  }
})
