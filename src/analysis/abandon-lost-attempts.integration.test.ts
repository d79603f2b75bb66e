import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { beforeEach, test } from 'node:test'

import { openForFile } from '../../test/support/for-file.ts'
import { openTestDatabase, type TestDatabase } from '../../test/support/postgres.ts'
import { abandonLostAttempts } from './abandon-lost-attempts.ts'
import { beginAttempt, type AnalysisAttempt } from './analysis-attempt.ts'
import { identityOf, VERSION } from './testing/stored-result.ts'

let database: TestDatabase
openForFile(
  () => openTestDatabase('with queues'),
  (opened) => (database = opened),
)
beforeEach(async () => void (await database.pool.query('delete from pgboss.job; delete from repositories')))

const addJob = async (state: 'active' | 'completed' | 'retry'): Promise<string> => {
  const id = randomUUID()
  await database.pool.query(
    `insert into pgboss.job (id, name, state, policy, singleton_key) values ($1, 'analysis.default', $2, 'exclusive', $3)`,
    [id, state, id],
  )
  return id
}

const begin = async (commit: string, jobId?: string): Promise<AnalysisAttempt> => {
  const attempt = await beginAttempt(database.db, { identity: identityOf('lost'), commit, extractorVersion: VERSION }, { jobId })
  assert.ok(attempt)
  return attempt
}

const statusesOf = async ({ id, analysisId }: AnalysisAttempt): Promise<string> => {
  const { rows } = await database.pool.query<{ statuses: string }>(
    `select t.status || ' attempt, ' || a.status || ' analysis' as statuses
     from analysis_attempts t join analyses a on a.id = $2 where t.id = $1`,
    [id, analysisId],
  )
  return rows[0]?.statuses ?? 'none'
}

test('an attempt whose job runs is left alone, and one whose job has ended or waits has failed', async () => {
  const running = await begin('1'.repeat(40), await addJob('active'))
  const ended = await begin('2'.repeat(40), await addJob('completed'))
  const waiting = await begin('3'.repeat(40), await addJob('retry'))
  const deleted = await begin('4'.repeat(40), randomUUID())
  assert.equal(await abandonLostAttempts(database.db), 3)
  assert.equal(await statusesOf(running), 'running attempt, running analysis')
  for (const lost of [ended, waiting, deleted]) assert.equal(await statusesOf(lost), 'abandoned attempt, failed analysis')
  assert.equal(await abandonLostAttempts(database.db), 0)
})

test('an attempt without a job is given a day', async () => {
  const [old, young] = [await begin('1'.repeat(40)), await begin('2'.repeat(40))]
  await database.pool.query(`update analysis_attempts set started_at = now() - interval '25 hours' where id = $1`, [old.id])
  assert.equal(await abandonLostAttempts(database.db), 1)
  assert.equal(await statusesOf(old), 'abandoned attempt, failed analysis')
  assert.equal(await statusesOf(young), 'running attempt, running analysis')
})

test('a worker whose job has gone to another one begins nothing, and unseats nobody', async () => {
  const job = await addJob('active')
  const living = await begin('1'.repeat(40), job)
  const key = { identity: identityOf('lost'), commit: '1'.repeat(40), extractorVersion: VERSION }
  const lost = new Error('The job is no longer held by this worker')
  await assert.rejects(beginAttempt(database.db, key, { jobId: job, hold: () => Promise.reject(lost) }), lost)
  assert.equal(await statusesOf(living), 'running attempt, running analysis')
})

test('the next attempt at a job ends the one before, also where the head has moved meanwhile', async () => {
  const job = await addJob('active')
  const killed = await begin('1'.repeat(40), job)
  const next = await begin('2'.repeat(40), job)
  const other = await begin('3'.repeat(40), await addJob('active'))
  assert.equal(await statusesOf(killed), 'abandoned attempt, failed analysis')
  assert.equal(await statusesOf(next), 'running attempt, running analysis')
  assert.equal(await statusesOf(other), 'running attempt, running analysis')
})
