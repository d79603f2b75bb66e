import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'

import { openForFile } from '../../test/support/for-file.ts'
import { openTestDatabase, type TestDatabase } from '../../test/support/postgres.ts'
import { createCleanUp, type CleanUpInput } from './clean-up.ts'
import type { Rows } from './removal.ts'
import { storeAnalysis, storeSpecification } from './testing/stored-rows.ts'

let database: TestDatabase
openForFile(openTestDatabase, (opened) => (database = opened))
beforeEach(() => database.pool.query('truncate repositories cascade'))

const removedBy = async (input: Partial<CleanUpInput>): Promise<Rows> => {
  const settings = { days: 90, keepLatest: 1, batchSize: 1000, batchPause: 0, timeout: 60_000, ...input }
  const { summary } = await createCleanUp(database)(settings, new AbortController().signal)
  return Object.fromEntries(Object.entries(summary.removed).filter(([, count]) => count > 0))
}

const ids = async (): Promise<string[]> =>
  (await database.pool.query<{ id: string }>('select id from specifications order by id')).rows.map(({ id }) => id)

test('removes specifications as wholes with their analysis, and counts the rows of each part', async () => {
  const { pool } = database
  const expired = await storeAnalysis(pool, { repository: 'shop', status: 'completed', age: 200 })
  const kept = await storeAnalysis(pool, { repository: 'shop', status: 'completed', age: 100 })
  const pinned = await storeAnalysis(pool, { repository: 'bank', status: 'completed', age: 300, pinned: true })
  for (const behaviours of [3, 0, 5]) await storeSpecification(pool, expired, behaviours)
  await storeSpecification(pool, expired)
  const staying = [await storeSpecification(pool, kept, 2), await storeSpecification(pool, pinned, 1)]
  await storeSpecification(pool, expired, 4)
  const removed = {
    specifications: 5,
    specification_domains: 4,
    specification_features: 4,
    specification_behaviours: 12,
    specification_tests: 12,
    analyses: 1,
    analysis_attempts: 1,
  }
  assert.deepEqual(await removedBy({ dryRun: true }), removed)
  assert.equal((await ids()).length, 7)
  assert.deepEqual(await removedBy({ batchSize: 2 }), removed)
  assert.deepEqual(await ids(), staying)
  const { rows } = await pool.query('select count(*)::int as left from specification_tests')
  assert.deepEqual(rows, [{ left: 3 }])
})

test('ends a batch with the specification that makes it large', async () => {
  const { pool } = database
  const analysis = await storeAnalysis(pool, { repository: 'shop', status: 'failed', age: 200 })
  for (const behaviours of [20, 1, 1, 20, 1]) await storeSpecification(pool, analysis, behaviours)
  const batches: number[] = []
  await pool.query(`
    create function note_batch() returns trigger language plpgsql as $$ begin
      perform pg_notify('batches', (select count(*)::text from gone)); return null; end $$;
    create trigger note_batch after delete on specifications referencing old table as gone for each statement execute function note_batch()`)
  const client = await pool.connect()
  client.on('notification', ({ payload }) => batches.push(Number(payload)))
  await client.query('listen batches')
  await removedBy({ batchSize: 10 })
  // What was notified comes before the answer to the next statement.
  await client.query('unlisten batches; drop trigger note_batch on specifications; drop function note_batch')
  client.removeAllListeners('notification')
  client.release()
  assert.deepEqual(
    batches.filter((count) => count > 0),
    [1, 2, 1, 1],
  )
})
