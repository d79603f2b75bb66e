import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { test } from 'node:test'

import { sql } from 'kysely'

import { openTestDatabase } from '../../test/support/postgres.ts'
import { createDatabase, openPool } from './pool.ts'

const answerOf = async (url: string): Promise<unknown> => {
  await using db = createDatabase(openPool({ url, applicationName: 'test' }))
  return (await sql`select 1 as one`.execute(db)).rows
}

const changed = (url: string, change: (url: URL) => void): string => {
  const parsed = new URL(url)
  change(parsed)
  return parsed.href
}

test('a connection says which process it belongs to', async () => {
  await using database = await openTestDatabase()
  await using db = createDatabase(openPool({ url: database.url, applicationName: 'analyzer' }))
  const { rows } = await sql`select current_setting('application_name') as name`.execute(db)
  assert.deepEqual(rows, [{ name: 'testimony analyzer' }])
})

test('a server that is not there, or whose name is unknown, is told as unreachable', async () => {
  const unreachable = { code: 'database-unreachable', transient: true, message: /does not answer.*DATABASE_URL/ }
  await assert.rejects(answerOf('postgres://u:secret@127.0.0.1:1/x'), unreachable)
  await assert.rejects(answerOf('postgres://u:secret@no-such-host.invalid/x'), unreachable)
  await assert.rejects(answerOf('postgres://u:secret@localhost/x?host=%2Fno%2Fsuch%2Ffolder'), unreachable)
})

test('something that hangs up, as a server that is starting or no PostgreSQL at all, is told as unreachable', async () => {
  const server = createServer((socket) => socket.end()).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  assert.ok(typeof address === 'object' && address)
  try {
    await assert.rejects(answerOf(`postgres://u:p@127.0.0.1:${address.port}/x`), { code: 'database-unreachable' })
  } finally {
    server.close()
  }
})

test('a wrong password, a missing database and a forbidden table are told apart, and never with the password', async () => {
  await using database = await openTestDatabase()
  const denied = { code: 'database-access-denied', transient: false, message: /^(?!.*guessed).*user.*password/ }
  await assert.rejects(answerOf(changed(database.url, (url) => (url.password = 'guessed'))), denied)
  await assert.rejects(answerOf(changed(database.url, (url) => (url.pathname = '/no_such_database'))), { code: 'database-missing' })
  await sql`create role ${sql.id(`stranger_${process.pid}`)}`.execute(database.db)
  const asStranger = database.db.transaction().execute(async (transaction) => {
    await sql`set local role ${sql.id(`stranger_${process.pid}`)}`.execute(transaction)
    await sql`select * from analyses`.execute(transaction)
  })
  await assert.rejects(asStranger, { code: 'database-not-allowed' })
  await sql`drop role ${sql.id(`stranger_${process.pid}`)}`.execute(database.db)
})

test('a statement over its time is told as a busy database', async () => {
  await using database = await openTestDatabase()
  await using db = createDatabase(openPool({ url: database.url, applicationName: 'test', statementTimeout: 50 }))
  await assert.rejects(sql`select pg_sleep(30)`.execute(db), { code: 'database-busy', transient: true })
})

test('a connection that gives no answer in time is given up, and the next statement has another one', async () => {
  await using database = await openTestDatabase()
  const pool = openPool({ url: database.url, applicationName: 'test', maxConnections: 1, answerTimeout: 500 })
  await using db = createDatabase(pool)
  const backend = async () => (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db)).rows[0]?.pid
  const first = await backend()
  await assert.rejects(sql`select pg_sleep(30)`.execute(db), { code: 'database-busy', transient: true })
  assert.notEqual(await backend(), first)
})

test('connections to a server that takes no writes any more are given up, and the next ones are to the one that does', async () => {
  await using database = await openTestDatabase()
  const name = new URL(database.url).pathname.slice(1)
  const setReadOnly = (value: 'on' | 'off') => database.pool.query(`alter database "${name}" set default_transaction_read_only = ${value}`)
  await using db = createDatabase(openPool({ url: database.url, applicationName: 'test', maxConnections: 1 }))
  const write = () => db.transaction().execute((transaction) => sql`delete from repositories`.execute(transaction))
  await setReadOnly('on')
  await assert.rejects(write(), { code: 'database-read-only', transient: true })
  // A connection keeps what it was made with.
  await setReadOnly('off')
  await write()
})

test('a pool goes on after all its connections were cut, idle ones and one at work', async () => {
  await using database = await openTestDatabase()
  const pool = openPool({ url: database.url, applicationName: 'cut' })
  await using db = createDatabase(pool)
  const noticed = async (): Promise<void> => {
    // Not `once` of node:events, which an 'error' of the pool would end.
    while (pool.idleCount > 0) await new Promise((resolve) => pool.once('remove', resolve))
  }
  const cutAll = async (): Promise<void> => {
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'testimony cut'`.execute(
      database.db,
    )
  }
  await Promise.all([1, 2, 3].map(() => sql`select 1`.execute(db)))
  await cutAll()
  await noticed()
  const working = db.transaction().execute(async (transaction) => {
    await sql`select 1`.execute(transaction)
    await cutAll()
    await sql`select 2`.execute(transaction)
  })
  await assert.rejects(working, { code: 'database-unreachable' })
  await noticed()
  assert.deepEqual((await sql`select 3 as three`.execute(db)).rows, [{ three: 3 }])
})

test('a fault of our own SQL stays what it is', async () => {
  await using database = await openTestDatabase()
  await assert.rejects(sql`select no_such_column`.execute(database.db), { code: '42703' })
})
