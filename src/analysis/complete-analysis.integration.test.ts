import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'
import { sql } from 'kysely'

import { openForFile } from '../../test/support/for-file.ts'
import { openTestDatabase, type TestDatabase } from '../../test/support/postgres.ts'
import type { KnownConfiguration, KnownRepository } from '../extraction/extraction.ts'
import { digestOfFile } from '../inventory/file-encoding.ts'
import { inventoryToJson } from '../inventory/inventory-json.ts'
import type { Inventory } from '../inventory/inventory.ts'
import { inventoryFiles } from '../inventory/testing/inventory-files.ts'
import { totalsOf } from '../inventory/totals.ts'
import { anyText } from '../runtime/testing/any-text.ts'
import { AttemptSuperseded, beginAttempt, endAttempt } from './analysis-attempt.ts'
import { completeAnalysis } from './complete-analysis.ts'
import { loadKnownRepository } from './known-repository.ts'
import { findAnalysis, findNewestAnalysis, readStoredInventory } from './stored-analysis.ts'
import { fileWith, linkedNow, plainFiles, stillHolds, withoutTests } from './testing/extracted-files.ts'
import { COMMIT, identityOf, NO_CONFIGURATION, storeResult, VERSION } from './testing/stored-result.ts'

let database: TestDatabase
openForFile(openTestDatabase, (opened) => (database = opened))

const { signal } = new AbortController()

const countOf = async (table: 'file_inventories' | 'link_traces' | 'analyses' | 'analysis_attempts'): Promise<number> => {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from ${sql.table(table)}`.execute(database.db)
  return rows[0]?.count ?? 0
}

const knownOf = async (name: string): Promise<KnownRepository> => {
  const known = await loadKnownRepository(database.db, identityOf(name), VERSION)
  assert.ok(known)
  return known
}

test('an inventory comes back from the store with the same bytes', async () => {
  let run = 0
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(inventoryFiles, { selector: ({ path }) => path, maxLength: 5 }),
      fc.array(fc.record({ path: anyText, code: fc.constant('parse-failed'), message: anyText }), { maxLength: 3 }),
      async (unsorted, diagnostics) => {
        const files = unsorted.toSorted((left, right) => (left.path < right.path ? -1 : 1))
        const name = `same-bytes-${run++}`
        const { id, totals } = await storeResult(database.db, files.map(linkedNow), { name, diagnostics })
        const expected: Inventory = {
          schema: 'testimony.inventory/1',
          repository: identityOf(name),
          extractor: { version: VERSION },
          totals: totalsOf(files),
          files,
          diagnostics,
        }
        const stored = await readStoredInventory(database.db, id)
        assert.ok(stored)
        assert.equal(JSON.stringify(inventoryToJson(stored)), JSON.stringify(inventoryToJson(expected)))
        assert.deepEqual(stored.files, files)
        assert.equal(JSON.stringify(totals), JSON.stringify(totalsOf(files)))
      },
    ),
    { numRuns: 40 },
  )
})

test('an analysis of more files than are read at once comes back whole and in order', async () => {
  const files = Array.from({ length: 2300 }, (_, index) => fileWith(`many/${String(index).padStart(5, '0')}.test.ts`, `test ${index}`))
  const { id } = await storeResult(database.db, files.map(linkedNow), { name: 'many' })
  assert.deepEqual((await readStoredInventory(database.db, id))?.files, files)
  const reason = new Error('nobody wants it any longer')
  await assert.rejects(readStoredInventory(database.db, id, AbortSignal.abort(reason)), reason)
})

test('an analysis without any test is stored and read too', async () => {
  const { id, totals } = await storeResult(database.db, [withoutTests('src/empty.ts')], { name: 'no-tests' })
  assert.equal(totals.tests, 0)
  assert.deepEqual((await readStoredInventory(database.db, id))?.files, [])
})

test('a new commit adds rows only for what changed, and a fork adds none', async () => {
  const files = Array.from({ length: 20 }, (_, index) =>
    linkedNow(fileWith(`src/${String(index).padStart(2, '0')}.test.ts`, 'adds', 'removes')),
  )
  const first = await storeResult(database.db, files, { name: 'origin' })
  assert.deepEqual(first.stored, { fileInventories: 20 })

  const changed = linkedNow(fileWith('src/07.test.ts', 'adds', 'removes', 'clears'))
  const second = await storeResult(database.db, [...files.slice(0, 7).map(stillHolds), changed, ...files.slice(8).map(stillHolds)], {
    name: 'origin',
    commit: 'b'.repeat(40),
  })
  assert.deepEqual(second.stored, { fileInventories: 1 })
  assert.equal(second.totals.tests, 41)

  const fork = await storeResult(database.db, files, { name: 'fork' })
  assert.equal(fork.stored.fileInventories, 0)
  assert.equal((await readStoredInventory(database.db, first.id))?.totals.tests, 40)
})

test('a file that is gone is no longer known', async () => {
  const [kept, gone] = [linkedNow(fileWith('kept.test.ts', 'a')), linkedNow(fileWith('gone.test.ts', 'b'))]
  await storeResult(database.db, [gone, kept], { name: 'shrinking' })
  await storeResult(database.db, [stillHolds(kept)], { name: 'shrinking', commit: 'b'.repeat(40) })
  const known = await knownOf('shrinking')
  assert.deepEqual([...known.files.keys()], ['kept.test.ts'])
})

test('known files come back as they were extracted, whatever their names', async () => {
  const names = ['plain.test.ts', 'nul\0.ts', 'lone\uD83D.ts', 'x'.repeat(4000), "'; drop table link_traces --"].sort()
  const files = names.map((name) => linkedNow(fileWith(name, 'a')))
  await storeResult(database.db, [...files, withoutTests('zz-no-tests.ts')], { name: 'odd-names' })
  const known = await knownOf('odd-names')
  assert.deepEqual(plainFiles(known.files.values()), plainFiles([...files, withoutTests('zz-no-tests.ts')]))
})

test('what another extractor version knew is not known to this one', async () => {
  await storeResult(database.db, [linkedNow(fileWith('a.test.ts', 'a'))], { name: 'versions' })
  assert.equal(await loadKnownRepository(database.db, identityOf('versions'), 'another'), undefined)
})

test('a file is not known when its stored inventory is gone', async () => {
  const file = fileWith('only-here.test.ts', 'a test of no other file')
  await storeResult(database.db, [linkedNow(file)], { name: 'cleaned' })
  await sql`delete from file_inventories where digest = ${Buffer.from(digestOfFile(file), 'hex')}`.execute(database.db)
  const known = await knownOf('cleaned')
  assert.equal(known.files.size, 0)
})

test('files that a diagnostic is about which linking did not tell, and those that depend on them, are linked again by the next analysis', async () => {
  const broken = linkedNow(fileWith('broken.test.ts', 'a'))
  const dependent = {
    ...linkedNow(fileWith('dependent.test.ts', 'b')),
    trace: { dependencies: [['broken.test.ts', 'd'.repeat(40)] as const], scope: 'root' },
  }
  const sound = linkedNow(fileWith('sound.test.ts', 'c'))
  const told = [{ path: 'heavy.test.ts', code: 'evaluation-limit', message: 'too much' }]
  const heavy = ((file) => ({ ...file, trace: { ...file.trace, told } }))(linkedNow(fileWith('heavy.test.ts', 'd')))
  const diagnostics = [{ path: 'broken.test.ts', code: 'parse-failed', message: 'it took too long' }, ...told]
  await storeResult(database.db, [broken, dependent, heavy, sound], { name: 'told-again', diagnostics })
  const known = await knownOf('told-again')
  assert.deepEqual([...known.files.keys()], ['heavy.test.ts', 'sound.test.ts'])
  assert.deepEqual(known.files.get('heavy.test.ts')?.trace.told, told)
})

test('configuration is known, unless a diagnostic is about a file of it', async () => {
  const read = ['package.json', 'vitest.config.ts']
  const configuration: KnownConfiguration = {
    digest: 'f'.repeat(64),
    read,
    packageNames: [{ directory: '', name: 'shop' }],
    scopes: [{ framework: 'vitest', key: '"by name"' }],
    takings: new Map([['root', [0]]]),
    candidates: new Map([
      ['a.test.ts', 'root'],
      ['broken.test.ts', 'root'],
    ]),
  }
  const [sound, broken] = [linkedNow(fileWith('a.test.ts', 'a')), linkedNow(fileWith('broken.test.ts', 'b'))]
  const about = (path: string) => [{ path, code: 'syntax-error', message: 'line 3' }]
  await storeResult(database.db, [sound, broken], { name: 'configured', configuration, diagnostics: about('broken.test.ts') })
  assert.deepEqual((await knownOf('configured')).configuration, configuration)
  await storeResult(database.db, [sound], { name: 'misconfigured', configuration, diagnostics: about('vitest.config.ts') })
  assert.equal((await knownOf('misconfigured')).configuration, null)
})

test('a completed analysis is found by its commit and version, and is the newest of its repository', async () => {
  const first = await storeResult(database.db, [linkedNow(fileWith('a.test.ts', 'a'))], { name: 'found' })
  const second = await storeResult(database.db, [linkedNow(fileWith('a.test.ts', 'a', 'b'))], { name: 'found', commit: 'b'.repeat(40) })
  const identity = identityOf('found')
  const found = await findAnalysis(database.db, { identity, commit: COMMIT, extractorVersion: VERSION })
  assert.deepEqual([found?.id, found?.identity, found?.totals.tests], [first.id, identity, 1])
  assert.equal(await findAnalysis(database.db, { identity, commit: COMMIT, extractorVersion: '2' }), undefined)
  assert.equal(await findAnalysis(database.db, { identity, commit: 'c'.repeat(40), extractorVersion: VERSION }), undefined)
  assert.equal((await findNewestAnalysis(database.db, identity))?.id, second.id)
  assert.equal(await findNewestAnalysis(database.db, identityOf('never-heard-of')), undefined)
})

test('a completed analysis is never begun again', async () => {
  await storeResult(database.db, [], { name: 'done' })
  const attempts = await countOf('analysis_attempts')
  assert.equal(await beginAttempt(database.db, { identity: identityOf('done'), commit: COMMIT, extractorVersion: VERSION }), undefined)
  assert.equal(await countOf('analysis_attempts'), attempts)
})

test('what a killed worker writes late changes nothing', async () => {
  const key = { identity: identityOf('fenced'), commit: COMMIT, extractorVersion: VERSION }
  const result = (name: string) => ({
    identity: key.identity,
    extractorVersion: VERSION,
    files: [linkedNow(fileWith('fenced.test.ts', name))],
    configuration: NO_CONFIGURATION,
    diagnostics: [],
  })
  const killed = await beginAttempt(database.db, key)
  const next = await beginAttempt(database.db, key)
  assert.ok(killed && next)
  assert.equal(killed.analysisId, next.analysisId)

  const before = await countOf('file_inventories')
  await assert.rejects(completeAnalysis(database.db, killed, result('late'), { signal }), AttemptSuperseded)
  await endAttempt(database.db, killed, 'failed', { code: 'late', message: 'late' })
  assert.equal(await countOf('file_inventories'), before)
  await completeAnalysis(database.db, next, result('on time'), { signal })
  await assert.rejects(completeAnalysis(database.db, killed, result('later'), { signal }), AttemptSuperseded)
  await assert.rejects(completeAnalysis(database.db, next, result('twice'), { signal }), AttemptSuperseded)

  const { rows } = await sql<{ id: string; status: string }>`
    select id, status from analysis_attempts where analysis_id = ${next.analysisId} order by id
  `.execute(database.db)
  assert.deepEqual(rows, [
    { id: killed.id, status: 'abandoned' },
    { id: next.id, status: 'completed' },
  ])
  assert.equal((await readStoredInventory(database.db, next.analysisId))?.files[0]?.suites[0]?.tests[0]?.name, 'on time')
})

test('an attempt at a completed analysis leaves it as it is until it completes it anew', async () => {
  const key = { identity: identityOf('again'), commit: COMMIT, extractorVersion: VERSION }
  const { id } = await storeResult(database.db, [linkedNow(fileWith('again.test.ts', 'first'))], { name: 'again' })
  assert.equal(await beginAttempt(database.db, key), undefined)
  const failing = await beginAttempt(database.db, key, { again: true })
  assert.ok(failing)
  assert.equal(failing.analysisId, id)
  assert.ok(await findAnalysis(database.db, key))
  await endAttempt(database.db, failing, 'failed', { code: 'network-failed', message: 'gone' })
  assert.ok(await findAnalysis(database.db, key))

  const [overtaken, next] = [await beginAttempt(database.db, key, { again: true }), await beginAttempt(database.db, key, { again: true })]
  assert.ok(overtaken && next)
  const result = (name: string) => ({
    identity: key.identity,
    extractorVersion: VERSION,
    files: [linkedNow(fileWith('again.test.ts', name))],
    configuration: NO_CONFIGURATION,
    diagnostics: [],
  })
  await assert.rejects(completeAnalysis(database.db, overtaken, result('late'), { signal }), AttemptSuperseded)
  await completeAnalysis(database.db, next, result('second'), { signal })
  await assert.rejects(completeAnalysis(database.db, next, result('twice'), { signal }), AttemptSuperseded)
  assert.equal((await readStoredInventory(database.db, id))?.files[0]?.suites[0]?.tests[0]?.name, 'second')
})

test('a failed attempt tells its error and leaves the analysis to the next one', async () => {
  const key = { identity: identityOf('failing'), commit: COMMIT, extractorVersion: VERSION }
  const failed = await beginAttempt(database.db, key)
  assert.ok(failed)
  await endAttempt(database.db, failed, 'failed', { code: 'network-failed', message: 'NUL \0 in the words of a server' })
  const { rows } = await sql<{ status: string; error_code: string; error_message: string }>`
    select status, error_code, error_message from analysis_attempts where id = ${failed.id}
  `.execute(database.db)
  assert.deepEqual(rows[0], { status: 'failed', error_code: 'network-failed', error_message: 'NUL \\u0000 in the words of a server' })
  assert.equal(await findAnalysis(database.db, key), undefined)
  assert.ok(await beginAttempt(database.db, key))
})

test('what joins the transaction is there if and only if the result is', async () => {
  const fault = new Error('the job is no longer ours')
  const within = async (): Promise<void> => {
    throw fault
  }
  const file = linkedNow(fileWith('joined.test.ts', 'never stored'))
  await assert.rejects(storeResult(database.db, [file], { name: 'joined', within }), fault)
  assert.equal(await findAnalysis(database.db, { identity: identityOf('joined'), commit: COMMIT, extractorVersion: VERSION }), undefined)
  const { rows } = await sql`select 1 from file_inventories where path = 'joined.test.ts'`.execute(database.db)
  assert.equal(rows.length, 0)
})

test('an inventory under a digest that is not its own is refused', async () => {
  const file = { ...linkedNow(fileWith('a.test.ts', 'mine')), digest: 'f'.repeat(40) }
  await assert.rejects(storeResult(database.db, [file], { name: 'wrong-digest' }), /digest of a\.test\.ts/)
})

test('analyses that store the same files at once all complete and share the rows', async () => {
  const files = Array.from({ length: 300 }, (_, index) => linkedNow(fileWith(`race/${index}.test.ts`, 'races')))
  const rotated = (by: number) => [...files.slice(by), ...files.slice(0, by)]
  const before = await countOf('file_inventories')
  const stored = await Promise.all([0, 70, 140, 210].map((by) => storeResult(database.db, rotated(by), { name: `racing-${by}` })))
  assert.equal(await countOf('file_inventories'), before + 300)
  assert.equal(
    stored.reduce((sum, each) => sum + each.stored.fileInventories, 0),
    300,
  )
  for (const { totals } of stored) assert.equal(totals.tests, 300)
})
