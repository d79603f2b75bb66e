import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { beforeEach, test } from 'node:test'

import { openForFile } from '../../test/support/for-file.ts'
import { openTestDatabase, type TestDatabase } from '../../test/support/postgres.ts'
import { failLostSpecifications } from './fail-lost-specifications.ts'
import { beginSpecification } from './specification-attempt.ts'
import { storeAnalysis } from './testing/stored-analyses.ts'
import { keyOf } from './testing/stored-documents.ts'

let database: TestDatabase
openForFile(
  () => openTestDatabase('with queues'),
  (opened) => (database = opened),
)
beforeEach(async () => void (await database.pool.query('delete from pgboss.job; delete from repositories')))

const addJob = async (state: 'active' | 'completed' | 'retry'): Promise<string> => {
  const id = randomUUID()
  await database.pool.query(
    `insert into pgboss.job (id, name, state, policy, singleton_key) values ($1, 'specification.default', $2, 'exclusive', $3)`,
    [id, state, id],
  )
  return id
}

const begin = async (jobId?: string): Promise<string> => {
  const attempt = await beginSpecification(database.db, keyOf(await storeAnalysis(database)), { jobId })
  return attempt?.id ?? assert.fail('it is completed already')
}

const statusOf = async (id: string): Promise<string | undefined> => {
  const { rows } = await database.pool.query<{ status: string }>(
    `select status || coalesce(' ' || error_code, '') as status from specifications where id = $1`,
    [id],
  )
  return rows[0]?.status
}

test('a specification whose job runs is left alone, and one whose job has ended, waits or is gone has failed', async () => {
  const running = await begin(await addJob('active'))
  const lost = [await begin(await addJob('completed')), await begin(await addJob('retry')), await begin(randomUUID())]
  assert.equal(await failLostSpecifications(database.db), 3)
  assert.equal(await statusOf(running), 'running')
  for (const id of lost) assert.equal(await statusOf(id), 'failed worker-gone')
  assert.equal(await failLostSpecifications(database.db), 0)
})

test('a specification without a job has failed when its writer has said nothing for a minute', async () => {
  const [silent, heard] = [await begin(), await begin()]
  const [old, young] = [await begin(), await begin()]
  await database.pool.query(`update specifications set alive_at = now() - interval '61 seconds' where id = $1`, [silent])
  // Of a version that says nothing.
  await database.pool.query(`update specifications set alive_at = null where id = any($1)`, [[old, young]])
  await database.pool.query(`update specifications set started_at = now() - interval '25 hours' where id = any($1)`, [[old, heard]])
  assert.equal(await failLostSpecifications(database.db), 2)
  const states = await Promise.all([silent, heard, old, young].map(statusOf))
  assert.deepEqual(states, ['failed worker-gone', 'running', 'failed worker-gone', 'running'])
})
