import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { setUpFile } from '../../test/support/for-file.ts'
import { openTestDatabase, type TestDatabase } from '../../test/support/postgres.ts'
import { watchTable, type WatchedTable } from '../../test/support/watched-table.ts'
import { aborted } from '../runtime/aborted.ts'
import { startAttemptPulse } from './attempt-pulse.ts'
import { beginSpecification, SpecificationSuperseded } from './specification-attempt.ts'
import { storeAnalysis } from './testing/stored-analyses.ts'
import { begin, fallSilent, keyOf } from './testing/stored-documents.ts'

let database: TestDatabase
let changes: WatchedTable
setUpFile(async (opened) => {
  database = opened.use(await openTestDatabase())
  changes = opened.use(await watchTable(database.url, 'specifications'))
})

const INTERVAL = 20

const rowOf = async (id: string) =>
  (
    await database.pool.query<{ paid: number[]; alive: boolean }>(
      `select array[coalesce(input_tokens, 0)::float8, coalesce(output_tokens, 0)::float8, cost::float8] as paid,
         alive_at > now() - interval '5 seconds' as alive
       from specifications where id = $1`,
      [id],
    )
  ).rows[0]

const untilPaid = (id: string, ...paid: number[]): Promise<void> =>
  changes.until(async () => JSON.stringify((await rowOf(id))?.paid) === JSON.stringify(paid))

describe('an attempt that goes on', () => {
  it('says so, and what it was paid for, while it does', async () => {
    const key = keyOf(await storeAnalysis(database))
    const attempt = await begin(database, key)
    await using pulse = startAttemptPulse(database.db, attempt, INTERVAL)
    await fallSilent(database, key.analysisId)
    pulse.paid({ inputTokens: 100, outputTokens: 7, cost: 0.1 })
    await untilPaid(attempt.id, 100, 7, 0.1)
    assert.equal((await rowOf(attempt.id))?.alive, true)
    pulse.paid({ inputTokens: 300, outputTokens: 9, cost: 0.3 })
    await untilPaid(attempt.id, 300, 9, 0.3)
  })

  it('answers what it has not told when it ends', async () => {
    const attempt = await begin(database, keyOf(await storeAnalysis(database)))
    const pulse = startAttemptPulse(database.db, attempt, INTERVAL)
    pulse.paid({ inputTokens: 100, outputTokens: 7, cost: 0.1 })
    await untilPaid(attempt.id, 100, 7, 0.1)
    await pulse.stop()
    pulse.paid({ inputTokens: 110, outputTokens: 8, cost: 0.3 })
    assert.deepEqual(await pulse.stop(), { inputTokens: 10, outputTokens: 1, cost: 0.2 })
  })

  it('learns that another one has begun, and adds to what that was paid for', async () => {
    const key = keyOf(await storeAnalysis(database))
    const attempt = await begin(database, key)
    await fallSilent(database, key.analysisId)
    assert.ok(await beginSpecification(database.db, key))
    await using pulse = startAttemptPulse(database.db, attempt, INTERVAL)
    pulse.paid({ inputTokens: 100, outputTokens: 7, cost: 0.1 })
    await aborted(pulse.superseded)
    assert.ok(pulse.superseded.reason instanceof SpecificationSuperseded)
    assert.deepEqual((await rowOf(attempt.id))?.paid, [100, 7, 0.1])
  })
})
