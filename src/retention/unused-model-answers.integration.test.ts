import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'

import { openForFile } from '../../test/support/for-file.ts'
import { openTestDatabase, type TestDatabase } from '../../test/support/postgres.ts'
import { createCleanUp, type CleanUpInput } from './clean-up.ts'
import type { Rows } from './removal.ts'

let database: TestDatabase
openForFile(openTestDatabase, (opened) => (database = opened))
beforeEach(() => database.pool.query('truncate model_answers, model_limits'))

const removedBy = async (input: Partial<CleanUpInput> = {}): Promise<Rows> => {
  const settings = { days: 90, keepLatest: 1, batchSize: 3, batchPause: 0, timeout: 60_000, ...input }
  const { summary } = await createCleanUp(database)(settings, new AbortController().signal)
  return Object.fromEntries(Object.entries(summary.removed).filter(([, count]) => count > 0))
}

/** As many answers that were last used so many days ago, under keys anywhere among the others. */
const answer = (daysUnused: number, count: number): Promise<unknown> =>
  database.pool.query(
    `insert into model_answers (key, content, used_on)
     select sha256(($1 || ' ' || n)::bytea), '{}', current_date - $1::int from generate_series(1, $2::int) n`,
    [daysUnused, count],
  )

const agesLeft = async (): Promise<number[]> => {
  const { rows } = await database.pool.query<{ age: number }>('select current_date - used_on as age from model_answers order by 1')
  return rows.map(({ age }) => age)
}

test('removes answers that nobody has used for long, as its dry run counted, and no others', async () => {
  for (const [age, count] of [
    [0, 4],
    [97, 2],
    [98, 5],
    [400, 3],
  ] as const)
    await answer(age, count)
  assert.deepEqual(await removedBy({ dryRun: true }), { model_answers: 8 })
  assert.equal((await agesLeft()).length, 14)
  assert.deepEqual(await removedBy(), { model_answers: 8 })
  assert.deepEqual(await agesLeft(), [0, 0, 0, 0, 97, 97])
  assert.deepEqual(await removedBy(), {})
})

test('leaves an answer that somebody uses at this moment', async () => {
  await answer(200, 4)
  const client = await database.pool.connect()
  await client.query('begin')
  await client.query(`update model_answers set used_on = current_date where key = (select min(key) from model_answers)`)
  assert.deepEqual(await removedBy(), { model_answers: 3 })
  await client.query('commit')
  client.release()
  assert.deepEqual(await agesLeft(), [0])
})

test('removes the limits of models that nobody asks any more, and keeps a pause that is not over', async () => {
  await database.pool.query(`insert into model_limits (model, filled_at, not_before) values
    ('asked', now(), '-infinity'), ('forgotten', now() - interval '91 days', '-infinity'),
    ('paused', now() - interval '91 days', now() + interval '1 hour'), ('once paused', now() - interval '99 days', now() - interval '98 days')`)
  assert.deepEqual(await removedBy({ dryRun: true }), { model_limits: 2 })
  assert.deepEqual(await removedBy({ batchSize: 1 }), { model_limits: 2 })
  const { rows } = await database.pool.query<{ model: string }>('select model from model_limits order by model')
  assert.deepEqual(
    rows.map(({ model }) => model),
    ['asked', 'paused'],
  )
})
