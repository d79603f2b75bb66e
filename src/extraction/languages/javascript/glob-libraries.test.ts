/** What packages that look for files by patterns find in the repository; the names are those that each of them gives. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { linkTexts, testsIn } from '../../testing/link-texts.ts'

const FILES = { 'shop/tea.js': '', 'shop/rice.js': '', 'shop/old/salt.js': '', 'shop/notes.txt': '', 'shop/.hidden.js': '' }

const found = (text: string, others: Record<string, string> = {}): string[] =>
  testsIn(`import { join } from 'node:path'\n${text}; for (const file of files) it(file, f)`, { ...FILES, ...others })

describe('files are found', () => {
  const table: [what: string, text: string, expected: string[]][] = [
    ['from where the program starts', "import { globSync } from 'glob'; const files = globSync('./shop/*.js')", ['file = shop/rice.js | shop/tea.js']],
    ['by a function that is the module', "const glob = require('fast-glob'); const files = glob.sync(['shop/**/*.js', '!**/old/**'])", ['file = shop/rice.js | shop/tea.js']],
    ['in a directory', "import { globSync } from 'tinyglobby'; const files = globSync('*.js', { cwd: join(__dirname, 'shop'), ignore: ['tea.js'] })", ['file = rice.js']],
    ['where what is left out is longer than a pattern may be', "import { globSync } from 'glob'; const files = globSync('shop/*.js', { ignore: 'a'.repeat(70_000) })", ['file = shop/rice.js | shop/tea.js']],
    ['by Node itself', "import { globSync } from 'node:fs'; const files = globSync('shop/**/*.js', { exclude: ['**/old/**'] })", ['file = shop/rice.js | shop/tea.js']],
    ['with whole paths, as they are asked for', "import { globbySync } from 'globby'; const files = globbySync('shop/old/*', { absolute: true }).map((one) => one.slice(__dirname.length))", ['file = /shop/old/salt.js']],
    ['by a pattern that is a whole path', "import * as glob from 'glob'; const files = glob.sync(join(__dirname, 'shop/old/*.js')).map((one) => one.slice(__dirname.length))", ['file = /shop/old/salt.js']],
    ['once they are waited for', "import glob from 'fast-glob'; const files = await glob('shop/old/*.js')", ['file = shop/old/salt.js']],
    ['in ways that are not known where folders may be among them', "import { globSync } from 'glob'; const files = globSync('shop/*')", ['file = ?']],
    ['in ways that are not known with other options', "import { globSync } from 'glob'; const files = globSync('shop/*.js', { dot: true })", ['file = ?']],
    ['in ways that are not known where there is nothing', "import { globSync } from 'glob'; const files = globSync('built/*.js')", ['file = ?']],
  ] // prettier-ignore
  for (const [what, text, expected] of table) it(what, () => assert.deepEqual(found(text), expected))

  it('with the dot of their pattern by old versions', () => {
    const manifest = '{ "devDependencies": { "vitest": "4", "glob": "^7.2.0" }, "scripts": { "test": "vitest run --globals" } }'
    const text = "const glob = require('glob'); const files = glob.sync('./shop/old/*.js')"
    assert.deepEqual(found(text, { 'package.json': manifest }), ['file = ./shop/old/salt.js'])
  })
})

describe('a pattern that finds nothing leaves the tests of its file listed', () => {
  const IMPORTS = "import { globSync } from 'glob'"
  const LONG = "'a'.repeat(70_000)"
  const table: [what: string, call: string][] = [
    ['that is empty', "globSync('')"],
    ['that is nothing but a directory', "globSync('./')"],
    ['that is the directory itself', "globSync('.')"],
    ['that is longer than a pattern may be', `globSync(${LONG})`],
    ['that would take for ever', "globSync('data/*a*a*a*a*a*a*a*a*a*a*a*a*b')"],
    ['of modules, that is longer than a pattern may be', `Object.keys(import.meta.glob('./' + ${LONG}))`],
    ['of modules, that would take for ever', "Object.keys(import.meta.glob('./data/*a*a*a*a*a*a*a*a*a*a*a*a*b'))"],
  ] // prettier-ignore
  for (const [what, call] of table)
    it(what, () => {
      const text = `${IMPORTS}\nit('other', f); for (const file of ${call}) it(file, f)`
      assert.deepEqual(testsIn(text, { ...FILES, [`data/${'a'.repeat(90)}c`]: '' }), ['other', 'file = ?'])
    })
})

describe('what is looked through costs steps', () => {
  // After what isn't read yet there are a thousand steps, and what ends before them is listed.
  const listed = (call: string, count: number): string[] => {
    const text = `import { globSync } from 'glob'\nimport { readdirSync } from 'node:fs'\nimport { x } from './x'\nx(); ${call}; it('after', f)`
    const files = Object.fromEntries(Array.from({ length: count }, (_, at) => [`shop/${at}.txt`, '']))
    const linked = linkTexts({ ...files, 'x.js': 'export const x = () => {}', 'a.test.ts': text }, (path) => path === 'x.js')
    return linked.files.flatMap(({ tests }) => tests.map(({ name }) => name))
  }
  const calls = [
    "globSync('shop/*.none')",
    "globSync('shop/*.txt', { ignore: 'shop/*' })",
    "import.meta.glob('./shop/*.none')",
    "readdirSync('shop')",
    "readdirSync('.', { recursive: true })",
  ]
  for (const call of calls)
    it(call, () => {
      assert.deepEqual(listed(call, 100), ['after'])
      assert.deepEqual(listed(call, 1100), [])
    })
})

describe('what was found no longer holds', () => {
  const PATH = 'sub/a.test.ts'
  const holds = (texts: Record<string, string>, change: Record<string, string>): boolean => {
    const dependencies = linkTexts(texts).linked.get(PATH)?.dependencies()
    assert.ok(dependencies)
    const { linker } = linkTexts({ ...texts, ...change })
    return dependencies.every(([path, found]) => linker.holds(path, found))
  }

  it("where a catalog's version changes that a manifest refers to", () => {
    const catalog = (range: string): Record<string, string> => ({ 'pnpm-workspace.yaml': `catalog:\n  glob: ${range}\n` })
    const texts = {
      ...FILES,
      ...catalog('^7.0.0'),
      'package.json': '{ "devDependencies": { "vitest": "4", "glob": "catalog:" }, "scripts": { "test": "vitest run --globals" } }',
      [PATH]: "import { globSync } from 'glob'\nfor (const file of globSync('./shop/*.js')) it(file, f)",
    }
    assert.equal(holds(texts, { 'shop/tea.js': '// changed' }), true)
    assert.equal(holds(texts, catalog('^10.0.0')), false)
  })

  for (const call of ["globSync('shop/*.js')", "readdirSync('shop')"])
    it(`where a manifest comes in between, of ${call}`, () => {
      const texts = {
        ...FILES,
        'sub/shop/salt.js': '',
        [PATH]: `import { globSync } from 'glob'\nimport { readdirSync } from 'node:fs'\nfor (const file of ${call}) it(file, f)`,
      }
      assert.equal(holds(texts, { 'other/package.json': '{}' }), true)
      assert.equal(holds(texts, { 'sub/package.json': '{}' }), false)
    })
})
