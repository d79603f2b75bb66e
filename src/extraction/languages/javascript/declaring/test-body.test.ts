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
