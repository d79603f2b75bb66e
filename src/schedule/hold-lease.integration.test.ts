import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'

import { sql } from 'kysely'
import { pino } from 'pino'

import { openForFile } from '../../test/support/for-file.ts'
import { openTestDatabase, type TestDatabase } from '../../test/support/postgres.ts'
import { untilFound } from '../../test/support/until-found.ts'
import { watchTable, type WatchedTable } from '../../test/support/watched-table.ts'
import { aborted } from '../runtime/aborted.ts'
import { holdLease } from './hold-lease.ts'
import { openLeaseDatabase } from './lease-database.ts'
import { extendLease, holdFence, LONGEST_TIME_TO_LIVE, releaseLease, takeLease } from './lease-store.ts'
import { LeaseLost, type Lease } from './lease.ts'

let database: TestDatabase
openForFile(openTestDatabase, (opened) => (database = opened))
beforeEach(async () => {
  await database.pool.query('truncate leases, lease_terms')
})

/** Terms of the lease by the database's clock; the last one may be on its way. */
const terms = async (): Promise<{ holder: string; token: string }[]> => {
  const { rows: overlaps } = await database.pool.query(`
    select from lease_terms one join lease_terms other on one.name = other.name and one.token < other.token
    where one.held_until > other.held_from and one.held_until > one.held_from`)
  assert.equal(overlaps.length, 0, 'two had the lease at a time')
  const { rows } = await database.pool.query<{ holder: string; token: string }>('select holder, token from lease_terms order by token')
  return rows
}

describe('the rows of a lease', () => {
  const lease = 'test'
  const take = (holder: string, timeToLive = 10_000) => takeLease(database.db, { name: lease, holder, timeToLive })
  const taken = async (holder: string) => {
    // The first look makes the row.
    await take(holder)
    const outcome = await take(holder)
    assert.equal(outcome.kind, 'taken')
    return { name: lease, holder, token: outcome.kind === 'taken' ? outcome.token : '' }
  }
  /** As if the time had gone by. */
  const expire = () =>
    database.pool.query(`
      with expired as (update leases set expires_at = clock_timestamp() - interval '1 ms' returning name, token, expires_at)
      update lease_terms t set held_until = greatest(t.held_from, e.expires_at) from expired e where t.name = e.name and t.token = e.token`)
  const fenced = (term: Awaited<ReturnType<typeof taken>>) =>
    database.db.transaction().execute((transaction) => holdFence(transaction, term))

  it('let one of many take it, with a token that grows from holder to holder', async () => {
    await take('nobody')
    const outcomes = await Promise.all(Array.from({ length: 20 }, (_, index) => take(`holder ${index}`)))
    assert.equal(outcomes.filter(({ kind }) => kind === 'taken').length, 1)
    await expire()
    assert.deepEqual(await take('next'), { kind: 'taken', token: '2' })
    assert.deepEqual(
      (await terms()).map(({ token }) => token),
      ['1', '2'],
    )
  })

  it('tell who has it and when it would expire', async () => {
    await taken('one')
    const outcome = await take('other')
    assert.ok(outcome.kind === 'held' && outcome.holder === 'one' && outcome.freeIn > 5000 && outcome.freeIn <= 10_000)
  })

  it('give it back for others to take at once', async () => {
    const term = await taken('one')
    await releaseLease(database.db, term)
    assert.equal(await fenced(term), false)
    assert.equal((await take('other')).kind, 'taken')
    await terms()
  })

  it('know a holder no more whose lease has expired, even if nobody took it', async () => {
    const term = await taken('one')
    assert.deepEqual([await extendLease(database.db, term, 10_000), await fenced(term)], [true, true])
    await expire()
    assert.deepEqual([await extendLease(database.db, term, 10_000), await fenced(term)], [false, false])
  })

  it('do not let an earlier holder release or extend the lease of the next one', async () => {
    const first = await taken('one')
    await expire()
    const next = await taken('other')
    await releaseLease(database.db, first)
    assert.equal(await extendLease(database.db, first, 10_000), false)
    assert.equal(await fenced(next), true)
  })

  it('are free when they expire later than any lease can, as after the clock was set back', async () => {
    await taken('one')
    await database.pool.query(`update leases set expires_at = clock_timestamp() + $1 * interval '1 ms'`, [LONGEST_TIME_TO_LIVE + 60_000])
    assert.equal((await take('other')).kind, 'taken')
    await terms()
  })

  it('let the holder that did not hear that it has the lease take it again', async () => {
    await taken('one')
    assert.deepEqual(await take('one'), { kind: 'taken', token: '2' })
    await terms()
  })

  it('keep the next holder waiting until a fenced transaction has ended, and extensions not', async () => {
    const term = await taken('one')
    const fencedNow = Promise.withResolvers<void>()
    const commit = Promise.withResolvers<void>()
    const events: string[] = []
    const writing = database.db.transaction().execute(async (transaction) => {
      assert.equal(await holdFence(transaction, term), true)
      fencedNow.resolve()
      await commit.promise
      events.push('committed')
    })
    await fencedNow.promise
    assert.equal(await extendLease(database.db, term, 10_000), true)
    await expire()
    const next = take('other').then(({ kind }) => events.push(kind))
    await untilWaiting()
    commit.resolve()
    await Promise.all([writing, next])
    assert.deepEqual(events, ['committed', 'taken'])
  })

  it('end the fenced transaction of a holder that hangs, when its lease would have expired', async () => {
    const term = await taken('one')
    await extendLease(database.db, term, 300)
    const hanging = database.db.transaction().execute(async (transaction) => {
      assert.equal(await holdFence(transaction, term), true)
      await expire()
      assert.equal((await take('other')).kind, 'taken')
      await sql`insert into leases (name) values ('late')`.execute(transaction)
    })
    await assert.rejects(hanging, { code: 'database-unreachable' })
    assert.equal((await database.pool.query("select from leases where name = 'late'")).rowCount, 0)
  })

  /** Another one waits for a lock on this database. */
  const untilWaiting = (): Promise<void> =>
    untilFound(database.pool, "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")
})

describe('holdLease', () => {
  let leases: WatchedTable
  before(async () => {
    leases = await watchTable(database.url, 'lease_terms')
  })
  after(() => leases[Symbol.asyncDispose]())

  /** One that wants the lease; disposing of it stops it. */
  const holder = (timeToLive = 30_000) => {
    const stop = new AbortController()
    const db = openLeaseDatabase(database.url, timeToLive)
    const taken = Promise.withResolvers<Lease>()
    const listening = Promise.withResolvers<void>()
    const failed = Promise.withResolvers<void>()
    const log = pino(
      { level: 'debug' },
      {
        write: (line) => {
          if (line.includes('Listening for notifications')) listening.resolve()
          if (line.includes('Failed; trying again')) failed.resolve()
        },
      },
    )
    const options = { name: 'test', timeToLive, db, connection: { connectionString: database.url }, log }
    const ended = holdLease(
      options,
      async (lease) => {
        taken.resolve(lease)
        await Promise.race([aborted(lease.signal), aborted(stop.signal)])
      },
      stop.signal,
    )
    const end = async (): Promise<void> => {
      stop.abort()
      await ended
      await db.destroy()
    }
    return { lease: taken.promise, listening: listening.promise, failed: failed.promise, end, [Symbol.asyncDispose]: end }
  }
  const untilTerms = (count: number) => leases.until(async () => (await terms()).length === count)

  it('hands over within a second when the holder ends', async () => {
    const first = holder()
    await first.lease
    await using next = holder()
    await next.listening
    const at = performance.now()
    await first.end()
    await untilTerms(2)
    const took = performance.now() - at
    assert.ok(took < 1000, `it took ${Math.round(took)} ms`)
    assert.equal((await next.lease).token, '2')
  })

  it('ends the transaction that a holder which hangs has begun under its lease, and takes over when that expires', async () => {
    const timeToLive = 3000
    const term = { name: 'test', holder: 'hanging', token: '7' }
    await database.pool.query(
      `insert into leases (name, token, holder, expires_at) values ('test', 7, 'hanging', clock_timestamp() + interval '${timeToLive} ms')`,
    )
    const at = performance.now()
    const fenced = Promise.withResolvers<void>()
    const goingOn = Promise.withResolvers<void>()
    const hanging = database.db.transaction().execute(async (transaction) => {
      assert.equal(await holdFence(transaction, term), true)
      // The limits that the fence sets begin anew after it: this ends when the lease is nearly over.
      await sql`select pg_sleep(2.7)`.execute(transaction)
      fenced.resolve()
      await goingOn.promise
    })
    hanging.catch(fenced.reject)
    await using next = holder(timeToLive)
    await fenced.promise
    assert.equal((await next.lease).token, '8')
    const took = performance.now() - at
    assert.ok(took < timeToLive + 1000, `it took ${Math.round(took)} ms`)
    goingOn.resolve()
    await assert.rejects(hanging)
  })

  it('tries again at once when it waited in vain for a transaction that is none of its own to end', async () => {
    await database.pool.query(
      "insert into leases (name, token, holder, expires_at) values ('test', 7, 'gone', clock_timestamp() + interval '1 s')",
    )
    const client = await database.pool.connect()
    await client.query("begin; select from leases where name = 'test' for key share")
    await using one = holder(4000)
    await one.failed
    await client.query('rollback')
    client.release()
    const at = performance.now()
    await one.lease
    const took = performance.now() - at
    assert.ok(took < 1000, `it took ${Math.round(took)} ms`)
  })

  it('takes over when nobody told that the lease is free', async () => {
    await database.pool.query(
      "insert into leases (name, token, holder, expires_at) values ('test', 7, 'killed', clock_timestamp() + interval '300 ms')",
    )
    await using one = holder()
    assert.equal((await one.lease).token, '8')
  })

  it('fires the signal of work whose lease another one has taken, and stands by', async () => {
    await using one = holder(600)
    const lease = await one.lease
    await database.pool.query("update leases set token = token + 1, holder = 'thief', expires_at = clock_timestamp() + interval '20 s'")
    await lost(lease)
    await assert.rejects(database.db.transaction().execute(lease.fence), LeaseLost)
    await database.pool.query('update lease_terms set held_until = clock_timestamp()')
    await releaseLease(database.db, { name: 'test', holder: 'thief', token: '2' })
    await untilTerms(2)
  })

  it('fires the signal of work before the lease can expire elsewhere, when the database gives no answer', async () => {
    const timeToLive = 1500
    await using one = holder(timeToLive)
    const lease = await one.lease
    const client = await database.pool.connect()
    await client.query('begin')
    await client.query('lock table leases in access exclusive mode')
    await lost(lease)
    const { rows } = await client.query<{ left: number }>(
      'select (extract(epoch from expires_at - clock_timestamp()) * 1000)::float8 as left from leases',
    )
    await client.query('rollback')
    client.release()
    assert.ok((rows[0]?.left ?? 0) > 0, `the lease had ${rows[0]?.left} ms left`)
    await untilTerms(2)
  })

  const lost = async ({ signal }: Lease): Promise<void> => {
    await aborted(signal)
    assert.ok(signal.reason instanceof LeaseLost)
  }
})
