/** What an analyzer that is told to end does with an analysis that it parses or stores at that moment. */
import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'

import { openAnalysisSite, type AnalysisSite } from './support/analysis-site.ts'
import { gateInsertsInto } from './support/gate.ts'
import type { Program } from './support/program.ts'
import { watchTable } from './support/watched-table.ts'

/** A second and a half for what runs, and then half of that for it to let go. */
const TIMEOUT = 4000

/** Each takes its parser a tenth of a second at least, all of them some three times what is left to finish in; nothing else takes long. */
const LARGE = `def test_it():\n${'    a.b.c = (x + y * z - 1) if u and v else [i for i in w]\n'.repeat(32_000)}`
const LARGE_FILES = Object.fromEntries(Array.from({ length: 48 }, (_, index) => [`test_${index}.py`, `${LARGE}# ${index}\n`]))

describe('an analyzer that is told to end', () => {
  let site: AnalysisSite
  before(async () => {
    site = await openAnalysisSite()
  })
  after(() => site[Symbol.asyncDispose]())
  beforeEach(() =>
    site.database.pool.query(
      'truncate repositories, analysis_attempts, file_inventories, facts, job_attempts cascade; delete from pgboss.job',
    ),
  )

  const analyzer = (): Program => site.analyzer({ SHUTDOWN_TIMEOUT: `${TIMEOUT}ms` })
  const rowsOf = async (query: string): Promise<unknown[]> => (await site.database.pool.query<Record<string, unknown>>(query)).rows

  /** As if it had never been taken: nothing stored, and nothing held. */
  const assertPutBack = async (): Promise<void> => {
    assert.deepEqual(await rowsOf('select state, retry_count, started_on from pgboss.job'), [
      { state: 'created', retry_count: 0, started_on: null },
    ])
    assert.deepEqual(await rowsOf('select outcome from job_attempts'), [{ outcome: 'put-back' }])
    assert.deepEqual(await site.attempts(), [{ status: 'abandoned', error_code: 'shutdown' }])
    assert.deepEqual(await rowsOf('select status, file_ids, totals from analyses'), [{ status: 'failed', file_ids: null, totals: null }])
    assert.deepEqual(await rowsOf('select path from file_inventories'), [])
    assert.deepEqual(await site.held(), [])
  }
  const endsInTime = async (worker: Program): Promise<void> => {
    const toldAt = performance.now()
    worker.kill('SIGTERM')
    const { code, stdout, stderr } = await worker.exit
    const took = performance.now() - toldAt
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' }, stdout)
    assert.ok(took < TIMEOUT, `it took ${Math.round(took)} ms`)
  }

  it('puts back what it parses', async () => {
    await site.send(await site.addRepository('large', LARGE_FILES), 'ada')
    await using attempts = await watchTable(site.database.url, 'job_attempts')
    await using worker = analyzer()
    await worker.whileRunning(attempts.until(async () => (await rowsOf("select from job_attempts where phase = 'parse'")).length > 0))
    await endsInTime(worker)
    await assertPutBack()
  })

  it('puts back what it stores, and another one stores it', async () => {
    await site.send(site.url, 'ada')
    await using gate = await gateInsertsInto(site.database, 'file_inventories')
    await using worker = analyzer()
    await worker.whileRunning(gate.blocked())
    await endsInTime(worker)
    await assertPutBack()

    await gate.open()
    await using other = analyzer()
    assert.equal((await other.untilLogged('Completed'))['attempt'], 1)
    assert.deepEqual(await rowsOf('select status from analyses'), [{ status: 'completed' }])
  })

  it('leaves what it stores at once at a second signal, and nothing of it is stored', async () => {
    await site.send(site.url, 'ada')
    await using gate = await gateInsertsInto(site.database, 'file_inventories')
    await using worker = analyzer()
    await worker.whileRunning(gate.blocked())
    worker.kill('SIGTERM')
    await worker.untilLogged('Ending')
    const secondAt = performance.now()
    worker.kill('SIGTERM')
    assert.equal((await worker.exit).code, 143)
    const took = performance.now() - secondAt
    assert.ok(took < 1000, `it took ${Math.round(took)} ms`)
    // The server notices at the end of the statement that nobody is there to commit it.
    await site.database.pool.query(
      "select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = current_database() and application_name = 'testimony analyzer'",
    )
    await gate.open()
    assert.deepEqual(await rowsOf('select status, file_ids from analyses'), [{ status: 'running', file_ids: null }])
    assert.deepEqual(await rowsOf('select path from file_inventories'), [])
    assert.deepEqual(await rowsOf('select state, retry_count from pgboss.job'), [{ state: 'active', retry_count: 0 }])
    assert.deepEqual(await rowsOf('select outcome from job_attempts'), [{ outcome: null }])
  })
})
