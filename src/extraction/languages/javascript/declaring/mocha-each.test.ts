import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { testsIn } from '../../../testing/link-texts.ts'

const listed = (text: string): string[] => testsIn(`import forEach from 'mocha-each'\nimport given from 'elsewhere'\n${text}`)

describe('Rows of mocha-each', () => {
  const table: [what: string, text: string, expected: string[]][] = [
    ['keep a title as written where it prints what is not known', "forEach([[given], ['x']]).it('is %s', f)", ['is %s = is %s | is x']],
    ['have a known title where it prints only what is known', "forEach([[given, 1]]).it('row %2$d', f)", ['row %2$d = row 1']],
    ['keep a title that calls a function', "forEach([[() => 1]]).it('is %s', f)", ['is %s = is %s']],
    ['keep a title that is wider than anybody reads', "forEach(['x']).it('%20000000s', f)", ['%20000000s = %20000000s']],
    ['end with one whose title the format refuses', "forEach([1, 'x', 2]).it('is %d', f); it('end', f)", ['is %d = is 1', 'end']],
    ['raise what the format raises', "try { forEach(['x']).it('is %d', f) } catch { it('caught', f) }", ['caught']],
    ['print of what is not known neither kind nor truth nor fields', "forEach([[given]]).it('%t', f)", ['%t = %t']],
    ['print no function within a list', "forEach([[[() => 1]], [['x']]]).it('is %s', f)", ['is %s = is %s | is x']],
    ['print no date, of which the zone is not known', "forEach([new Date(0)]).it('at %s', f)", ['at %s = at %s']],
    ['print undefined for what they lack', "forEach([['x']]).it('%s at %d, %s', f)", ['%s at %d, %s = x at 0, undefined']],
    [
      'may have any number of values where they are not known',
      "forEach([given, [1, ...given]]).it('%s is %s', f); forEach([[1, ...given]]).it('is %s', f)",
      ['%s is %s = %s is %s | %s is %s', 'is %s = is 1'],
    ],
    [
      'call suites with values that are not known',
      "forEach([given]).describe('all', (a, b) => { it(b ? 'b' : 'c', f) })",
      ["all > b ? 'b' : 'c'"],
    ],
    ['have a width as large as anybody writes it', `forEach([{ a: 1 }]).it("%(a)'b99999999d", f)`, ["%(a)'b99999999d = %(a)'b99999999d"]],
    ['are none where they are a text or a set', "forEach('ab').it('%s', f); forEach(new Set([1])).it('%s', f); it('end', f)", ['end']],
    ['need a body', "forEach([1]).it('is %s'); it('end', f)", ['end']],
    ['have no title but an empty one where none is given', 'forEach([1]).it(undefined, f)', ['undefined = ']],
    [
      'are called as written where a function makes titles that are not known',
      'forEach([1]).it((n) => given(n), () => {})',
      ['(n) => given(n) = (n) => given(n)'],
    ],
    ['stand for any number where they are not known', "forEach(given).it('is %s', f)", ['is %s = ?']],
    [
      'have no index behind one that may not be there',
      "forEach([...(given ? ['x'] : []), 'y']).it('%s', f); forEach([...(given ? ['x'] : []), 'y']).it('%s at %d', f)",
      ['%s [conditional] = x', '%s = y', '%s at %d [conditional] = %s at %d', '%s at %d = %s at %d'],
    ],
    ['declare suites that are called with their values', "forEach([['a', 1]]).describe('%s', (a, n) => { it(a + n, f) })", ['a > a1']],
    ['declare by what they are given', "forEach(['a'], it.skip).it('%s', f)", ['%s [skipped] = a']],
    ['are focused within a suite without a name', "forEach(['a']).describe.only('%s', () => { it('is', f) })", [' > a > is [focused]']],
  ]
  for (const [what, text, expected] of table) it(what, () => assert.deepEqual(listed(text), expected))
})
