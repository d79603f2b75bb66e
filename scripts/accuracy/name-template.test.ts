import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hasHoles, templatePattern } from './name-template.ts'

const name = { bareNameIsVariable: false }
const variable = { bareNameIsVariable: true }

const fits: [template: string, name: string, expected: boolean][] = [
  ['adds %d and %d', 'adds 1 and 2', true],
  ['adds %d and %d', 'subtracts 1 and 2', false],
  ['is $percent% of ${total}', 'is 5% of 10', true],
  ['is ${rows.map((row) => { return row.name })} long', 'is a,b long', true],
  ["'adds ' + left + ' to ' + right", 'adds 1 to 2', true],
  ["'adds ' + left + ' to ' + right", 'takes 1 from 2', false],
  ['row.name', 'anything at all', true],
  ['row.name()', 'anything at all', true],
  ['title', 'anything at all', false],
  ['reads a file', 'writes a file', false],
  ['reads a file', 'reads_a_file', true],
  ['test_adds', 'test_adds[1-2]', true],
  ['test_adds', 'test_adds_more[1-2]', false],
  ['f"{a} is {b!r}"', '1 is 2', true],
  ['unbalanced { brace', 'unbalanced { brace', true],
]

for (const [template, printed, expected] of fits)
  test(`«${template}» ${expected ? 'can' : 'can not'} become «${printed}»`, () =>
    assert.equal(templatePattern(template, name).test(printed), expected))

test('a word alone is a variable only where the reader says so', () => {
  assert.equal(templatePattern('title', variable).test('anything at all'), true)
  assert.equal(hasHoles('title', variable), true)
  assert.equal(hasHoles('title', name), false)
})

test('a name without open parts has no holes', () => {
  assert.equal(hasHoles('reads a file', variable), false)
  assert.equal(hasHoles('reads %s', name), true)
})
