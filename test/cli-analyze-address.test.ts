import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it } from 'node:test'

import type { InventoryJson } from '../src/index.ts'
import { commitFiles, makeRepository } from '../src/source/testing/git-fixture.ts'
import { startGitServer } from '../src/source/testing/git-server.ts'
import { setUpFile } from './support/for-file.ts'
import { startHoldingProxy } from './support/holding-proxy.ts'
import { openTestDatabase, type TestDatabase } from './support/postgres.ts'
import { runProgram, startProgram } from './support/program.ts'
import { openWorkplace, SUMS, type Workplace } from './support/testimony.ts'
import { untilFound } from './support/until-found.ts'

const OTHER = "import { test } from 'vitest'\ntest('another', () => {})\n"

let place: Workplace
let database: TestDatabase
setUpFile(async (opened) => {
  place = opened.use(await openWorkplace())
  database = opened.use(await openTestDatabase('with queues'))
})

const onDatabase = (): Record<string, string> => ({ DATABASE_URL: database.url })

const STAYS = /^testimony: the job stays in the queue: `testimony jobs show [0-9a-f-]{36}` says how it stands\n$/

/** Sends a job by hand; answers its id. */
const enqueue = async (environment: Record<string, string>, given: string[]): Promise<string> => {
  const { code, stdout, stderr } = await runProgram('enqueue', { environment, arguments: given })
  assert.equal(code, 0, stderr)
  return stdout.trim()
}

describe('analyze of an address', () => {
  it('sends an address through the queue, which has the job as completed afterwards', async () => {
    const root = join(place.path, 'served')
    await makeRepository(join(root, 'sums'), SUMS)
    await using server = await startGitServer({ root })
    const environment = { ...onDatabase(), ALLOW_PRIVATE_NETWORKS: 'true' }
    const exit = await place.testimony(['analyze', `${server.origin}/sums`, '--format', 'json'], environment)
    assert.equal(exit.code, 0, exit.stderr)
    const inventory: InventoryJson = JSON.parse(exit.stdout)
    assert.deepEqual([inventory.totals.tests, inventory.repository.url], [4, `${server.origin}/sums`])
    const { rows } = await database.pool.query('select name, state from pgboss.job')
    assert.deepEqual(rows, [{ name: 'analysis.priority', state: 'completed' }])
    const again = await place.testimony(['analyze', `${server.origin}/sums`], environment)
    assert.match(again.stderr, /answered from the store/)
    assert.equal((await database.pool.query('select from pgboss.job')).rowCount, 1)
  })

  /** The sums, served in such a way that a test can hold what is asked of them, and the jobs that were sent for them. */
  const serveHeld = async (opened: AsyncDisposableStack, name: string) => {
    const root = join(place.path, name)
    await makeRepository(join(root, 'sums'), SUMS)
    const server = opened.use(await startGitServer({ root }))
    const proxy = opened.use(await startHoldingProxy(server.origin))
    const jobs = async () => {
      const { rows } = await database.pool.query<{ state: string; retry_count: number }>(
        'select state, retry_count from pgboss.job where data::text like $1 order by created_on',
        [`%${proxy.origin}%`],
      )
      return rows
    }
    const environment = { ...place.environment, ...onDatabase(), ALLOW_PRIVATE_NETWORKS: 'true' }
    const hold = () => proxy.holdNext(async () => (await jobs()).some((job) => job.state === 'active'))
    return { url: `${proxy.origin}/sums`, path: join(root, 'sums'), environment, jobs, hold }
  }

  it('takes its job back when it is interrupted, so that no other command has to do it', async () => {
    await using opened = new AsyncDisposableStack()
    const { url, environment, jobs, hold } = await serveHeld(opened, 'interrupted')
    const { held, release } = hold()
    await using program = startProgram('testimony', { environment, arguments: ['analyze', url] })
    await Promise.race([held, program.exit])
    program.kill('SIGINT')
    const exit = await program.exit
    assert.deepEqual([exit.code, exit.stdout, exit.stderr], [130, '', ''])
    assert.deepEqual(await jobs(), [{ state: 'cancelled', retry_count: 0 }])
    release()
    const next = await place.testimony(['analyze', url], environment)
    assert.equal(next.code, 0, next.stderr)
    assert.deepEqual(
      (await jobs()).map(({ state }) => state),
      ['cancelled', 'completed'],
    )
  })

  it('goes on with the job it joined where the command that sent it is interrupted', async () => {
    await using opened = new AsyncDisposableStack()
    const { url, path, environment, hold } = await serveHeld(opened, 'joined')
    const given = ['analyze', url, '--ref', await commitFiles(path, { 'other.test.ts': OTHER })]
    const { held, release } = hold()
    await using first = startProgram('testimony', { environment, arguments: given })
    await Promise.race([held, first.exit])
    await using second = startProgram('testimony', { environment, arguments: given })
    const waiting =
      "select from pg_stat_activity where datname = current_database() and query = 'LISTEN testimony_job_changes' having count(*) = 2"
    await second.whileRunning(untilFound(database.pool, waiting))
    first.kill('SIGTERM')
    const { code, stderr } = await first.exit
    assert.equal(code, 143)
    assert.match(stderr, STAYS)
    release()
    const exit = await second.exit
    assert.equal(exit.code, 0, exit.stderr)
    assert.match(exit.stderr, /^testimony: parsed \d+ files?/)
  })

  it('leaves a job that was there before where it is, and says so when it is interrupted', async () => {
    await using opened = new AsyncDisposableStack()
    const { url, path, environment, jobs, hold } = await serveHeld(opened, 'left')
    const ref = await commitFiles(path, { 'other.test.ts': OTHER })
    await enqueue(environment, ['analysis', url, '--ref', ref])
    const { held, release } = hold()
    await using program = startProgram('testimony', { environment, arguments: ['analyze', url, '--ref', ref] })
    await Promise.race([held, program.exit])
    program.kill('SIGINT')
    assert.match((await program.exit).stderr, STAYS)
    assert.deepEqual(await jobs(), [{ state: 'created', retry_count: 0 }])
    release()
    assert.equal((await place.testimony(['analyze', url, '--ref', ref], environment)).code, 0)
  })

  it('leaves its job to whoever has asked for the same meanwhile when it is interrupted', async () => {
    await using opened = new AsyncDisposableStack()
    const { url, path, environment, jobs, hold } = await serveHeld(opened, 'shared')
    const ref = await commitFiles(path, { 'other.test.ts': OTHER })
    const { held, release } = hold()
    await using program = startProgram('testimony', { environment, arguments: ['analyze', url, '--ref', ref] })
    await Promise.race([held, program.exit])
    const joined = await runProgram('enqueue', { environment, arguments: ['analysis', url, '--ref', ref] })
    assert.match(joined.stderr, /the same job runs already/)
    program.kill('SIGINT')
    const exit = await program.exit
    assert.equal(exit.code, 130)
    assert.match(exit.stderr, STAYS)
    assert.deepEqual(await jobs(), [{ state: 'created', retry_count: 0 }])
    release()
    assert.equal((await place.testimony(['analyze', url, '--ref', ref], environment)).code, 0)
    assert.deepEqual(await jobs(), [{ state: 'completed', retry_count: 0 }])
  })

  it('does what it was asked for before what others left in the queue', async () => {
    await using opened = new AsyncDisposableStack()
    const { url, environment } = await serveHeld(opened, 'others')
    const older = await enqueue(environment, ['analysis', `${url}-of-others`, '--priority'])
    const exit = await place.testimony(['analyze', url], environment)
    assert.equal(exit.code, 0, exit.stderr)
    const { rows } = await database.pool.query<{ job: string }>(
      'select job_id as job from job_attempts where job_id = $1 or started_at >= (select created_on from pgboss.job where id = $1) order by started_at limit 1',
      [older],
    )
    assert.notEqual(rows[0]?.job, older)
    assert.equal((await place.testimony(['jobs', 'cancel', older], environment)).code, 0)
  })

  it('says how much was read also where that was for the job of a command that was killed', async () => {
    await using opened = new AsyncDisposableStack()
    const { url, environment, hold } = await serveHeld(opened, 'killed')
    const given = ['analyze', url]
    const { held, release } = hold()
    await using program = startProgram('testimony', { environment, arguments: given })
    await Promise.race([held, program.exit])
    program.kill('SIGKILL')
    await program.exit
    release()
    await database.pool.query("update pgboss.job set heartbeat_on = now() - interval '1 minute' where state = 'active'")
    const next = await place.testimony(given, environment)
    assert.match(next.stderr, /^testimony: parsed \d+ files? /)
  })
})
