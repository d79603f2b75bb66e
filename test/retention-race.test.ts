/** Analyses are stored while a clean-up removes file inventories that nothing refers to: none may go that is about to be referred to. */
import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'

import { readStoredInventory } from '../src/analysis/stored-analysis.ts'
import { fileWith, linkedNow } from '../src/analysis/testing/extracted-files.ts'
import { storeResult } from '../src/analysis/testing/stored-result.ts'
import { createDatabase, openPool, type Database } from '../src/postgres/pool.ts'
import { createCleanUp, type CleanUp } from '../src/retention/clean-up.ts'
import { openForFile } from './support/for-file.ts'
import { openTestDatabase, type TestDatabase } from './support/postgres.ts'
import { beforeEachStatement, type Statement } from './support/statements.ts'

let database: TestDatabase
openForFile(openTestDatabase, (opened) => (database = opened))
beforeEach(() => database.pool.query('truncate repositories, file_inventories cascade'))

const INPUT = { days: 90, keepLatest: 1, batchSize: 2, batchPause: 0, timeout: 60_000 }
const { signal } = new AbortController()
const FILES = Array.from({ length: 6 }, (_, index) => linkedNow(fileWith(`${index}.test.ts`, `test ${index}`)))

const countOf = async (table: string): Promise<number> =>
  (await database.pool.query<{ count: number }>(`select count(*)::int from ${table}`)).rows[0]?.count ?? -1

/** File inventories that an analysis had which is gone. */
const leaveOrphans = async (): Promise<void> => {
  await storeResult(database.db, FILES, { name: 'gone' })
  await database.pool.query('delete from analyses')
  assert.equal(await countOf('file_inventories'), FILES.length)
}

/** A database of its own connections that does something before its statements. */
const watched = (name: string, before: (statement: Statement) => Promise<void>): Database => {
  const pool = openPool({ url: database.url, applicationName: name })
  beforeEachStatement(pool, before)
  return createDatabase(pool)
}

const assertWhole = async (id: string): Promise<void> =>
  assert.equal((await readStoredInventory(database.db, id))?.files.length, FILES.length)

test('what an analysis refers to that is being stored as the clean-up begins stays: the clean-up waits for it', async () => {
  await leaveOrphans()
  const { promise: listed, resolve: tellListed } = Promise.withResolvers<void>()
  const { promise: released, resolve: release } = Promise.withResolvers<void>()
  const stored = storeResult(database.db, FILES, {
    name: 'late',
    // It has drawn its number, and nobody sees yet what it refers to.
    within: async () => {
      tellListed()
      await released
    },
  })
  await listed
  // This one has the higher number, and is seen.
  await storeResult(database.db, [linkedNow(fileWith('other.test.ts', 'other'))], { name: 'quick' })
  const { promise: waits, resolve: tellWaits } = Promise.withResolvers<void>()
  await using cleaning = watched('cleaning', async ({ text }) => {
    if (text.includes('pg_advisory_xact_lock')) tellWaits()
    assert.doesNotMatch(text, /delete from file_inventories/)
  })
  const cleaned = createCleanUp({ db: cleaning })(INPUT, signal)
  await waits
  release()
  const { id } = await stored
  assert.equal((await cleaned).kind, 'done')
  await assertWhole(id)
})

test('what an analysis refers to that is stored between the look and the removal stays, and the rest goes', async () => {
  await leaveOrphans()
  await storeResult(database.db, [linkedNow(fileWith('other.test.ts', 'other'))], { name: 'gone too' })
  await database.pool.query('delete from analyses')
  let locks = 0
  let id = ''
  await using cleaning = watched('cleaning', async ({ text }) => {
    if (!text.includes('pg_advisory_xact_lock')) return
    locks += 1
    // The first one is the look's, the second one is that of the first batch.
    if (locks === 2) ({ id } = await storeResult(database.db, FILES, { name: 'late' }))
  })
  const { summary } = await createCleanUp({ db: cleaning })(INPUT, signal)
  assert.equal(summary.removed['file_inventories'], 1)
  await assertWhole(id)
  assert.equal(await countOf('file_inventories'), FILES.length)
})

test('an analysis that is completed anew between the look and the removal keeps what it says now', async () => {
  const { id } = await storeResult(database.db, [linkedNow(fileWith('old.test.ts', 'old'))], { name: 'again' })
  await storeResult(database.db, FILES, { name: 'gone' })
  await database.pool.query('delete from analyses where id <> $1', [id])
  let locks = 0
  await using cleaning = watched('cleaning', async ({ text }) => {
    if (!text.includes('pg_advisory_xact_lock')) return
    locks += 1
    if (locks === 2) await storeResult(database.db, FILES, { name: 'again', again: true })
  })
  await createCleanUp({ db: cleaning })(INPUT, signal)
  await assertWhole(id)
})

test('of analyses that are stored and removed again and again while clean-ups run, each is whole as long as it is there', async () => {
  let stored = 0
  let busy = true
  const cleaner = async (cleanUp: CleanUp): Promise<number> => {
    let removed = 0
    while (busy) removed += (await cleanUp(INPUT, signal)).summary.removed['file_inventories'] ?? 0
    return removed
  }
  const writer = async (name: string): Promise<void> => {
    for (let round = 0; round < 25; round++) {
      const commit = String(round).padStart(40, '0')
      const { id } = await storeResult(database.db, FILES.slice(round % 3), { name, commit })
      const inventory = await readStoredInventory(database.db, id)
      assert.equal(inventory?.files.length, FILES.length - (round % 3))
      stored += 1
      await database.pool.query('delete from analyses where id = $1', [id])
    }
  }
  await using own = createDatabase(openPool({ url: database.url, applicationName: 'cleaning' }))
  const cleaners = [cleaner(createCleanUp({ db: own })), cleaner(createCleanUp({ db: own }))]
  try {
    await Promise.all([writer('one'), writer('two')])
  } finally {
    busy = false
  }
  const removed = (await Promise.all(cleaners)).reduce((sum, count) => sum + count, 0)
  assert.equal(stored, 50)
  assert.ok(removed > 0, 'they met at least once')
})
