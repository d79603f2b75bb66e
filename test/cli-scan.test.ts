import assert from 'node:assert/strict'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'

import { scan, type InventoryJson } from '../src/index.ts'
import { git } from '../src/source/testing/git-fixture.ts'
import { openForFile } from './support/for-file.ts'
import { openWorkplace, SUMS, type Workplace } from './support/testimony.ts'

let place: Workplace
openForFile(openWorkplace, (opened) => (place = opened))

describe('scan', () => {
  it('writes an inventory by the published schema, the same bytes each time', async () => {
    const path = await place.repositoryOf(SUMS)
    const first = await place.testimony(['scan', path, '--format', 'json'])
    assert.equal(first.code, 0, first.stderr)
    assert.equal(first.stderr, '')
    const inventory: InventoryJson = JSON.parse(first.stdout)
    const schema: object = JSON.parse(await readFile(new URL('../docs/inventory.schema.json', import.meta.url), 'utf8'))
    const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema)
    assert.equal(inventory.totals.tests, 4)
    assert.deepEqual(inventory.totals.byStatus, { active: 3, focused: 0, skipped: 1, todo: 0, xfail: 0 })
    assert.ok(validate(inventory), JSON.stringify(validate.errors))
    assert.equal((await place.testimony(['scan', path, '--format', 'json'])).stdout, first.stdout)
  })

  it('gives a bare repository the same tests as a work tree', async () => {
    const path = await place.repositoryOf(SUMS)
    await git(place.path, 'clone', '-q', '--bare', path, `${path}-bare.git`)
    const [tree, bare] = await Promise.all([path, `${path}-bare.git`].map((each) => place.testimony(['scan', each, '--format', 'ndjson'])))
    assert.equal(bare?.stdout, tree?.stdout)
    assert.equal(tree?.stdout.split('\n').length, 4)
  })

  it('is what the library gives', async () => {
    const path = await place.repositoryOf(SUMS)
    const { stdout } = await place.testimony(['scan', path, '--format', 'json'])
    assert.deepEqual(JSON.parse(JSON.stringify(await scan(path))), JSON.parse(stdout))
  })

  it('is refused by the library in a sentence where options make no sense', async () => {
    await assert.rejects(scan('.', { threads: NaN }), { name: 'TypeError', message: /^scan: the option threads must be [^\n]+$/ })
  })

  it('shows a table by default, without escape sequences where nobody has a terminal', async () => {
    const { stdout, code } = await place.testimony(['scan', await place.repositoryOf(SUMS)])
    assert.match(stdout, /4 tests in 1 file and 1 suite/)
    assert.match(stdout, /sums\.test\.ts:4 {2}dividing › by zero/)
    assert.ok(!stdout.includes('\u001b'))
    assert.equal(code, 0)
  })

  it('paints where FORCE_COLOR says so', async () => {
    const { stdout } = await place.testimony(['scan', await place.repositoryOf(SUMS)], { FORCE_COLOR: '1' })
    assert.ok(stdout.includes('\u001b[33m'))
  })

  it('reads the commit that --ref names', async () => {
    const path = await place.repositoryOf(SUMS)
    await git(path, 'tag', 'v1')
    await git(path, 'rm', '-q', 'sums.test.ts')
    await git(path, 'commit', '-q', '-m', 'Remove')
    const now = JSON.parse((await place.testimony(['scan', path, '--format', 'json'])).stdout)
    const then = JSON.parse((await place.testimony(['scan', path, '--format', 'json', '--ref', 'v1'])).stdout)
    assert.deepEqual([now.totals.tests, then.totals.tests, then.repository.ref], [0, 4, 'v1'])
  })

  it('shows only the tests that were asked for', async () => {
    const path = await place.repositoryOf(SUMS)
    const { stdout } = await place.testimony(['scan', path, '--format', 'ndjson', '--status', 'skipped'])
    assert.equal(JSON.parse(stdout).name, 'by zero')
    const none = await place.testimony(['scan', path, '--framework', 'jest'])
    assert.match(none.stderr, /no tests of jest here; there are tests of vitest/)
    assert.equal(none.code, 0)
  })

  it('ends with 1 where --fail-on finds something, also where --status hides it', async () => {
    const path = await place.repositoryOf(SUMS)
    const failed = await place.testimony(['scan', path, '--fail-on', 'focused,skipped', '--status', 'active'])
    assert.equal(failed.code, 1)
    assert.equal(failed.stderr, 'testimony: --fail-on skipped: 1 skipped test, at sums.test.ts:4\n')
    assert.equal((await place.testimony(['scan', path, '--fail-on', 'focused'])).code, 0)
  })

  it('writes to a file whole, and to nothing else', async () => {
    const path = await place.repositoryOf(SUMS)
    const file = join(place.path, 'inventory.json')
    await writeFile(file, 'earlier')
    const exit = await place.testimony(['scan', path, '--format', 'json', '--output', file])
    assert.deepEqual([exit.code, exit.stdout, exit.stderr], [0, '', ''])
    assert.equal(JSON.parse(await readFile(file, 'utf8')).totals.tests, 4)
    assert.deepEqual(
      (await readdir(place.path)).filter((name) => name.includes('unfinished')),
      [],
    )
    const piped = await place.testimony(['scan', path, '--output', '/dev/null'])
    assert.equal(piped.code, 0, piped.stderr)
  })
})
