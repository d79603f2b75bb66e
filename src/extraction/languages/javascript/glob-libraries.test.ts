/** What packages that look for files by patterns find in the repository; the names are those that each of them gives. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { testsIn } from '../../testing/link-texts.ts'

const FILES = { 'shop/tea.js': '', 'shop/rice.js': '', 'shop/old/salt.js': '', 'shop/notes.txt': '', 'shop/.hidden.js': '' }

const found = (text: string, others: Record<string, string> = {}): string[] =>
  testsIn(`import { join } from 'node:path'\n${text}; for (const file of files) it(file, f)`, { ...FILES, ...others })

describe('files are found', () => {
  const table: [what: string, text: string, expected: string[]][] = [
    ['from where the program starts', "import { globSync } from 'glob'; const files = globSync('./shop/*.js')", ['file = shop/rice.js | shop/tea.js']],
    ['by a function that is the module', "const glob = require('fast-glob'); const files = glob.sync(['shop/**/*.js', '!**/old/**'])", ['file = shop/rice.js | shop/tea.js']],
    ['in a directory', "import { globSync } from 'tinyglobby'; const files = globSync('*.js', { cwd: join(__dirname, 'shop'), ignore: ['tea.js'] })", ['file = rice.js']],
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
