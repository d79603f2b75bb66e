/** What becomes of an analysis whose worker dies, hangs or is told to end in the middle of it. */
import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'

import { openAnalysisSite, type AnalysisSite } from './support/analysis-site.ts'
import type { Program } from './support/program.ts'
import { assertLeftAtOnce } from './support/second-signal.ts'

/** From the death of a worker until another one has finished its analysis. */
const TAKEOVER_LIMIT = 15_000

describe('an analysis in its middle', () => {
  let site: AnalysisSite
  beforeEach(async () => {
    site = await openAnalysisSite()
  })
  afterEach(() => site[Symbol.asyncDispose]())

  /** A worker whose analysis waits for the contents of files. */
  const startHeld = async (environment?: Record<string, string>): Promise<{ worker: Program; release: () => void }> => {
    const hold = site.holdAnalysis()
    await site.send(site.url)
    const worker = site.analyzer(environment)
    const held = hold.held.then(() => 'held')
    assert.equal(await Promise.race([held, worker.untilLogged('Completed')]), 'held')
    return { worker, release: hold.release }
  }
  const completedAnalyses = async (): Promise<number | null> =>
    (await site.database.pool.query("select from analyses where status = 'completed'")).rowCount

  it('is finished once by another worker within 15 seconds when its own is killed', async (context) => {
    const { worker, release } = await startHeld()
    await using killed = worker
    await using other = site.analyzer()
    await other.untilLogged('Ready')
    killed.kill('SIGKILL')
    const killedAt = performance.now()
    release()
    await other.untilLogged('Completed')
    const took = performance.now() - killedAt
    context.diagnostic(`finished ${Math.round(took)} ms after the kill`)
    assert.ok(took < TAKEOVER_LIMIT, `it took ${Math.round(took)} ms`)
    assert.deepEqual(await site.attempts(), [
      { status: 'abandoned', error_code: null },
      { status: 'completed', error_code: null },
    ])
    assert.equal(await completedAnalyses(), 1)
    const jobs = await site.jobs()
    assert.deepEqual(
      jobs.map(({ state, retry_count }) => ({ state, retry_count })),
      [{ state: 'completed', retry_count: 1 }],
    )
  })

  it('is finished by another worker when its own hangs, whose late result changes nothing', async () => {
    const { worker, release } = await startHeld()
    await using hanging = worker
    await using other = site.analyzer({ ANALYZER_CACHE_DIR: `${site.environment['ANALYZER_CACHE_DIR']}-other` })
    hanging.kill('SIGSTOP')
    await other.untilLogged('Completed')
    const stored = async () =>
      (await site.database.pool.query<Record<string, unknown>>('select id, attempt_id, finished_at from analyses')).rows
    const before = await stored()
    release()
    hanging.kill('SIGCONT')
    await hanging.untilLogged(/went to another worker/)
    assert.deepEqual(await stored(), before)
    assert.deepEqual(
      (await site.attempts()).map(({ status }) => status),
      ['abandoned', 'completed'],
    )
    assert.deepEqual(
      (await site.jobs()).map(({ state, retry_count }) => ({ state, retry_count })),
      [{ state: 'completed', retry_count: 1 }],
    )
  })

  it('is put back by SIGTERM with no attempt used, and another worker starts it within seconds', async () => {
    const { worker, release } = await startHeld({ SHUTDOWN_TIMEOUT: '4s' })
    await using ending = worker
    await using other = site.analyzer()
    await other.untilLogged('Ready')
    ending.kill('SIGTERM')
    await ending.untilLogged(/Put back/)
    const putBackAt = performance.now()
    release()
    await other.untilLogged('Started')
    const took = performance.now() - putBackAt
    assert.ok(took < 3000, `it took ${Math.round(took)} ms`)
    const { code, signal } = await ending.exit
    assert.deepEqual({ code, signal }, { code: 0, signal: null })
    const completed = await other.untilLogged('Completed')
    assert.equal(completed['attempt'], 1)
    assert.deepEqual(
      (await site.jobs()).map(({ state, retry_count }) => ({ state, retry_count })),
      [{ state: 'completed', retry_count: 0 }],
    )
    assert.deepEqual(await site.attempts(), [
      { status: 'abandoned', error_code: 'shutdown' },
      { status: 'completed', error_code: null },
    ])
    assert.deepEqual(await site.held(), [])
  })

  it('is finished by its own worker after SIGTERM when there is time for it', async () => {
    const { worker, release } = await startHeld()
    await using ending = worker
    ending.kill('SIGTERM')
    await ending.untilLogged('Ending')
    release()
    assert.equal((await ending.exit).code, 0)
    assert.deepEqual(
      (await site.jobs()).map(({ state }) => state),
      ['completed'],
    )
  })

  it('is left at once by a second signal', async () => {
    const { worker } = await startHeld()
    await using ending = worker
    await assertLeftAtOnce(ending)
  })

  it('goes on when the connections to the database are cut under it', async () => {
    const { worker, release } = await startHeld()
    await using going = worker
    await site.database.pool.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name like 'testimony analyzer%'",
    )
    await site.database.pool.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'testimony listener'",
    )
    release()
    await going.untilLogged('Completed')
    going.kill('SIGTERM')
    assert.equal((await going.exit).code, 0)
  })
})
