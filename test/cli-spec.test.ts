import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { before, describe, it } from 'node:test'

import { readInventoryOf, readStoredAnalysis } from '../src/analysis/stored-analysis.ts'
import { specificationSchema } from '../src/report/specification/specification-schema.ts'
import { citationFaults } from '../src/specification/check-citations.ts'
import { specifiedTests } from '../src/specification/specified-test.ts'
import { commitFiles } from '../src/source/testing/git-fixture.ts'
import { openForFile } from './support/for-file.ts'
import { openDatabasePlace, type DatabasePlace } from './support/database-place.ts'
import { assertFault, SUMS } from './support/testimony.ts'
import type { ProgramExit } from './support/program.ts'

/** The first test is called otherwise and skipped, the others are gone. */
const CHANGED = {
  'sums.test.ts': `import { expect, test } from 'vitest'
test.skip('sums up', () => expect(1 + 1).toBe(2))
test('multiplies', () => {})
`,
}

let place: DatabasePlace
openForFile(openDatabasePlace, (opened) => (place = opened))

const spec = (...given: string[]): Promise<ProgramExit> => place.testimony(['spec', ...given])

const countOf = async (table: 'analyses' | 'specifications'): Promise<number> =>
  (await place.database.pool.query(`select from ${table}`)).rowCount ?? 0

describe('spec', () => {
  let path: string
  before(async () => (path = await place.repositoryOf(SUMS)))

  it('analyses what stands there, and writes a document in which each test is cited', async () => {
    const exit = await spec(path)
    assert.equal(exit.code, 0, exit.stderr)
    assert.match(exit.stdout, /^# What repository-\d+ does\n/)
    for (const test of [/`sums\.test\.ts:2` `adds`\n/, /:4` `dividing` › `by zero`\n/, /:5` `dividing` › `by %i` \(2 cases\)\n/])
      assert.match(exit.stdout, test)
    assert.match(exit.stderr, /parsed 1 file .*\n.*specification 1: 3 behaviours of 3 tests, written now by offline\n/)
  })

  it('answers what was written before from the store, in every format', async () => {
    const json = await spec(path, '--format', 'json', '--watch')
    assert.match(json.stderr, /Opening the database\n.*answered from the store.*\n.*as it was written before by offline\n/)
    const specification = specificationSchema.parse(JSON.parse(json.stdout))
    const { rows } = await place.database.pool.query<{ id: string }>('select id from analyses')
    const analysis = await readStoredAnalysis(place.database.db, rows[0]?.id ?? '')
    assert.ok(analysis)
    const { files } = await readInventoryOf(place.database.db, analysis)
    const ids = specifiedTests(files).map((test) => test.id)
    assert.deepEqual(citationFaults(specification, ids), [])
    assert.equal((await spec('--analysis', analysis.id, '--format', 'json')).stdout, json.stdout)
    const output = join(place.path, 'specification.html')
    assert.equal((await spec(path, '--format', 'html', '--output', output)).stdout, '')
    assert.match(await readFile(output, 'utf8'), /^<!doctype html>[^]*<\/html>\n$/)
    assert.equal(await countOf('specifications'), 1)
  })

  it('says what became of each behaviour since the version before, and writes the newest stored one of what has changed', async () => {
    assertFault(await spec('diff', path), 2, /nothing before it by the same writer to compare with/)
    assertFault(await spec('diff', path, '9'), 2, /there is no version 9 of it: the oldest is 1, the newest 1/)
    await commitFiles(path, CHANGED)
    assert.match((await spec(path, '--no-analyze', '--format', 'text')).stderr, /^testimony: specification 1: /)
    assert.match((await spec(path)).stderr, /specification 2: 2 behaviours of 2 tests, written now/)
    const text = await spec('diff', path)
    assert.equal(text.code, 0, text.stderr)
    assert.match(text.stdout, /\n {2}2 lost, 1 changed in state, 1 gained, 0 unchanged\n/)
    assert.match(text.stdout, /\(verified before, skipped now; said before: [^;]*[Aa]dds[^;]*\)\n/)
    const json = JSON.parse((await spec('diff', path, '2', '1', '--format', 'json')).stdout)
    assert.deepEqual([json.before.version, json.after.version, json.totals.gained, json.totals.lost], [2, 1, 2, 1])
    assert.deepEqual(json.totals.byChange, { state: 1, text: 1, tests: 0, examples: 0, moved: 0 })
    assertFault(await spec('diff', path, '3'), 2, /no version 3 of it: the oldest is 1, the newest 2/)
  })

  it('tells what writing would take, and writes nothing', async () => {
    const before = await countOf('specifications')
    const exit = await spec(path, '--estimate')
    assert.equal(exit.stdout, '2 tests, for which offline asks no model: no tokens, no cost\n')
    assert.equal(await countOf('specifications'), before)
  })

  it('says of a repository without tests that nothing is specified', async () => {
    const exit = await spec(await place.repositoryOf({ 'README.md': 'none' }))
    assert.equal(exit.code, 0, exit.stderr)
    assert.match(exit.stdout, /Nothing is specified: there are no tests\.\n$/)
    assert.match(exit.stderr, /there are no tests, so there is nothing to specify/)
  })

  it('ends with 3 where files could not be read, so that sentences may be missing', async () => {
    const exit = await spec(await place.repositoryOf(SUMS), '--max-file-size', '1B')
    assert.equal(exit.code, 3)
    assert.match(exit.stderr, /incomplete: 1 file could not be read or parsed.*\n.*package\.json: /)
  })

  it('says which command makes what there is not, and makes nothing itself', async () => {
    const unknown = await place.repositoryOf(SUMS)
    const before = await countOf('analyses')
    assertFault(await spec(unknown, '--no-analyze'), 2, /nothing of it is analysed yet: run `testimony analyze \S*`/)
    assertFault(await spec('--analysis', '999999999'), 2, /no completed analysis 999999999: `testimony analyze/)
    assertFault(await spec('diff', unknown), 2, /nothing of it is specified yet.*`testimony spec`/)
    assert.equal(await countOf('analyses'), before)
  })

  it('tells what can’t be meant, and a repository that can’t be had', async () => {
    assertFault(await spec('.', '--analysis', '1'), 2, /leave out the path or URL, or --analysis/)
    assertFault(await spec('.', '--language', 'ko'), 2, /the offline writer writes English/)
    assertFault(await spec(join(place.path, 'nowhere')), 4, /nowhere/)
  })
})
