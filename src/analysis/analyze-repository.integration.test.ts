import assert from 'node:assert/strict'
import { rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'

import { sql } from 'kysely'

import { setUpFile } from '../../test/support/for-file.ts'
import { openTestDatabase, type TestDatabase } from '../../test/support/postgres.ts'
import type { ExtractionProgress } from '../extraction/extraction.ts'
import { createParserPool, type ParserPool } from '../extraction/parser-pool.ts'
import { inventoryToJson } from '../inventory/inventory-json.ts'
import { commitFiles, git, makeRepository, temporaryFolder, type Files, type TemporaryFolder } from '../source/testing/git-fixture.ts'
import {
  createAnalyzeRepository,
  type AnalyzeRepository,
  type AnalyzeRepositoryInput,
  type AnalyzeRepositoryOutcome,
} from './analyze-repository.ts'
import { scanRepository } from './scan-repository.ts'
import { readStoredInventory } from './stored-analysis.ts'

let database: TestDatabase
let parsers: ParserPool
let analyze: AnalyzeRepository
let folder: TemporaryFolder
let cacheFolder: string
const source = () => ({ allowPrivateNetworks: false, cacheDirectory: cacheFolder, cacheLimitBytes: 2 ** 30 })
const { signal } = new AbortController()

setUpFile(async (opened) => {
  database = opened.use(await openTestDatabase())
  folder = opened.use(await temporaryFolder())
  cacheFolder = join(folder.path, 'cache')
  parsers = opened.use(createParserPool({ size: 1 }))
  analyze = createAnalyzeRepository({ db: database.db, parsers, source: source() })
})

type Completed = Extract<AnalyzeRepositoryOutcome, { kind: 'completed' }>

const completed = async (input: AnalyzeRepositoryInput): Promise<Completed> => {
  const outcome = await analyze(input, signal)
  assert.equal(outcome.kind, 'completed', outcome.kind === 'failed' ? outcome.error.message : '')
  assert.ok(outcome.kind === 'completed')
  return outcome
}

const testFile = (...names: string[]): string =>
  `import { test } from 'vitest'\n${names.map((name) => `test('${name}', () => {})`).join('\n')}\n`

const shop: Files = Object.fromEntries(
  Array.from({ length: 12 }, (_, index) => [`src/part-${index}.test.ts`, testFile(`works ${index}`, 'adds')]),
)

/** What the store says and what a scan says of the same state, byte by byte. */
const assertSameAsScan = async (target: string, { analysisId }: Completed): Promise<void> => {
  const stored = await readStoredInventory(database.db, analysisId)
  const { inventory } = await scanRepository(target, { source: source(), parsers }, signal)
  assert.ok(stored)
  assert.equal(JSON.stringify(inventoryToJson(stored)), JSON.stringify(inventoryToJson(inventory)))
}

test('a repository is analysed, stored, and answered from the store the second time', async () => {
  const path = join(folder.path, 'shop')
  await makeRepository(path, shop)
  const phases = new Set<ExtractionProgress['phase']>()
  const first = await completed({ target: path, onProgress: ({ phase }) => phases.add(phase) })
  assert.equal(first.reusedWhole, false)
  assert.equal(first.totals.tests, 24)
  assert.equal(first.stored.fileInventories, 12)
  assert.ok(phases.has('parse') && phases.has('store'))
  await assertSameAsScan(path, first)

  const second = await completed({ target: path })
  assert.deepEqual([second.reusedWhole, second.analysisId, second.totals, second.work.parsed], [true, first.analysisId, first.totals, 0])
})

test('of a new commit only what changed is parsed, linked and stored', async () => {
  const path = join(folder.path, 'changing')
  await makeRepository(path, Object.fromEntries(Object.entries(shop).map(([name, text]) => [name, `${String(text)}// changing\n`])))
  await completed({ target: path })
  await commitFiles(path, { 'src/part-3.test.ts': testFile('works 3', 'adds', 'subtracts') })
  const second = await completed({ target: path })
  assert.equal(second.reusedWhole, false)
  assert.deepEqual([second.work.parsed, second.work.linked, second.work.linksReused], [1, 1, 11])
  assert.deepEqual(second.stored, { fileInventories: 1 })
  assert.equal(second.totals.tests, 25)
  await assertSameAsScan(path, second)

  await git(path, 'rm', '-q', 'src/part-5.test.ts')
  await commitFiles(path, {}, 'Remove')
  const third = await completed({ target: path })
  assert.equal(third.totals.tests, 23)
  assert.equal(third.work.parsed, 0)
  await assertSameAsScan(path, third)
})

test('a commit of which an object was missing is analysed again, and what was stored stays until more is', async () => {
  const path = join(folder.path, 'mended')
  const kept = join(folder.path, 'kept-object')
  await makeRepository(path, { 'a.test.ts': testFile('a'), 'lost.test.ts': testFile('lost') })
  const blob = await git(path, 'rev-parse', 'HEAD:lost.test.ts')
  const object = join(path, '.git', 'objects', blob.slice(0, 2), blob.slice(2))
  await rename(object, kept)
  const first = await completed({ target: join(path, '.git') })
  assert.deepEqual([first.totals.tests, first.diagnostics.map(({ code }) => code)], [1, ['missing-object']])

  const second = await completed({ target: join(path, '.git') })
  assert.deepEqual([second.analysisId, second.reusedWhole, second.totals.tests], [first.analysisId, false, 1])
  await assert.rejects(analyze({ target: join(path, '.git') }, AbortSignal.abort()))
  assert.equal((await readStoredInventory(database.db, first.analysisId))?.totals.tests, 1)

  await rename(kept, object)
  const third = await completed({ target: join(path, '.git') })
  assert.deepEqual([third.analysisId, third.totals.tests, third.diagnostics], [first.analysisId, 2, []])
  await assertSameAsScan(join(path, '.git'), third)
  assert.equal((await completed({ target: join(path, '.git') })).reusedWhole, true)
})

test('a fork parses nothing that its origin had', async () => {
  const path = join(folder.path, 'fork')
  await makeRepository(path, shop)
  const fork = await completed({ target: path })
  assert.equal(fork.reusedWhole, false)
  assert.deepEqual([fork.work.parsed, fork.stored.fileInventories], [0, 0])
  await assertSameAsScan(path, fork)
})

test('a file with a syntax error is told by each analysis, also where it did not change', async () => {
  const path = join(folder.path, 'broken')
  await makeRepository(path, { 'a.test.ts': testFile('a'), 'broken.test.ts': `${testFile('b')}\ntest('c', () => {{{\n` })
  const first = await completed({ target: path })
  assert.ok(first.diagnostics.some(({ path: told }) => told === 'broken.test.ts'))
  await assertSameAsScan(path, first)
  await commitFiles(path, { 'a.test.ts': testFile('a', 'a2') })
  const second = await completed({ target: path })
  assert.deepEqual(second.diagnostics, first.diagnostics)
  await assertSameAsScan(path, second)
})

test('a repository without any test is a completed analysis too', async () => {
  const path = join(folder.path, 'no-tests')
  await makeRepository(path, { 'README.md': 'nothing to see' })
  const outcome = await completed({ target: path })
  assert.equal(outcome.totals.tests, 0)
  await assertSameAsScan(path, outcome)
})

test('a folder that is no repository is known by its files, and analysed anew when one changes', async () => {
  const path = join(folder.path, 'plain')
  await makeRepository(path, { 'a.test.ts': testFile('plain') })
  await rm(join(path, '.git'), { recursive: true })
  const first = await completed({ target: path })
  await assertSameAsScan(path, first)
  assert.equal((await completed({ target: path })).reusedWhole, true)
  await writeFile(join(path, 'a.test.ts'), testFile('plain', 'changed'))
  const second = await completed({ target: path })
  assert.deepEqual([second.reusedWhole, second.totals.tests], [false, 2])
  await assertSameAsScan(path, second)
})

test('uncommitted changes are not taken for the commit they are based on', async () => {
  const path = join(folder.path, 'dirty')
  await makeRepository(path, { 'a.test.ts': testFile('clean') })
  const clean = await completed({ target: path })
  await writeFile(join(path, 'a.test.ts'), testFile('clean', 'dirty'))
  const dirty = await completed({ target: path })
  assert.deepEqual([dirty.reusedWhole, dirty.totals.tests], [false, 2])
  assert.notEqual(dirty.analysisId, clean.analysisId)
  await git(path, 'checkout', '-q', '.')
  assert.deepEqual(
    [(await completed({ target: path })).analysisId, (await completed({ target: path })).reusedWhole],
    [clean.analysisId, true],
  )
})

test('the same commit by another name is answered from the store, under the name it was asked by', async () => {
  const path = join(folder.path, 'named')
  await makeRepository(path, { 'a.test.ts': testFile('named') })
  await git(path, 'tag', 'v1')
  const byBranch = await completed({ target: path })
  const byTag = await completed({ target: path, ref: 'v1' })
  assert.deepEqual([byTag.reusedWhole, byTag.analysisId, byTag.identity.ref], [true, byBranch.analysisId, 'v1'])
})

test('what can’t be had is a failed outcome and a recorded attempt, and what is malformed is not recorded', async () => {
  const missing = join(folder.path, 'no-such-folder')
  const outcome = await analyze({ target: missing }, signal)
  assert.ok(outcome.kind === 'failed')
  assert.equal(outcome.error.code, 'path-not-found')
  const refused = await analyze({ target: 'https://someone:hunter2@example.org/x.git' }, signal)
  assert.equal(refused.kind, 'failed')
  const { rows } = await sql<{ target: string; error_code: string }>`
    select target, error_code from analysis_attempts where analysis_id is null
  `.execute(database.db)
  assert.deepEqual(rows, [{ target: missing, error_code: 'path-not-found' }])
})

test('an analysis that is told to stop stores no result and says that it was abandoned', async () => {
  const path = join(folder.path, 'stopped')
  await makeRepository(path, { 'a.test.ts': testFile('stopped') })
  const stop = new AbortController()
  const reason = Object.assign(new Error('SIGTERM asks this process to end'), { code: 'shutdown' })
  const onProgress = ({ phase }: ExtractionProgress): void => {
    if (phase === 'parse') stop.abort(reason)
  }
  await assert.rejects(analyze({ target: path, onProgress }, stop.signal), reason)
  const { rows } = await sql<{ status: string; attempt: string; error_code: string }>`
    select a.status, t.status as attempt, t.error_code from analysis_attempts t join analyses a on a.id = t.analysis_id where t.target = ${`file:${path}`}
  `.execute(database.db)
  assert.deepEqual(rows, [{ status: 'failed', attempt: 'abandoned', error_code: 'shutdown' }])
  assert.equal((await completed({ target: path })).totals.tests, 1)
})

test('nothing is looked at for an attempt that may not begin, and another one starts', async () => {
  const path = join(folder.path, 'refused')
  await makeRepository(path, Object.fromEntries(Object.entries(shop).map(([name, text]) => [name, `${String(text)}// refused\n`])))
  const phases = new Set<ExtractionProgress['phase']>()
  const refusal = new Error('this job is no longer ours')
  const hold = (): Promise<void> => Promise.reject(refusal)
  const refused = analyze({ target: path, hold, onProgress: ({ phase }) => phases.add(phase) }, signal)
  await assert.rejects(refused, (error) => error === refusal)
  assert.deepEqual([...phases], [])
  assert.equal((await completed({ target: path })).totals.tests, 24)
})

test('two that analyse the same commit at once leave one completed analysis', async () => {
  const path = join(folder.path, 'twice')
  await makeRepository(path, { 'a.test.ts': testFile('twice') })
  const outcomes = await Promise.all([1, 2, 3].map(() => analyze({ target: path }, signal)))
  assert.ok(outcomes.some(({ kind }) => kind === 'completed'))
  const { rows } = await sql<{ status: string }>`
    select a.status from analyses a join repositories r on r.id = a.repository_id where r.path = ${path}
  `.execute(database.db)
  assert.deepEqual(rows, [{ status: 'completed' }])
  const { rows: attempts } = await sql`
    select 1 from analysis_attempts where target = ${`file:${path}`} and status = 'running'
  `.execute(database.db)
  assert.equal(attempts.length, 0)
})
