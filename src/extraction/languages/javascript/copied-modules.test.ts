/** Modules whose exports are brought together in an object by copying, instead of by exporting them again. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { linkTexts } from '../../testing/link-texts.ts'

const PARTS = {
  'package.json': '{ "scripts": { "test": "mocha" } }',
  'lib/fruit.js': "exports.peel = (name) => { it('peels ' + name, () => {}) }; exports.fruits = ['plum', 'pear']",
  'lib/soup.js': "module.exports = { stir(name) { it('stirs ' + name, () => {}) } }",
}

/** Tests that a file declares by what another one, of this text, gives it. */
const declared = (given: string, text: string): string[] =>
  linkTexts({ ...PARTS, 'lib/all.js': given, 'test/a.js': `const all = require('../lib/all'); ${text}` }).files.flatMap(({ tests }) =>
    tests.map(({ name }) => name),
  )

describe('exports of modules', () => {
  const both = "all.peel('plum'); all.stir('leek')"

  it('are copied by spreading', () => {
    assert.deepEqual(declared("module.exports = { ...require('./fruit'), ...require('./soup') }", both), ['peels plum', 'stirs leek'])
    assert.deepEqual(declared("import * as fruit from './fruit.js'; export const copy = { ...fruit }", "all.copy.peel('plum')"), [
      'peels plum',
    ])
  })

  it('are copied by Object.assign', () => {
    assert.deepEqual(declared("module.exports = Object.assign({}, require('./fruit'), require('./soup'))", both), [
      'peels plum',
      'stirs leek',
    ])
    assert.deepEqual(declared("Object.assign(exports, require('./fruit'), require('./soup'))", both), ['peels plum', 'stirs leek'])
  })

  it('are left over where some are taken', () =>
    assert.deepEqual(
      declared("const { peel, ...rest } = require('./fruit'); module.exports = rest", "it(all.fruits.join(' '), () => {})"),
      ['plum pear'],
    ))

  it('are what a getter gives', () => {
    assert.deepEqual(declared("module.exports = { get peel() { return require('./fruit').peel } }", "all.peel('plum')"), ['peels plum'])
    assert.deepEqual(declared("module.exports = { ...{ get fruit() { return require('./fruit') } } }", "all.fruit.peel('plum')"), [
      'peels plum',
    ])
  })

  describe('that are set by no export statement', () => {
    const listed = (imports: string, each: string): string[] =>
      linkTexts({
        ...PARTS,
        'lib/rows.json': '["a"]',
        'lib/cups.ts': "import fruit = require('./fruit'); export default { ...fruit }",
        'test/a.js': `${imports}; for (const key of ${each}) it('has ' + key, () => {})`,
      }).files.flatMap(({ tests }) =>
        tests.flatMap(({ name, cases, modifiers }) =>
          (cases?.kind === 'listed' ? cases.names : [cases ? cases.kind : name]).map((one) => [one, ...modifiers].join(' ')),
        ),
      )

    it('may be in what an import statement gives as a whole, beside others', () => {
      const imported = "import * as fruit from '../lib/fruit.js'"
      const known = ['has peel conditional', 'has fruits conditional']
      assert.deepEqual(listed(imported, 'Object.keys(fruit)'), [...known, 'dynamic'])
      assert.deepEqual(listed(imported, 'Object.keys({ ...fruit })'), [...known, 'dynamic'])
      assert.deepEqual(listed(`${imported}; const { peel, ...others } = fruit`, 'Object.keys(others)'), [known[1], 'dynamic'])
      assert.deepEqual(listed("import * as rows from '../lib/rows.json'", 'Object.keys(rows)'), ['dynamic'])
    })

    it('are what requiring gives', () => {
      assert.deepEqual(listed("const fruit = require('../lib/fruit.js')", 'Object.keys({ ...fruit })'), ['has peel', 'has fruits'])
      assert.deepEqual(listed("import cups from '../lib/cups'", 'Object.keys(cups)'), ['has peel', 'has fruits'])
    })
  })
})
