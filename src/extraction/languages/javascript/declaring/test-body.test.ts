import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { linkTexts } from '../../../testing/link-texts.ts'

/** More than the body of one test is followed for. */
const LONG = 'for (let i = 0; i < 9000; i++) { n += i; n += i; n += i; n += i; n += i; n += i; n += i; if (n < 0) t.skip() }'

const codesOf = (body: string): string[] =>
  linkTexts({
    'package.json': '{ "scripts": { "test": "node --test" } }',
    'a.test.ts': `import { test } from 'node:test'\ntest('a', (t) => { let n = 0; ${body} })\ntest('b', () => {})`,
  }).diagnostics.map(({ code }) => code)

describe('a body that is too long to be followed', () => {
  it('is a program under test where it calls nothing that declares, whatever its variables are called', () => {
    assert.deepEqual(codesOf(`const [suite] = all(t); ${LONG}; check(suite.test)`), [])
  })

  it('may hold more tests where it calls what declares them', () => {
    assert.deepEqual(codesOf(`${LONG}; t.test('c', () => {})`), ['evaluation-limit'])
  })
})

describe('a variable that is declared without a value', () => {
  const statusesOf = (text: string): string[] =>
    linkTexts({ 'package.json': '{ "scripts": { "test": "mocha" } }', 'test/a.js': text }).files.flatMap(({ tests }) =>
      tests.map(({ status, modifiers }) => [status, ...modifiers].join(' ')),
    )
  const test = "it('plum', function () { if (!ripe) this.skip() })"

  it('may have one by the time a body runs, which hooks give it', () => {
    assert.deepEqual(statusesOf(`let ripe; before(() => { ripe = look() }); ${test}`), ['active conditional'])
    assert.deepEqual(statusesOf(`let ripe; before(function () { if (!ripe) this.skip() }); ${test}`), ['active conditional'])
  })

  it('has none while tests are declared, and none in a body of its own', () => {
    assert.deepEqual(statusesOf(`let ripe; if (!ripe) ${test.replace('ripe', 'true')}`), ['active'])
    assert.deepEqual(statusesOf("it('plum', function () { let ripe; if (!ripe) this.skip() })"), ['skipped'])
    assert.deepEqual(statusesOf(`let ripe = false; ${test}`), ['skipped'])
  })
})
