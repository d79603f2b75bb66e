import assert from 'node:assert/strict'
import { it } from 'node:test'

import { isFairEnd, isFairMiss, type End } from './fair-end.ts'

const OUTAGE = { from: 1000, to: 2000 }

const fair: [End['how'], NodeJS.Signals[], number][] = [
  [0, [], 0],
  [1, [], 1500],
  [1, [], 9000],
  [75, ['SIGTERM'], 0],
  [143, ['SIGTERM', 'SIGTERM'], 0],
  [143, ['SIGTERM', 'SIGSTOP', 'SIGCONT'], 0],
  [143, ['SIGTERM'], 1500],
  ['SIGKILL', ['SIGKILL'], 0],
  ['SIGTERM', ['SIGTERM'], 0],
]
const unfair: typeof fair = [
  [1, ['SIGTERM'], 500],
  [1, [], 60_000],
  [2, [], 1500],
  [75, [], 0],
  [143, ['SIGTERM'], 0],
  [143, ['SIGSTOP', 'SIGCONT'], 0],
  ['SIGKILL', ['SIGTERM'], 0],
  ['SIGSEGV', ['SIGTERM'], 0],
]

for (const [expected, ends] of [
  [true, fair],
  [false, unfair],
] as const) {
  for (const [how, signals, at] of ends) {
    it(`${how} after ${signals.join(' and ') || 'no signal'} at ${at} is ${expected ? 'fair' : 'a finding'}`, () => {
      assert.equal(isFairEnd({ how, signals, at }, [OUTAGE]), expected)
    })
  }
}

it('a fault may miss while PostgreSQL is restarted, and at no other time; the restart itself never may', () => {
  const restarts = [OUTAGE, { from: 2000, to: 3000 }]
  for (const miss of [
    { from: 900, to: 1100 },
    { from: 1200, to: 1300 },
    { from: 2900, to: 5000 },
  ])
    assert.equal(isFairMiss(miss, restarts), true)
  for (const miss of [{ from: 0, to: 900 }, { from: 3100, to: 3200 }, OUTAGE]) assert.equal(isFairMiss(miss, restarts), false)
})
