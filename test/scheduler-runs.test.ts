/** What becomes of a periodic job whose scheduler is killed, stopped, told to end, or loses its database in the middle of it. */
import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'

import { startOwnPostgres } from './support/own-postgres.ts'
import { openTestDatabase, type TestDatabase } from './support/postgres.ts'
import { entryOfTestProgram, startProgram, type Program } from './support/program.ts'
import { assertLeftAtOnce } from './support/second-signal.ts'
import { watchTable } from './support/watched-table.ts'

const EVERY_SECOND = '* * * * * *'
/** Due long ago; `missed` makes it one tick to run. */
const EVERY_HOUR = '0 * * * *'
const TIME_TO_LIVE = 2000

interface Chore {
  pid: number
  due_at: Date
  what: string
}

interface Site {
  database: TestDatabase
  scheduler: (environment?: Record<string, string>) => Program
  chores: () => Promise<Chore[]>
  statuses: () => Promise<string[]>
}

const openSite = async (database: TestDatabase): Promise<Site> => {
  await database.pool.query('create table chores (id int generated always as identity, pid int, due_at timestamptz, what text)')
  await database.pool.query("insert into periodic_jobs (name, schedule, known_since) values ('chore', $1, now() - interval '2 hours')", [
    EVERY_HOUR,
  ])
  return {
    database,
    scheduler: (environment) =>
      startProgram('scheduler', {
        entry: entryOfTestProgram('test/support/scheduler-with-chore.ts'),
        environment: {
          DATABASE_URL: database.url,
          LEASE_TTL: `${TIME_TO_LIVE}ms`,
          CHORE_SCHEDULE: EVERY_HOUR,
          CHORE_WAITS: 'until-told',
          ...environment,
        },
      }),
    chores: async () => (await database.pool.query<Chore>('select pid, due_at, what from chores order by id')).rows,
    statuses: async () =>
      (
        await database.pool.query<{ status: string }>(
          "select status || ' ' || attempts as status from periodic_ticks where status <> 'skipped' order by due_at",
        )
      ).rows.map(({ status }) => status),
  }
}

const assertOneHolderAtATime = async (database: TestDatabase): Promise<void> => {
  const { rows } = await database.pool.query<{ overlaps: number; terms: number }>(`
    select count(*) filter (where held_until > next_from)::int as overlaps, count(*)::int as terms
    from (select held_until, lead(held_from) over (partition by name order by token) as next_from from lease_terms) term`)
  assert.equal(rows[0]?.overlaps, 0)
  assert.ok((rows[0]?.terms ?? 0) > 0)
}

describe('a periodic job in its middle', () => {
  let database: TestDatabase
  let site: Site
  beforeEach(async () => {
    database = await openTestDatabase()
    site = await openSite(database)
  })
  afterEach(async () => {
    await assertOneHolderAtATime(database)
    await database[Symbol.asyncDispose]()
  })
  const tellToGo = () => database.pool.query('notify go')
  const whatOf = async (pid?: number) =>
    (await site.chores()).filter((chore) => pid === undefined || chore.pid === pid).map(({ what }) => what)

  it('is waited for after SIGTERM when there is time for it', async () => {
    await using ending = site.scheduler()
    await ending.untilLogged('Waiting')
    ending.kill('SIGTERM')
    await ending.untilLogged('Ending')
    await tellToGo()
    const { code, stderr } = await ending.exit
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' })
    assert.deepEqual([await whatOf(), await site.statuses()], [['began', 'ended'], ['done 1']])
  })

  for (const waits of ['until-told', 'deaf']) {
    it(`is put back when the time to end is over (${waits}), and the next scheduler runs it within a second`, async () => {
      await using ending = site.scheduler({ SHUTDOWN_TIMEOUT: '2s', CHORE_WAITS: waits })
      await ending.untilLogged('Waiting')
      await using next = site.scheduler()
      await next.untilLogged('Standing by')
      ending.kill('SIGTERM')
      await ending.untilLogged('Released the lease')
      const at = performance.now()
      await next.untilLogged('Started')
      const took = performance.now() - at
      assert.ok(took < 1000, `it took ${Math.round(took)} ms`)
      assert.equal((await ending.exit).code, 0)
      assert.deepEqual(await whatOf(ending.pid), waits === 'deaf' ? ['began'] : ['began', 'cut off'])
      await next.untilLogged('Waiting')
      await tellToGo()
      await next.untilLogged('Done')
      assert.deepEqual(await site.statuses(), ['done 1'])
    })
  }

  it('is left at once by a second signal, and run again by the next scheduler', async () => {
    await using ending = site.scheduler()
    await ending.untilLogged('Waiting')
    await assertLeftAtOnce(ending)
    await using next = site.scheduler({ CHORE_WAITS: 'no' })
    await next.untilLogged('Done')
    assert.deepEqual(await site.statuses(), ['done 2'])
  })

  it('is run again within the time to live and a second after its scheduler was killed', async (context) => {
    await using killed = site.scheduler()
    await killed.untilLogged('Waiting')
    await using next = site.scheduler({ CHORE_WAITS: 'no' })
    await next.untilLogged('Standing by')
    killed.kill('SIGKILL')
    const at = performance.now()
    await next.untilLogged('Took the lease')
    const took = performance.now() - at
    context.diagnostic(`taken ${Math.round(took)} ms after the kill, with a time to live of ${TIME_TO_LIVE} ms`)
    assert.ok(took < TIME_TO_LIVE + 1000, `it took ${Math.round(took)} ms`)
    await next.untilLogged('Done')
    assert.deepEqual([await whatOf(killed.pid), await whatOf(next.pid)], [['began'], ['began', 'ended']])
    assert.deepEqual(await site.statuses(), ['done 2'])
  })

  it('writes nothing more when its scheduler was stopped for longer than the time to live', async () => {
    await using stopped = site.scheduler()
    await stopped.untilLogged('Waiting')
    await using next = site.scheduler({ CHORE_WAITS: 'no' })
    await next.untilLogged('Standing by')
    stopped.kill('SIGSTOP')
    await next.untilLogged('Done')
    stopped.kill('SIGCONT')
    await stopped.untilLogged(/whoever has it runs this again/)
    assert.deepEqual([await whatOf(stopped.pid), await whatOf(next.pid)], [['began'], ['began', 'ended']])
    assert.deepEqual(await site.statuses(), ['done 2'])
    const { rows: runs } = await database.pool.query('select outcome from periodic_runs order by id')
    assert.deepEqual(runs, [{ outcome: null }, { outcome: 'done' }])
    await stopped.untilLogged('Standing by')
    stopped.kill('SIGTERM')
    assert.equal((await stopped.exit).code, 0)
  })

  it('runs once for each time it is due, though schedulers are killed and told to end', async () => {
    const restless = { CHORE_SCHEDULE: EVERY_SECOND, CHORE_WAITS: 'no', LEASE_TTL: '1s' }
    await using ticks = await watchTable(database.url, 'periodic_ticks')
    const untilDone = (count: number) =>
      ticks.until(async () => (await site.statuses()).filter((status) => status.startsWith('done')).length >= count)
    await using first = site.scheduler(restless)
    await first.untilLogged('Took the lease')
    await using second = site.scheduler(restless)
    await second.untilLogged('Standing by')
    await untilDone(1)
    first.kill('SIGKILL')
    await second.untilLogged('Took the lease')
    await using third = site.scheduler(restless)
    await third.untilLogged('Standing by')
    await untilDone((await site.statuses()).length + 1)
    second.kill('SIGTERM')
    await third.untilLogged('Took the lease')
    await untilDone((await site.statuses()).length + 1)
    third.kill('SIGTERM')
    await third.exit
    const ended = (await site.chores()).filter(({ what }) => what === 'ended').map(({ due_at }) => due_at.getTime())
    assert.equal(new Set(ended).size, ended.length, `ran twice: ${ended.join(', ')}`)
    const { rows } = await database.pool.query<{ due_at: Date }>("select due_at from periodic_ticks where status = 'done'")
    assert.deepEqual(
      rows.filter(({ due_at }) => !ended.includes(due_at.getTime())),
      [],
    )
  })
})

it('a scheduler goes on when PostgreSQL is restarted under it, and runs the job again that it had to end', async () => {
  await using database = await startOwnPostgres()
  const site = await openSite(database)
  await using scheduler = site.scheduler({ SHUTDOWN_TIMEOUT: '2s' })
  await scheduler.untilLogged('Waiting')
  await database.stop()
  await scheduler.untilLogged('Lost the lease')
  await database.start()
  await using ticks = await watchTable(database.url, 'periodic_ticks')
  await scheduler.whileRunning(ticks.until(async () => (await site.statuses())[0] === 'running 2'))
  scheduler.kill('SIGTERM')
  assert.equal((await scheduler.exit).code, 0)
  assert.deepEqual(await site.statuses(), ['waiting 1'])
  await assertOneHolderAtATime(database)
})
