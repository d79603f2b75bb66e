import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'

import { STATUSES, type Status } from '../inventory/inventory.ts'
import { noCounts } from '../inventory/overview.ts'
import { statusBar } from './status-bar.ts'

const terminal = { width: 80, colour: false, drawing: true, home: null }

const bar = (byStatus: Partial<Record<Status, number>>, width: number): string => {
  const counts = noCounts()
  Object.assign(counts.byStatus, byStatus)
  return statusBar(counts, width, terminal)
}

describe('a bar of statuses', () => {
  const cases: [string, Partial<Record<Status, number>>, number, string][] = [
    ['divides by share', { active: 50, skipped: 50 }, 10, '━━━━━╌╌╌╌╌'],
    ['shows one among thousands', { active: 5000, skipped: 1, todo: 1 }, 10, '━━━━━━━━╌┄'],
    ['shows what most are where there is room for one', { active: 12, skipped: 1 }, 1, '━'],
    ['shows what most are also where that is not the first', { active: 1, skipped: 12 }, 1, '╌'],
    ['is empty without tests', {}, 10, ''],
  ]
  for (const [name, byStatus, width, drawn] of cases) it(name, () => assert.equal(bar(byStatus, width), drawn))

  it('is as wide as it should be, whatever the counts', () => {
    const counts = fc.record(Object.fromEntries(STATUSES.map((status) => [status, fc.nat(100_000)])))
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 200 }), (byStatus, width) => {
        const hasTests = Object.values(byStatus).some((count) => count > 0)
        assert.equal(bar(byStatus, width).length, hasTests ? width : 0)
      }),
    )
  })
})
