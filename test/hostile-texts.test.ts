/** Repositories whose texts were made to break what reads them: each is scanned to its end, and says what it lacks. */
import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, describe, it } from 'node:test'
import { scanRepository } from '../src/analysis/scan-repository.ts'
import { createParserPool } from '../src/extraction/parser-pool.ts'
import { type InventoryJson, inventoryToJson, type SuiteJson, type TestJson } from '../src/inventory/inventory-json.ts'

const MANIFEST = '{ "devDependencies": { "vitest": "4.1.0" }, "scripts": { "test": "vitest run --globals" } }'

// To start them takes longer than most scans here, and one hostile text leaves them fit for the next.
const parsers = createParserPool({ size: 1 })
after(() => parsers[Symbol.asyncDispose]())

const scan = async (files: Record<string, string | Uint8Array>): Promise<InventoryJson> => {
  const folder = await mkdtemp(join(tmpdir(), 'testimony-hostile-'))
  try {
    for (const [path, text] of Object.entries({ 'package.json': MANIFEST, ...files })) {
      await mkdir(dirname(join(folder, path)), { recursive: true })
      await writeFile(join(folder, path), text)
    }
    const source = { allowPrivateNetworks: false, cacheDirectory: join(folder, 'unused'), cacheLimitBytes: 0 }
    const { inventory } = await scanRepository(folder, { source, parsers }, new AbortController().signal)
    return inventoryToJson(inventory)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const testsOf = (group: { suites: SuiteJson[]; tests: TestJson[] }): TestJson[] => [...group.tests, ...group.suites.flatMap(testsOf)]

const namesIn = ({ files }: InventoryJson, path: string): string[] =>
  files.filter((file) => file.path === path).flatMap((file) => testsOf(file).map(({ name }) => name))

const codesOf = ({ diagnostics }: InventoryJson): [string, string][] => diagnostics.map(({ path, code }) => [path, code])

const GOOD = { 'good.test.js': "it('is still listed', () => {})" }
const suites = (depth: number): string => {
  const opening = Array.from({ length: depth }, (_, index) => `describe('s${index}', () => { it('t${index}', () => {});\n`)
  return `${opening.join('')}${'})'.repeat(depth)}`
}

describe('suites in suites', () => {
  it('of any depth that people write are listed without a word', async () => {
    const inventory = await scan({ 'a.test.js': suites(100) })
    assert.deepEqual([inventory.totals.tests, inventory.diagnostics], [100, []])
  })

  for (const depth of [200, 1_200, 60_000])
    it(`nested ${depth} deep are listed as far as they are followed, and the file is named`, async () => {
      const inventory = await scan({ 'a.test.js': suites(depth), ...GOOD })
      assert.deepEqual(codesOf(inventory), [['a.test.js', 'evaluation-limit']])
      assert.equal(namesIn(inventory, 'a.test.js').length, 150)
      assert.deepEqual(namesIn(inventory, 'good.test.js'), ['is still listed'])
      assert.ok(JSON.stringify(inventory).length > 0)
    })

  it('that no stack holds cost their file, in each place where it is', async () => {
    const deep = `${'class A{a='.repeat(450_000)}1${'}'.repeat(450_000)}`
    const inventory = await scan({ 'a.test.js': deep, 'b/a.test.js': deep, ...GOOD })
    assert.deepEqual(codesOf(inventory), [
      ['a.test.js', 'too-deep'],
      ['b/a.test.js', 'too-deep'],
    ])
    assert.deepEqual(namesIn(inventory, 'good.test.js'), ['is still listed'])
  })
})

describe('configuration', () => {
  const brackets = '['.repeat(60_000)
  const cases: Record<string, string> = {
    'vitest.config.js': `export default ${'{ a: '.repeat(60_000)}1${'}'.repeat(60_000)}`,
    'jest.config.ts': `export default ${'class A { a = '.repeat(300_000)}`,
    'sub/package.json': `{ "jest": ${brackets}${']'.repeat(60_000)} }`,
    'tsconfig.json': `{ "extends": ${brackets} // not closed`,
    '.mocharc.yml': `spec: ${brackets}`,
    '.mocharc.json': `{ "spec": ${brackets}${']'.repeat(60_000)} }`,
    'cypress.json': `{ "testFiles": ${brackets}${']'.repeat(60_000)} }`,
    'pyproject.toml': `[tool.pytest.ini_options]\ntestpaths = ${brackets}${']'.repeat(60_000)}`,
    'pnpm-workspace.yaml': `packages: ${brackets}`,
    'playwright.config.ts': `export default { projects: ${brackets}${']'.repeat(60_000)} }`,
  }
  for (const [path, text] of Object.entries(cases))
    it(`that nests ${path} too deeply ends nothing`, async () => {
      const inventory = await scan({ [path]: text, ...GOOD })
      assert.deepEqual(namesIn(inventory, 'good.test.js'), ['is still listed'])
    })
})

describe('contents', () => {
  it('that are the same in two files are told of both where they are broken', async () => {
    const broken = "it('a', () => {})\nconst x = = 3\n"
    const inventory = await scan({ 'a.test.js': broken, 'b.test.js': broken })
    assert.deepEqual(codesOf(inventory), [
      ['a.test.js', 'syntax-error'],
      ['b.test.js', 'syntax-error'],
    ])
    assert.equal(inventory.totals.tests, 2)
  })

  it('of 100,000 tests are listed one by one', async () => {
    const many = Array.from({ length: 100_000 }, (_, index) => `it('case ${index}', () => {})`).join('\n')
    const inventory = await scan({ 'a.test.js': many })
    assert.equal(inventory.totals.tests, 100_000)
  })

  it('of one line of 4 MB are read', async () => {
    const inventory = await scan({ 'a.test.js': `const words = [${'"word",'.repeat(570_000)}]; it('after the line', () => {})` })
    assert.deepEqual([namesIn(inventory, 'a.test.js'), inventory.diagnostics], [['after the line'], []])
  })

  it('of a file that is too large are left out, and said to be', async () => {
    const inventory = await scan({ 'a.test.js': `it('a', () => {}) // ${'x'.repeat(6_000_000)}`, ...GOOD })
    assert.deepEqual(codesOf(inventory), [['a.test.js', 'file-too-large']])
  })

  it('with NUL bytes, surrogates, marks and odd line ends give names as they are', async () => {
    const inventory = await scan({
      'nul.test.js': "it('a\0b', () => {})",
      'surrogate.test.js': String.raw`it('a\uD800', () => {})`,
      'mark.test.js': "\uFEFFit('m', () => {})",
      'wide.test.js': new Uint8Array(Buffer.from("\uFEFFit('w', () => {})", 'utf16le')),
      'lines.test.js': "it('one', () => {})\r\n\r\nit('two', () => {})\n",
      'bang.test.js': "#!/usr/bin/env node\nit('h', () => {})",
    })
    assert.deepEqual(inventory.diagnostics, [])
    assert.deepEqual(
      inventory.files.map((file) => [file.path, ...testsOf(file).map(({ name, line }) => `${name}@${line}`)]),
      [
        ['bang.test.js', 'h@2'],
        ['lines.test.js', 'one@1', 'two@3'],
        ['mark.test.js', 'm@1'],
        ['nul.test.js', 'a\0b@1'],
        ['surrogate.test.js', 'a\uD800@1'],
        ['wide.test.js', 'w@1'],
      ],
    )
  })
})
