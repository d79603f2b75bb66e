/** What becomes of jobs: which are tried again, which are not, and who waits for whom. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'

import { openAnalysisSite, type AnalysisSite, type Job } from './support/analysis-site.ts'
import { openForFile } from './support/for-file.ts'
import type { Program } from './support/program.ts'

let site: AnalysisSite
openForFile(openAnalysisSite, (opened) => (site = opened))

const jobOf = async (id: string): Promise<Job> => {
  const job = (await site.jobs()).find((candidate) => candidate.id === id)
  assert.ok(job, `there is a job ${id}`)
  return job
}

describe('jobs of the analyzer', () => {
  it('leaves one job of several programs that send the same at once, and each says so', async () => {
    const sent = await Promise.all(Array.from({ length: 6 }, () => site.enqueue(`${site.origin}/crowd`)))
    assert.equal(new Set(sent.map(({ stdout }) => stdout)).size, 1)
    assert.equal(sent.filter(({ stderr }) => stderr.includes('the job waits in the default queue')).length, 1)
    assert.equal(sent.filter(({ stderr }) => stderr.includes('nothing was sent')).length, 5)
    await site.database.pool.query('delete from pgboss.job')
  })
})

describe('an analyzer', () => {
  let worker: Program
  before(() => {
    worker = site.analyzer()
  })
  after(() => worker[Symbol.asyncDispose]())

  it('fails a permanent fault at once, in plain words, without another attempt', async () => {
    const [missing, unknown] = [await site.send(`${site.origin}/absent`), await site.send(site.url, 'somebody', { ref: 'no-such-branch' })]
    for (const id of [missing, unknown]) {
      await worker.whileRunning(site.changes.until(async () => (await jobOf(id)).state === 'failed'))
    }
    assert.equal((await jobOf(missing)).output?.code, 'repository-not-found')
    assert.equal((await jobOf(unknown)).output?.code, 'unknown-ref')
    assert.match((await jobOf(unknown)).output?.message ?? '', /no-such-branch/)
    for (const id of [missing, unknown]) assert.equal((await jobOf(id)).retry_count, 0)
    const failed = (await site.attempts()).map(({ status, error_code }) => `${status} ${error_code}`).sort()
    assert.deepEqual(failed, ['failed repository-not-found', 'failed unknown-ref'])
    const { rows } = await site.database.pool.query("select from pgboss.job where name = 'analysis.dead'")
    assert.equal(rows.length, 0)
  })

  it('tries a transient fault again, and keeps each attempt as a row', async () => {
    await site.database.pool.query('delete from analysis_attempts')
    const id = await site.send('http://127.0.0.1:1/nobody-listens')
    await worker.untilLogged('Failed; to be tried again', { jobId: id })
    assert.equal((await jobOf(id)).state, 'retry')
    const { rows } = await site.database.pool.query<{ due: boolean }>('select start_after > now() as due from pgboss.job where id = $1', [
      id,
    ])
    assert.deepEqual(rows, [{ due: true }], 'not before a pause')
    await site.database.pool.query('update pgboss.job set start_after = now() where id = $1', [id])
    await worker.whileRunning(site.changes.until(async () => (await site.attempts()).length === 2 && (await jobOf(id)).state === 'retry'))
    assert.deepEqual(
      (await site.attempts()).map(({ status }) => status),
      ['failed', 'failed'],
    )
    await site.database.pool.query('delete from pgboss.job')
  })

  it('stores nothing while the disk of the database is full, and is done once there is room', async () => {
    const { pool } = site.database
    await pool.query('delete from analysis_attempts')
    const url = await site.addRepository('room')
    await pool.query(`
      create function full_disk() returns trigger language plpgsql as $$ begin
        raise exception 'could not extend file "base/1/2": No space left on device' using errcode = 'disk_full';
      end $$;
      create trigger full_disk before insert on file_inventories for each statement execute function full_disk()`)
    const id = await site.send(url)
    await worker.untilLogged('Failed; to be tried again', { jobId: id })
    assert.deepEqual((await pool.query('select outcome, error_code from job_attempts where job_id = $1', [id])).rows, [
      { outcome: 'retried', error_code: 'database-disk-full' },
    ])
    assert.deepEqual(
      (await pool.query("select from analyses where status = 'completed' and repository_id = (select max(id) from repositories)")).rows,
      [],
    )
    await pool.query('drop trigger full_disk on file_inventories; update pgboss.job set start_after = now()')
    await worker.untilLogged('Completed', { jobId: id, attempt: 2 })
    await pool.query('drop function full_disk; delete from pgboss.job')
  })

  it('analyses what was pushed after an analysis began, once it has ended, for whoever asks meanwhile', async () => {
    const { pool } = site.database
    const url = await site.addRepository('pushed')
    const hold = site.holdAnalysis()
    const first = await site.send(url)
    await worker.whileRunning(hold.held)
    await site.addRepository('pushed', { 'later.test.ts': "import { test } from 'vitest'\ntest('later', () => {})\n" })
    const second = await site.send(url)
    assert.notEqual(second, first)
    assert.equal(await site.send(url, 'somebody', { urgency: 'priority' }), second, 'one job waits, whoever asks')
    hold.release()
    await worker.whileRunning(site.changes.until(async () => (await site.jobs()).every(({ state }) => state === 'completed')))
    const { rows } = await pool.query<{ tests: number }>(`select (output->>'tests')::int as tests from pgboss.job order by created_on`)
    assert.deepEqual(rows, [{ tests: 2 }, { tests: 3 }])
    const { rows: overlaps } = await pool.query(
      'select from job_attempts one, job_attempts other where one.job_id = $1 and other.job_id = $2 and other.started_at < one.ended_at',
      [first, second],
    )
    assert.deepEqual(overlaps, [], 'they ran one after the other')
    await pool.query('delete from pgboss.job')
  })
})

describe('jobs of analyzers', () => {
  it('are never more at a time for one requester than the limit, over two workers', async () => {
    const { pool } = site.database
    await pool.query(`
      create table running_at_once (jobs int);
      create function note_running() returns trigger language plpgsql as $$ begin
        insert into running_at_once select count(*) from pgboss.job where state = 'active' and group_id = 'greedy';
        return null;
      end $$;
      create trigger note_running after update on pgboss.job_common
        for each row when (new.state = 'active' and new.group_id = 'greedy') execute function note_running()`)
    for (let number = 0; number < 6; number++) await site.send(await site.addRepository(`greedy-${number}`), 'greedy')
    await site.send(await site.addRepository('modest'), 'modest')
    const hold = site.holdAnalysis(3)
    const environment = { GROUP_CONCURRENCY: '2', ANALYZER_CONCURRENCY: '4' }
    await using one = site.analyzer(environment)
    await using other = site.analyzer(environment)
    await one.whileRunning(other.whileRunning(hold.held))
    const running = await pool.query("select group_id from pgboss.job where state = 'active' order by group_id")
    assert.deepEqual(
      running.rows.map(({ group_id }: { group_id: string }) => group_id),
      ['greedy', 'greedy', 'modest'],
    )
    hold.release()
    await site.changes.until(async () => (await site.jobs()).every(({ state }) => state === 'completed'))
    const { rows } = await pool.query<{ most: number; times: number }>(
      'select max(jobs)::int as most, count(*)::int as times from running_at_once where jobs > 0',
    )
    assert.equal(rows[0]?.most, 2)
    assert.ok((rows[0]?.times ?? 0) >= 6, 'each of the six was seen to start')
    for (const worker of [one, other]) {
      worker.kill('SIGTERM')
      assert.equal((await worker.exit).code, 0)
    }
  })
})
