import assert from 'node:assert/strict'
import { test } from 'node:test'

import { sql } from 'kysely'

import { openTestDatabase } from '../../test/support/postgres.ts'
import { beforeEachStatement } from '../../test/support/statements.ts'
import { createDatabase, openPool } from '../postgres/pool.ts'
import { readStoredInventory } from './stored-analysis.ts'
import { fileWith, linkedNow } from './testing/extracted-files.ts'
import { storeResult } from './testing/stored-result.ts'

const files = ['a', 'b', 'c'].map((name) => linkedNow(fileWith(`${name}.test.ts`, name)))

test('whatever statement the connection is cut at, nothing half is stored and the next attempt completes', async () => {
  await using database = await openTestDatabase()
  const countOf = async (table: string): Promise<number> => {
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from ${sql.table(table)}`.execute(database.db)
    return rows[0]?.count ?? -1
  }
  const completed = async (): Promise<number> => {
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from analyses where status = 'completed'`.execute(
      database.db,
    )
    return rows[0]?.count ?? -1
  }

  let cuts = 0
  for (let cutAt = 1; ; cutAt++) {
    let statements = 0
    const pool = openPool({ url: database.url, applicationName: 'cut', maxConnections: 1 })
    beforeEachStatement(pool, async (_statement, pid) => {
      statements++
      if (statements === cutAt) await database.pool.query('select pg_terminate_backend($1, 5000)', [pid])
    })
    await using cut = createDatabase(pool)
    const stored = await storeResult(cut, files).catch((error: unknown) => error)
    if (!(stored instanceof Error)) break
    cuts++
    assert.equal('code' in stored && stored.code, 'database-unreachable', `statement ${cutAt}: ${stored.message}`)
    assert.equal(await completed(), 0, `statement ${cutAt}`)
    assert.equal(await countOf('file_inventories'), 0, `statement ${cutAt}`)
    assert.equal(await countOf('link_traces'), 0, `statement ${cutAt}`)
  }

  // Every statement of the two transactions and the reads between them was cut once.
  assert.ok(cuts >= 12, `only ${cuts} statements`)
  assert.equal(await completed(), 1)
  const { rows } = await sql<{ id: string }>`select id from analyses`.execute(database.db)
  assert.deepEqual((await readStoredInventory(database.db, rows[0]?.id ?? ''))?.files.length, 3)
  const { rows: running } = await sql`select 1 from analysis_attempts where status = 'running'`.execute(database.db)
  assert.equal(running.length, 0)
})
