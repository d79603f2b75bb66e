/** `enqueue specification`: what a person can ask for, before any worker has it. */
import assert from 'node:assert/strict'
import { it } from 'node:test'

import { openForFile } from './support/for-file.ts'
import { openTestDatabase, type TestDatabase } from './support/postgres.ts'
import { runProgram, type ProgramExit } from './support/program.ts'

let database: TestDatabase
openForFile(
  () => openTestDatabase('with queues'),
  (opened) => (database = opened),
)

const enqueue = (...given: string[]): Promise<ProgramExit> =>
  runProgram('enqueue', { environment: { DATABASE_URL: database.url }, arguments: ['specification', ...given] })

it('enqueue specification sends one job for the same inputs, and prints it', async () => {
  const asked = [
    '12',
    '--language',
    'ko',
    '--writer',
    'model',
    '--model',
    'openai:llama3.2:3b',
    '--again',
    '--requester',
    'ada',
    '--priority',
  ]
  const [first, second] = [await enqueue(...asked), await enqueue(...asked)]
  assert.equal(first.code, 0, first.stderr)
  assert.equal(first.stderr, 'enqueue: the job waits in the priority queue\n')
  assert.match(second.stderr, /the same job waits already/)
  assert.equal(first.stdout, second.stdout)
  const other = await enqueue('12')
  assert.notEqual(other.stdout, first.stdout)
  const { rows } = await database.pool.query<{ name: string; group_id: string; payload: unknown }>(
    `select name, group_id, data->'payload' as payload from pgboss.job where id = any ($1) order by name`,
    [[first.stdout.trim(), other.stdout.trim()]],
  )
  assert.deepEqual(
    rows.map(({ name, payload }) => [name, payload]),
    [
      ['specification.default', { analysisId: '12', language: 'en' }],
      ['specification.priority', { analysisId: '12', language: 'ko', writer: 'model', model: 'openai:llama3.2:3b', again: true }],
    ],
  )
  assert.equal(rows[1]?.group_id, 'ada')
})

it('enqueue specification refuses in one line what no worker would do', async () => {
  const wrong: [string[], RegExp][] = [
    [['shop'], /must be the number of an analysis/],
    [['12', '--language', 'no language'], /must be the tag of a language/],
    [['12', '--model', 'flash'], /must be a provider and its model/],
    [['12', '--writer', 'offline', '--again'], /asks a model again/],
    [['12', '--writer', 'shakespeare'], /Allowed choices are offline, model/],
  ]
  for (const [given, reason] of wrong) {
    const { code, stdout, stderr } = await enqueue(...given)
    assert.deepEqual([code, stdout], [2, ''], stderr)
    assert.match(stderr, reason)
    assert.equal(stderr.trim().split('\n').length, 1, stderr)
  }
})
