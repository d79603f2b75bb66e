import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { boundedExpression, TooManySteps } from './bounded-expression.ts'
import { reprAfter } from './testing/evaluate-python.ts'

const found = (source: string, text: string, from = 0, isSticky = false): (string | number)[] | null => {
  const one = boundedExpression(source, 'v', text, 100_000)?.exec(from, isSticky)
  return one ? [one.index, ...one] : null
}

describe('An expression that is run step by step', () => {
  const table: [what: string, found: (string | number | undefined)[] | null, expected: (string | number | undefined)[] | null][] = [
    ['finds the first of several ways', found('(?:a|ab)(c|bcd)', 'xabcd'), [1, 'abcd', 'bcd']],
    ['takes as much as leads on', found('(a+)(ab)', 'aaab'), [0, 'aaab', 'aa', 'ab']],
    ['takes as little as leads on', found('(a+?)(a*)', 'aaa'), [0, 'aaa', 'a', 'aa']],
    ['takes as often as it is to', found('(?:ab){2,3}', 'abababab'), [0, 'ababab']],
    ['keeps what an earlier turn found', found('(?:(a)|b)+', 'ab'), [0, 'ab', 'a']],
    ['has nothing for a group that was not come to', found('(a)|b', 'b'), [0, 'b', undefined]],
    ['forgets what a way found that leads nowhere', found('(?:(a)b|a)c', 'ac'), [0, 'ac', undefined]],
    ['looks ahead and behind', found('(?<=é)(?=(b))(?!bc)b', 'bébc ébb'), [6, 'b', 'b']],
    ['knows the ends of texts and words', found(String.raw`^b|\bb$`, 'ab b'), [3, 'b']],
    ['goes by whole characters', found('(.)😀{2}', '😀😀😀'), [0, '😀😀😀', '😀']],
    ['looks right at a place where it is to', found('b', 'ab', 0, true), null],
    ['looks from a place on', found('a', 'aba', 1), [2, 'a']],
  ]
  for (const [what, actual, expected] of table) it(what, () => assert.deepEqual(actual, expected))

  it('is given up where that takes too many steps', () => {
    assert.throws(() => found('(?:a|a)+b', 'a'.repeat(60)), TooManySteps)
    assert.throws(() => found('(?:ab)+c', 'ab'.repeat(5000)), TooManySteps)
  })

  it('is none where it is not followed', () => {
    for (const source of ['(a)\\1', '(?:a?)*', '(?<=a+)b', '(?i:a)', 'a)', '[a', '(?'])
      assert.equal(boundedExpression(source, 'v', 'a', 100), null, source)
    assert.equal(boundedExpression('a', '', 'a', 100), null)
  })
})

it('an expression that could take long is searched for as long as it does not', () => {
  const after = (text: string): string | undefined => reprAfter(`import re\nx = ${text}\n`)
  const blocks = String.raw`re.findall(r'^<\n([\s\S]*?)^-\n([\s\S]*?)^>$|^# (.*)$', ${JSON.stringify(`# t\n<\na\n-\nb\n>\n${'x\n'.repeat(3000)}<\n-\n>\n`)}, re.M)`
  assert.equal(after(blocks), "[('', '', 't'), ('a\\n', 'b\\n', ''), ('', '', '')]")
  assert.equal(after("re.match(r'(?:(a)|b)+', 'abc').groups()"), "('a',)")
  assert.equal(after("re.match(r'(?:(a)|b)+', 'c')"), 'None')
  assert.equal(after(`re.match(r'(?:a|a)+b', '${'a'.repeat(60)}')`), undefined)
})
