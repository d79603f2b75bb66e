import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { systemdCalendarOf } from './systemd-calendar.ts'

describe('a cron expression as a systemd calendar', () => {
  const cases: [cron: string, calendar: string][] = [
    ['0 3 * * *', '*-*-* 03:00:00 UTC'],
    ['*/15 * * * *', '*-*-* *:0/15:00 UTC'],
    ['5,35 8-18/2 * * *', '*-*-* 08..18/2:05,35:00 UTC'],
    ['30 4 1 */3 *', '*-1/3-01 04:30:00 UTC'],
    ['0 6 * * 1-5', 'Mon..Fri *-*-* 06:00:00 UTC'],
    ['0 6 * * 0,7', 'Sun,Sun *-*-* 06:00:00 UTC'],
  ]
  for (const [cron, calendar] of cases) it(`${cron} is ${calendar}`, () => assert.equal(systemdCalendarOf(cron), calendar))

  it('refuses what would mean something else', () => {
    for (const cron of ['0 3 1 * 1', '@daily', '0 0 3 * * *', '0 3 * * MON', '0 3 * *', '0 3 L * *', '0 3 * * 8', '0 3 * * *  '])
      assert.throws(() => systemdCalendarOf(cron), /can't be a systemd timer/, cron)
  })
})
