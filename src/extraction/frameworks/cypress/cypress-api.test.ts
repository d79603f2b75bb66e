import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { walkTests } from '../../../inventory/walk-tests.ts'
import { linkTexts } from '../../testing/link-texts.ts'

const MANIFEST = '{ "devDependencies": { "cypress": "15.0.0" } }'

const testsIn = (text: string): string[] => {
  const lines: string[] = []
  for (const file of linkTexts({ 'package.json': MANIFEST, 'cypress.config.js': 'module.exports = {}', 'cypress/e2e/a.cy.js': text }).files)
    for (const { test, suites } of walkTests(file)) {
      const names = test.cases?.kind === 'listed' ? test.cases.names : [test.cases ? `${test.name} = ?` : test.name]
      const mark = test.status === 'active' ? '' : ` [${test.status}]`
      for (const name of names) lines.push([...suites.map((suite) => suite.name), `${name}${mark}`].join(' > '))
    }
  return lines
}

describe('what cypress-each adds', () => {
  it('declares a test for each row, titled as it formats', () => {
    assert.deepEqual(
      testsIn(
        "import 'cypress-each'\nit.each(['a', 'b'])('has %s at %k of %K', (x) => {})\nit.each([[1, 'x'], [2, 'y']])('%d is %s', (n, x) => {})\nit.each([['p', 'q']])('%1 after %0', () => {})",
      ),
      ['has a at 0 of 1', 'has b at 1 of 2', '1 is x', '2 is y', 'q after p'],
    )
  })

  it('repeats, takes titles from keys, and gives suites', () => {
    assert.deepEqual(
      testsIn(
        "it.each(2)('again %K', () => {})\nit.each({ one: 1, two: 2 })((x) => {})\ndescribe.each(['a', 'b'])('in %s', (x) => { it(`t ${x}`, () => {}) })\nit.skip.each(['z'])('no %s', () => {})",
      ),
      ['again 1', 'again 2', 'one', 'two', 'in a > t a', 'in b > t b', 'no z [skipped]'],
    )
  })

  it('may choose rows: every nth, a chunk of so many, what a function takes', () => {
    assert.deepEqual(
      testsIn(
        "it.each([1, 2, 3], 2)('nth %d', () => {})\nit.each([1, 2, 3], 2, 1)('chunk %d', () => {})\nit.each([1, 2, 3], (x) => x > 1)('of %N %d', () => {})\nit.each(rows, 2)('any %d', () => {})",
      ),
      ['nth 1', 'nth 3', 'chunk 3', 'of 2 2', 'of 2 3', 'any %d = ?'],
    )
  })

  it('may take titles from a function', () => {
    assert.deepEqual(
      testsIn("it.each(['a', 'b'])((x, k) => `${k} ${x}`, (x) => {})\nit.each(Cypress._.toPairs({ c: 1 }))('%0 %1', () => {})"),
      ['0 a', '1 b', 'c 1'],
    )
  })
})

describe("what Mocha's functions take in Cypress", () => {
  it('gives tags and modifiers, of suites too', () => {
    const [file] = linkTexts({
      'package.json': MANIFEST,
      'cypress.config.js': 'module.exports = {}',
      'cypress/e2e/a.cy.js': "describe('s', { tags: ['@s'] }, () => { it('a', { tags: '@a', retries: 1 }, () => {}) })",
    }).files
    assert.ok(file)
    assert.deepEqual(
      [...walkTests(file)].map(({ test }) => [test.tags, test.modifiers]),
      [[['@s', '@a'], ['retries']]],
    )
  })

  it('is a configuration between title and body', () => {
    assert.deepEqual(
      testsIn("describe('s', { viewportWidth: 10 }, () => { it('a', { retries: 2 }, () => {}); it.only('b', { tags: '@x' }, () => {}) })"),
      ['s > a', 's > b [focused]'],
    )
  })

  it('may be skipped by its body', () => {
    assert.deepEqual(testsIn("it('a', function () { this.skip() })\nit('b', () => { cy.get('x').then(() => it('no test', () => {})) })"), [
      'a [skipped]',
      'b',
    ])
  })

  it('may be called by loops of the lodash that Cypress brings', () => {
    assert.deepEqual(
      testsIn(
        'const { _ } = Cypress\n_.times(2, (n) => { it(`t${n}`, () => {}) })\nCypress._.forEach({ a: 1 }, (v, k) => { it(k + v, () => {}) })\n_.range(1, 3).forEach((n) => it(`r${n}`, () => {}))',
      ),
      ['t0', 't1', 'a1', 'r1', 'r2'],
    )
  })
})
