import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { watchTable, type WatchedTable } from '../../test/support/watched-table.ts'
import { cancelJob } from './cancel-job.ts'
import { claimJob } from './claim-job.ts'
import { createProgressWriter } from './job-progress.ts'
import { readJobStanding } from './job-standing.ts'
import { createHands } from './testing/hands.ts'
import { chore, openTestQueue, silent, type TestQueue } from './testing/test-queue.ts'
import { startWorker } from './testing/test-worker.ts'

describe('the progress of a running job', () => {
  let test: TestQueue
  let changes: WatchedTable
  before(async () => {
    test = await openTestQueue()
    changes = await watchTable(test.url, 'job_attempts')
    await test.pool.query(`
      CREATE TABLE writes (done integer);
      CREATE FUNCTION note_write() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO writes VALUES (new.done); RETURN NULL; END $$;
      CREATE TRIGGER note_write AFTER UPDATE OF done ON job_attempts FOR EACH ROW EXECUTE FUNCTION note_write()`)
  })
  after(async () => {
    await changes[Symbol.asyncDispose]()
    await test[Symbol.asyncDispose]()
  })
  const progressOf = async (jobId: string) => {
    const standing = await readJobStanding(test.queue.database, jobId)
    return standing.kind === 'running' ? standing.progress : standing.kind
  }

  it('is read by others, the first at once and the latest within about a second, however often it is told', async () => {
    const hands = createHands()
    const { jobId } = await test.send('long')
    await using worker = startWorker(test, { handle: hands.handle })
    await hands.untilTaken(1)
    assert.equal(await progressOf(jobId), null)
    hands.taken[0]?.reportProgress({ phase: 'fetch', done: 1, total: null })
    await changes.until(async () => JSON.stringify(await progressOf(jobId)) === JSON.stringify({ phase: 'fetch', done: 1, total: null }))
    for (let done = 1; done <= 5000; done++) hands.taken[0]?.reportProgress({ phase: 'parse', done, total: 5000 })
    const expected = JSON.stringify({ phase: 'parse', done: 5000, total: 5000 })
    await changes.until(async () => JSON.stringify(await progressOf(jobId)) === expected)
    const { rows } = await test.pool.query<{ done: number }>('SELECT done FROM writes')
    assert.deepEqual(
      rows.map(({ done }) => done),
      [1, 5000],
    )
    hands.finish()
    await worker.end()
    assert.equal(await progressOf(jobId), 'completed')
  })

  it('is no longer written by an attempt that has lost its job', async () => {
    const { jobId } = await test.send('unwanted')
    const claimed = await claimJob(test.queue, chore, 9)
    assert.ok(claimed)
    await cancelJob(test.queue.database, [chore], jobId, 'ada')
    const writer = createProgressWriter(claimed.claim, test.queue.database, silent)
    writer.report({ phase: 'parse', done: 77, total: null })
    await writer[Symbol.asyncDispose]()
    const { rows } = await test.pool.query('SELECT FROM job_attempts WHERE done = 77')
    assert.equal(rows.length, 0)
  })
})
