import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'

import fc from 'fast-check'

import { openForFile } from '../../test/support/for-file.ts'
import { openTestDatabase, type TestDatabase } from '../../test/support/postgres.ts'
import { factsKeyOf, type FactsKey } from '../extraction/facts-cache.ts'
import { createPostgresFactsCache } from './postgres-facts-cache.ts'

const { signal } = new AbortController()
const keyOf = (name: string, language: FactsKey['language'] = 'go'): FactsKey => ({
  blob: createHash('sha1').update(name).digest('hex'),
  language,
})

let database: TestDatabase
openForFile(openTestDatabase, (opened) => (database = opened))

test('facts come back byte by byte, under their blob and language', async () => {
  const cache = createPostgresFactsCache(database.db)
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.record({ name: fc.string(), bytes: fc.uint8Array({ maxLength: 300 }) }), { selector: ({ name }) => name }),
      async (list) => {
        // Names differ from run to run, for what is stored once is not stored anew.
        const run = createHash('sha1')
          .update(JSON.stringify(list.map(({ bytes }) => [...bytes])))
          .digest('hex')
        const facts = list.map(({ name, bytes }) => ({ key: keyOf(`${run} ${name}`), bytes }))
        await cache.save(facts, signal)
        const loaded = await cache.load(
          facts.map(({ key }) => key),
          signal,
        )
        assert.deepEqual(
          new Map([...loaded].map(([key, bytes]) => [key, [...bytes]])),
          new Map(facts.map(({ key, bytes }) => [factsKeyOf(key), [...bytes]])),
        )
      },
    ),
    { numRuns: 30 },
  )
})

test('what is not there is left out, and so is what another extractor version or language has', async () => {
  const cache = createPostgresFactsCache(database.db, '1')
  await cache.save([{ key: keyOf('one', 'javascript'), bytes: Buffer.from('facts') }], signal)
  const asked = [keyOf('one', 'typescript'), keyOf('two', 'javascript')]
  assert.equal((await cache.load(asked, signal)).size, 0)
  assert.equal((await createPostgresFactsCache(database.db, '2').load([keyOf('one', 'javascript')], signal)).size, 0)
  assert.equal((await cache.load([], signal)).size, 0)
})

test('blobs of sha256 repositories are kept too', async () => {
  const cache = createPostgresFactsCache(database.db)
  const key: FactsKey = { blob: createHash('sha256').update('x').digest('hex'), language: 'python' }
  await cache.save([{ key, bytes: Buffer.from('facts') }], signal)
  assert.equal((await cache.load([key], signal)).size, 1)
})

test('thousands at once, and more bytes than one statement takes, come back whole', async () => {
  const cache = createPostgresFactsCache(database.db)
  const facts = Array.from({ length: 4500 }, (_, index) => ({ key: keyOf(`many ${index}`), bytes: Buffer.alloc(3000, index % 251) }))
  await cache.save(facts, signal)
  const loaded = await cache.load(
    facts.map(({ key }) => key),
    signal,
  )
  assert.equal(loaded.size, 4500)
  for (const { key, bytes } of facts) assert.ok(bytes.equals(loaded.get(factsKeyOf(key)) ?? Buffer.of()))
})

test('workers that save the same facts at once, in other orders, all succeed', async () => {
  const cache = createPostgresFactsCache(database.db)
  const facts = Array.from({ length: 500 }, (_, index) => ({ key: keyOf(`race ${index}`), bytes: Buffer.from(`facts ${index}`) }))
  await Promise.all([facts, facts.toReversed(), [...facts.slice(250), ...facts.slice(0, 250)]].map((list) => cache.save(list, signal)))
  assert.equal(
    (
      await cache.load(
        facts.map(({ key }) => key),
        signal,
      )
    ).size,
    500,
  )
})

test('an aborted load and save throw the reason', async () => {
  const cache = createPostgresFactsCache(database.db)
  const reason = new Error('no longer wanted')
  await assert.rejects(cache.load([keyOf('x')], AbortSignal.abort(reason)), reason)
  await assert.rejects(cache.save([{ key: keyOf('x'), bytes: Buffer.of(1) }], AbortSignal.abort(reason)), reason)
})

test('a load writes down that facts are in use, but not when that was done within a week', async () => {
  const cache = createPostgresFactsCache(database.db, 'used')
  const ages = [0, 7, 8, 40]
  for (const age of ages.toReversed()) {
    await cache.save([{ key: keyOf(`aged ${age}`), bytes: Buffer.from('facts') }], signal)
    await database.pool.query(
      `update facts set used_on = current_date - $1::int where extractor_version = 'used' and used_on = current_date`,
      [age],
    )
  }
  const daysUnused = async (): Promise<number[]> => {
    const { rows } = await database.pool.query<{ days: number }>(
      `select current_date - used_on as days from facts where extractor_version = 'used' order by 1`,
    )
    return rows.map(({ days }) => days)
  }
  assert.deepEqual(await daysUnused(), ages)
  assert.equal((await cache.load([keyOf('aged 0'), keyOf('aged 7'), keyOf('aged 8')], signal)).size, 3)
  assert.deepEqual(await daysUnused(), [0, 0, 7, 40])
})

test('facts whose use another worker writes down at this moment are loaded without waiting for it', async () => {
  const cache = createPostgresFactsCache(database.db, 'locked')
  await cache.save([{ key: keyOf('locked'), bytes: Buffer.from('facts') }], signal)
  await database.pool.query(`update facts set used_on = current_date - 90 where extractor_version = 'locked'`)
  const other = await database.pool.connect()
  try {
    await other.query('begin')
    await other.query(`update facts set used_on = current_date where extractor_version = 'locked'`)
    assert.equal((await cache.load([keyOf('locked')], signal)).size, 1)
    await other.query('rollback')
  } finally {
    other.release()
  }
})
