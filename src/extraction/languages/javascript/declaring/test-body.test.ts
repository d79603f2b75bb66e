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

const MOCHA = '{ "scripts": { "test": "mocha" } }'

const statusesOf = (text: string): string[] =>
  linkTexts({ 'package.json': MOCHA, 'test/a.js': text }).files.flatMap(({ tests }) =>
    tests.map(({ status, modifiers }) => [status, ...modifiers].join(' ')),
  )

describe('a variable that is declared without a value', () => {
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

describe('a variable that hooks change', () => {
  const test = "it('plum', function () { if (!ripe) this.skip() })"

  it('has an unknown value in bodies, whatever it had before', () => {
    assert.deepEqual(statusesOf(`let ripe = false; before(async () => { ripe = true }); ${test}`), ['active conditional'])
    assert.deepEqual(statusesOf(`let ripe = null; beforeEach(pick); ${test}; function pick() { ripe = {} }`), ['active conditional'])
    assert.deepEqual(statusesOf(`let ripe = 0; const grow = () => { ripe++ }; before(() => { grow() }); ${test}`), ['active conditional'])
    assert.deepEqual(statusesOf(`let [ripe] = [0]; before(() => { [ripe] = pick() }); ${test}`), ['active conditional'])
  })

  it('may be changed in what it stands for', () => {
    const inBody = (condition: string): string => `it('plum', function () { if (${condition}) this.skip() })`
    assert.deepEqual(statusesOf(`const plum = { ripe: false }; before(() => { plum.ripe = true }); ${inBody('!plum.ripe')}`), [
      'active conditional',
    ])
    assert.deepEqual(statusesOf(`const plums = []; before(() => { plums.push('a') }); ${inBody('!plums.length')}`), ['active conditional'])
    assert.deepEqual(statusesOf(`const plums = []; before(() => { plums.map(eat) }); ${inBody('!plums.length')}`), ['skipped'])
  })

  it('may be changed by what has it, or is given it', () => {
    const skipped = (text: string, condition: string): string[] =>
      statusesOf(`${text}; it('plum', function () { if (${condition}) this.skip() })`)
    assert.deepEqual(
      skipped('class Tree { ripe = false; grow() { this.ripe = true } } const tree = new Tree(); before(() => tree.grow())', '!tree.ripe'),
      ['active conditional'],
    )
    assert.deepEqual(skipped('let ripe = false; const tree = { grow() { ripe = true } }; before(() => tree.grow())', '!ripe'), [
      'active conditional',
    ])
    assert.deepEqual(skipped('const plum = { ripe: false }; before(() => { Object.assign(plum, pick()) })', '!plum.ripe'), [
      'active conditional',
    ])
    assert.deepEqual(skipped('const plums = new Map(); before(() => { fill(plums) })', "!plums.has('a')"), ['active conditional'])
    assert.deepEqual(skipped('const plums = [1]; before(() => { plums.forEach(eat) })', 'plums.length'), ['skipped'])
  })

  it('has its value while tests are declared, in files whose hooks leave it, and where another has its name', () => {
    assert.deepEqual(statusesOf(`let ripe = false; before(() => { ripe = true }); (ripe ? it : it.skip)('plum', () => {})`), ['skipped'])
    assert.deepEqual(statusesOf(`let ripe = false; before(() => { check(ripe) }); ${test}`), ['skipped'])
    assert.deepEqual(statusesOf(`before(() => { ripe = true }); it('plum', function () { const ripe = false; if (!ripe) this.skip() })`), [
      'skipped',
    ])
  })

  it('gives subtests that only a run can count', () => {
    const body = "test('a', async (t) => { for (const plum of plums) await t.test(plum) })"
    const { files } = linkTexts({
      'package.json': '{ "scripts": { "test": "node --test" } }',
      'a.test.js': `const { test, before } = require('node:test'); let plums = ['b']; before(() => { plums = pick() }); ${body}`,
    })
    assert.deepEqual(
      files.flatMap(({ suites }) => suites.flatMap(({ tests }) => tests.map(({ name, cases }) => [name, cases]))),
      [['plum', { kind: 'dynamic' }]],
    )
  })
})
