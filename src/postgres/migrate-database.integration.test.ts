import assert from 'node:assert/strict'
import { test } from 'node:test'

import { sql } from 'kysely'

import { MIGRATIONS } from '../../migrations/migrations.ts'
import { openTestDatabase } from '../../test/support/postgres.ts'
import { checkDatabaseVersion, migrateDatabase } from './migrate-database.ts'

test('an empty database is refused by services and accepted once it is migrated', async () => {
  await using database = await openTestDatabase('empty')
  await assert.rejects(checkDatabaseVersion(database.db), { code: 'database-older', message: /empty.*testimony migrate/ })
  assert.deepEqual(await migrateDatabase(database.url), { applied: Object.keys(MIGRATIONS) })
  await checkDatabaseVersion(database.db)
})

test('migrating twice changes nothing', async () => {
  await using database = await openTestDatabase()
  assert.deepEqual(await migrateDatabase(database.url), { applied: [] })
})

test('several that migrate at once do the work once', async () => {
  await using database = await openTestDatabase('empty')
  const results = await Promise.all([1, 2, 3, 4].map(() => migrateDatabase(database.url)))
  assert.deepEqual(
    results.flatMap(({ applied }) => applied),
    Object.keys(MIGRATIONS),
  )
})

test('a database of a newer version is refused by services and left alone by migrate', async () => {
  await using database = await openTestDatabase()
  await sql`insert into testimony_migrations (name, timestamp) values ('9999-from-the-future', '2099-01-01')`.execute(database.db)
  const refused = { code: 'database-newer', message: /9999-from-the-future.*update this program/ }
  await assert.rejects(checkDatabaseVersion(database.db), refused)
  await assert.rejects(migrateDatabase(database.url), refused)
})

test('a database of an older version is refused by services until it is migrated', async () => {
  await using database = await openTestDatabase()
  await sql`delete from testimony_migrations`.execute(database.db)
  await assert.rejects(checkDatabaseVersion(database.db), { code: 'database-older', message: /testimony migrate/ })
})

test('a database that does not store UTF-8 is refused before anything is made in it', async () => {
  await using database = await openTestDatabase('empty')
  const name = `${new URL(database.url).pathname.slice(1)}_ascii`
  await sql`create database ${sql.id(name)} template template0 encoding 'SQL_ASCII' locale_provider libc locale 'C'`.execute(database.db)
  try {
    const url = new URL(database.url)
    url.pathname = `/${name}`
    await assert.rejects(migrateDatabase(url.href), { code: 'database-unsuitable', message: /SQL_ASCII/ })
  } finally {
    await sql`drop database ${sql.id(name)} with (force)`.execute(database.db)
  }
})
