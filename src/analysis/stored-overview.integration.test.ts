import assert from 'node:assert/strict'
import { test } from 'node:test'

import { openForFile } from '../../test/support/for-file.ts'
import { openTestDatabase, type TestDatabase } from '../../test/support/postgres.ts'
import type { FileInventory, Status } from '../inventory/inventory.ts'
import { overviewOf } from '../inventory/overview.ts'
import { readInventoryOf, readStoredAnalysis, type StoredAnalysis } from './stored-analysis.ts'
import { readStoredOverview } from './stored-overview.ts'
import { fileWith, linkedNow, withoutTests } from './testing/extracted-files.ts'
import { storeResult } from './testing/stored-result.ts'

let database: TestDatabase
openForFile(openTestDatabase, (opened) => (database = opened))

const marked = (file: FileInventory, status: Status): FileInventory => {
  for (const suite of file.suites) for (const test of suite.tests.slice(0, 1)) test.status = status
  return file
}

const store = async (files: FileInventory[], name: string): Promise<StoredAnalysis> => {
  const { id } = await storeResult(database.db, [...files.map(linkedNow), withoutTests('z/empty.ts')], { name })
  const analysis = await readStoredAnalysis(database.db, id)
  assert.ok(analysis)
  return analysis
}

test('an overview counts what the whole inventory counts, and has the files with marked tests in detail', async () => {
  const files = [
    fileWith('a.test.ts', 'one', 'two'),
    marked(fileWith('b.test.ts', 'three', 'four'), 'skipped'),
    fileWith('c\0.test.ts', 'five'),
    marked(fileWith('d.test.ts', 'six'), 'focused'),
  ]
  const analysis = await store(files, 'marked')
  const overview = await readStoredOverview(database.db, analysis)
  const whole = overviewOf(await readInventoryOf(database.db, analysis))
  assert.deepEqual(overview.totals, whole.totals)
  assert.deepEqual(
    overview.files.map(({ framework, counts }) => ({ framework, counts })),
    whole.files.map(({ framework, counts }) => ({ framework, counts })),
  )
  // As it can be stored: a report shows both in the same way.
  assert.deepEqual(
    overview.files.map(({ path }) => path),
    ['a.test.ts', 'b.test.ts', 'c\\u0000.test.ts', 'd.test.ts'],
  )
  assert.deepEqual(overview.detailed, [files[1], files[3]])
})

test('an overview of an analysis without any test has no files', async () => {
  const overview = await readStoredOverview(database.db, await store([], 'no-tests'))
  assert.deepEqual([overview.files, overview.detailed, overview.totals.tests], [[], [], 0])
})

test('an overview of an analysis that is deleted meanwhile is a fault, and never a part of it', async () => {
  const analysis = await store([fileWith('gone.test.ts', 'one')], 'gone')
  await database.pool.query('delete from analyses where id = $1', [analysis.id])
  await assert.rejects(readStoredOverview(database.db, analysis), /deleted while it was read/)
})
