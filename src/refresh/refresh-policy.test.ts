import assert from 'node:assert/strict'
import { test } from 'node:test'

import { isDue, isOlderVersion, refreshInterval } from './refresh-policy.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const NOW = new Date('2026-06-01T12:00:00Z')
const ago = (milliseconds: number): Date => new Date(NOW.getTime() - milliseconds)

test('the longer nobody has looked, the more seldom a repository is looked after, until it is left alone', () => {
  const table: [days: number, hours: number | null][] = [
    [0, 6],
    [7, 6],
    [7.01, 12],
    [14, 12],
    [14.01, 24],
    [30, 24],
    [30.01, 72],
    [60, 72],
    [60.01, 168],
    [90, 168],
    [90.01, null],
    [1000, null],
    // A clock that was set back.
    [-1, 6],
  ]
  for (const [days, hours] of table) {
    assert.equal(refreshInterval(days * DAY), hours === null ? null : hours * HOUR, `${days} days`)
  }
})

test('a repository is due when its interval is over, or so nearly that the next run would come too late', () => {
  const table: [viewed: number, checked: number | null, failures: number, due: boolean][] = [
    [DAY, null, 0, true],
    [DAY, 5 * HOUR, 0, false],
    [DAY, 5.4 * HOUR, 0, false],
    [DAY, 5.5 * HOUR, 0, true],
    [DAY, 9 * HOUR, 0, true],
    [10 * DAY, 9 * HOUR, 0, false],
    [20 * DAY, 23.6 * HOUR, 0, true],
    [50 * DAY, 2 * DAY, 0, false],
    [89 * DAY, 8 * DAY, 0, true],
    [91 * DAY, null, 0, false],
    [DAY, null, 4, true],
    [DAY, null, 5, false],
  ]
  for (const [viewed, checked, failures, due] of table) {
    const standing = { lastViewedAt: ago(viewed), checkedAt: checked === null ? null : ago(checked), failures }
    assert.equal(isDue(standing, NOW), due, JSON.stringify([viewed / DAY, checked, failures]))
  }
})

test('versions are compared as numbers, and a later one than this program knows is not old', () => {
  assert.equal(isOlderVersion('9', '10'), true)
  assert.equal(isOlderVersion('10', '10'), false)
  assert.equal(isOlderVersion('11', '10'), false)
  assert.equal(isOlderVersion('beta', '10'), true)
  assert.equal(isOlderVersion('beta', 'beta'), false)
})
