import assert from 'node:assert/strict'
import { test } from 'node:test'

import { openForFile } from '../../../test/support/for-file.ts'
import { openTestDatabase, type TestDatabase } from '../../../test/support/postgres.ts'
import { answerKey } from './model-answers.ts'
import { createPostgresModelAnswers } from './postgres-model-answers.ts'

const { signal } = new AbortController()

let database: TestDatabase
openForFile(openTestDatabase, (opened) => (database = opened))

test('thousands of answers come back under their keys, and nothing else does', async () => {
  const answers = createPostgresModelAnswers(database.db)
  const entries = Array.from({ length: 4500 }, (_, index) => ({
    key: answerKey(['many', index]),
    content: JSON.stringify({ text: `조건 ${index} \u0000😀` }),
  }))
  await answers.save(entries)
  const keys = entries.map(({ key }) => key)
  const found = await answers.load([...keys, ...keys.slice(0, 3), answerKey(['other'])], signal)
  assert.deepEqual(Object.fromEntries(found), Object.fromEntries(entries.map(({ key, content }) => [key, content])))
  assert.equal((await answers.load([], signal)).size, 0)
})

test('the first answer to a question stays, also where workers save at once in other orders', async () => {
  const answers = createPostgresModelAnswers(database.db)
  const entries = Array.from({ length: 500 }, (_, index) => ({ key: answerKey(['race', index]), content: 'first' }))
  await answers.save(entries)
  const later = entries.map(({ key }) => ({ key, content: 'later' }))
  const told = await Promise.all([answers.save(later), answers.save(later.toReversed())])
  for (const stored of told) assert.deepEqual(new Set(stored.values()), new Set(['first']))
  const found = await answers.load(
    entries.map(({ key }) => key),
    signal,
  )
  assert.ok([...found.values()].every((content) => content === 'first'))
})

test('two workers that answer one question at once are told the same answer', async () => {
  const answers = createPostgresModelAnswers(database.db)
  const saved = (content: string) =>
    answers.save(Array.from({ length: 300 }, (_, index) => ({ key: answerKey(['at once', index]), content })))
  const [one, other] = await Promise.all([saved('one'), saved('other')])
  assert.deepEqual(one, other)
})

test('what is read is marked as used, and nothing is written where it was used lately', async () => {
  const answers = createPostgresModelAnswers(database.db)
  const [old, recent] = [answerKey(['old']), answerKey(['recent'])]
  await answers.save([
    { key: old, content: '{}' },
    { key: recent, content: '{}' },
  ])
  await database.pool.query(`update model_answers set used_on = current_date - 30 where key = decode($1, 'hex')`, [old])
  await database.pool.query(`update model_answers set used_on = current_date - 3 where key = decode($1, 'hex')`, [recent])
  await answers.load([old, recent], signal)
  const { rows } = await database.pool.query<{ age: number }>(
    `select current_date - used_on as age from model_answers where key in (decode($1, 'hex'), decode($2, 'hex')) order by used_on`,
    [old, recent],
  )
  assert.deepEqual(
    rows.map(({ age }) => age),
    [3, 0],
  )
})
