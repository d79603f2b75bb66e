import assert from 'node:assert/strict'
import { it } from 'node:test'

import { createAfterOutage, RENEWED_WITHIN } from './after-outage.ts'

it('gives those who live the time to renew their claims once the database is back, and only then', async (test) => {
  let now = 1000
  test.mock.method(performance, 'now', () => now)
  const outage = createAfterOutage()
  const works = async (): Promise<void> => {}
  await outage.watch(works)
  assert.equal(outage.isOver, true)
  const away = new Error('away')
  await assert.rejects(
    outage.watch(() => Promise.reject(away)),
    away,
  )
  now += 60_000
  assert.equal(outage.isOver, false, 'it is away still')
  await outage.watch(works)
  assert.equal(outage.isOver, false)
  now += RENEWED_WITHIN - 1
  await outage.watch(works)
  assert.equal(outage.isOver, false)
  now += 1
  assert.equal(outage.isOver, true)
})
