/** The program that a platform's cron starts: what it removes, and how it ends. */
import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'

import { storeOldAnalyses } from '../src/retention/testing/stored-rows.ts'
import { openForFile } from './support/for-file.ts'
import { gateDeletesOf } from './support/gate.ts'
import { startMonitor } from './support/monitor.ts'
import { openTestDatabase, type TestDatabase } from './support/postgres.ts'
import { runProgram, startProgram, type Program, type ProgramExit } from './support/program.ts'

let database: TestDatabase
openForFile(openTestDatabase, (opened) => (database = opened))

const OLD = 20
beforeEach(async () => {
  await database.pool.query('truncate repositories, periodic_runs cascade')
  await storeOldAnalyses(database.pool, OLD)
})

const environment = (more: Record<string, string> = {}): Record<string, string> => ({
  DATABASE_URL: database.url,
  RETENTION_BATCH_SIZE: '5',
  RETENTION_BATCH_PAUSE: '0ms',
  ...more,
})
const run = (more?: Record<string, string>, ...given: string[]): Promise<ProgramExit> =>
  runProgram('retention-cleanup', { environment: environment(more), arguments: given })
const start = (more?: Record<string, string>): Program => startProgram('retention-cleanup', { environment: environment(more) })

const leftOver = async (): Promise<number> =>
  (await database.pool.query<{ count: number }>('select count(*)::int from analyses')).rows[0]?.count ?? -1

interface Run {
  job: string
  started_by: string
  outcome: string | null
  summary: { removed: Record<string, number> } | null
}
const runs = async (): Promise<Run[]> =>
  (await database.pool.query<Run>('select job, started_by, outcome, summary from periodic_runs order by id')).rows

const logLines = ({ stdout }: ProgramExit): Record<string, unknown>[] =>
  stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Record<string, unknown>]))

describe('retention-cleanup', () => {
  it('removes what is no longer kept, logs one summary, keeps a row of its run and tells the monitor', async () => {
    await using monitor = await startMonitor()
    const exit = await run({ HEARTBEAT_URL: monitor.url })
    assert.deepEqual([exit.code, exit.stderr], [0, ''])
    assert.equal(await leftOver(), 0)
    const lines = logLines(exit)
    assert.equal(lines.length, 1)
    assert.equal(lines[0]?.['message'], 'Done')
    const removed = Object.entries(lines[0]?.['removed'] ?? {}).filter(([, count]) => count !== 0)
    assert.deepEqual(removed, [['analyses', OLD]])
    const [row] = await runs()
    assert.deepEqual([row?.job, row?.started_by, row?.outcome], ['retention-cleanup', 'cron', 'done'])
    assert.equal(row?.summary?.removed['analyses'], OLD)
    assert.deepEqual(monitor.asked, ['GET /ping/s3cret-id/start', 'GET /ping/s3cret-id'])
  })

  it('says with --dry-run what it would remove, in words, and neither removes nor records nor pings anything', async () => {
    await using monitor = await startMonitor()
    const exit = await run({ HEARTBEAT_URL: monitor.url }, '--dry-run')
    assert.deepEqual([exit.code, exit.stdout, exit.stderr], [0, `would remove:\n${OLD} analyses\n`, ''])
    assert.equal(await leftOver(), OLD)
    assert.deepEqual([await runs(), monitor.asked], [[], []])
    await database.pool.query('delete from analyses')
    assert.equal((await run({}, '--dry-run')).stdout, 'nothing would be removed\n')
  })

  it('finishes its batch after SIGTERM, ends with 75, and the next run goes on', async () => {
    await using monitor = await startMonitor()
    await using gate = await gateDeletesOf(database, 'analyses')
    await using program = start({ HEARTBEAT_URL: monitor.url })
    await program.whileRunning(gate.blocked())
    program.kill('SIGTERM')
    await program.untilLogged('Ending')
    await gate.open()
    const exit = await program.exit
    assert.equal(exit.code, 75)
    assert.equal(await leftOver(), OLD - 5)
    assert.deepEqual(
      logLines(exit).map(({ message }) => message),
      ['Ending', 'Cut off'],
    )
    assert.deepEqual(monitor.asked, ['GET /ping/s3cret-id/start', 'GET /ping/s3cret-id/75'])

    assert.equal((await run()).code, 0)
    assert.equal(await leftOver(), 0)
    assert.deepEqual(
      (await runs()).map(({ outcome, summary }) => [outcome, summary?.removed['analyses']]),
      [
        ['cut-off', 5],
        ['done', OLD - 5],
      ],
    )
  })

  it('undoes a batch that does not end in time after SIGTERM, and ends with 75', async () => {
    await using gate = await gateDeletesOf(database, 'analyses')
    await using program = start({ SHUTDOWN_TIMEOUT: '2s' })
    await program.whileRunning(gate.blocked())
    const toldAt = performance.now()
    program.kill('SIGTERM')
    const exit = await program.exit
    const took = performance.now() - toldAt
    assert.equal(exit.code, 75, exit.stdout)
    assert.ok(took < 2000, `it took ${Math.round(took)} ms`)
    await gate.open()
    assert.equal(await leftOver(), OLD)
    assert.deepEqual(
      (await runs()).map(({ outcome }) => outcome),
      ['cut-off'],
    )
  })

  it('ends at once after a second signal: nothing of the batch is removed, and the run has no finish', async () => {
    await using gate = await gateDeletesOf(database, 'analyses')
    await using program = start()
    await program.whileRunning(gate.blocked())
    program.kill('SIGTERM')
    await program.untilLogged('Ending')
    program.kill('SIGTERM')
    assert.equal((await program.exit).code, 143)
    // The server notices at the end of the statement that nobody is there to commit it.
    await database.pool.query(
      `select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = current_database() and application_name = 'testimony retention-cleanup'`,
    )
    await gate.open()
    assert.equal(await leftOver(), OLD)
    assert.deepEqual(
      (await runs()).map(({ outcome }) => outcome),
      [null],
    )
    assert.equal((await run()).code, 0)
    assert.equal(await leftOver(), 0)
  })

  it('is cut off when its time is over', async () => {
    const exit = await run({ RETENTION_TIMEOUT: '1s', RETENTION_BATCH_PAUSE: '1m' })
    assert.equal(exit.code, 75)
    assert.equal(await leftOver(), OLD - 5)
  })

  it('does no harm when two run at once', async () => {
    const exits = await Promise.all([run({ RETENTION_BATCH_SIZE: '2' }), run({ RETENTION_BATCH_SIZE: '3' })])
    assert.deepEqual(
      exits.map(({ code }) => code),
      [0, 0],
    )
    assert.equal(await leftOver(), 0)
    const removed = (await runs()).map(({ summary }) => summary?.removed['analyses'] ?? 0)
    assert.equal(
      removed.reduce((sum, count) => sum + count, 0),
      OLD,
    )
  })

  it('says in one line that the database does not answer, ends with 1, and tells the monitor', async () => {
    await using monitor = await startMonitor()
    const exit = await run({ DATABASE_URL: 'postgres://app:hunter2@127.0.0.1:1/testimony', HEARTBEAT_URL: monitor.url })
    assert.equal(exit.code, 1)
    assert.match(exit.stderr, /^retention-cleanup: The database does not answer[^\n]*\n$/)
    assert.doesNotMatch(exit.stdout + exit.stderr, /hunter2|s3cret-id/)
    assert.deepEqual(monitor.asked, ['GET /ping/s3cret-id/start', 'GET /ping/s3cret-id/fail'])
  })

  it('refuses wrong arguments and settings with 2, and shows no secret', async () => {
    const wrong = await run({}, '--nonsense')
    assert.deepEqual([wrong.code, wrong.stdout], [2, ''])
    assert.match(wrong.stderr, /^retention-cleanup: Unknown option '--nonsense'[^\n]*\n$/)
    const faulty = await run({ RETENTION_DAYS: '0', RETENTION_BATCH_PAUSE: '100', HEARTBEAT_URL: 'ftp://monitor/s3cret-id' })
    assert.equal(faulty.code, 2)
    assert.match(faulty.stderr, /HEARTBEAT_URL must be[^]*RETENTION_DAYS must be[^]*RETENTION_BATCH_PAUSE must be/)
    assert.doesNotMatch(faulty.stderr, /s3cret-id/)
  })

  it('is helped without any configuration', async () => {
    const { code, stdout } = await runProgram('retention-cleanup', { arguments: ['--help'] })
    assert.equal(code, 0)
    assert.match(stdout, /Usage: retention-cleanup \[--dry-run\]/)
  })
})
