import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { safeExpression } from '../../safe-expressions.ts'
import { type ExpressionFlag, translateExpression } from './expression-syntax.ts'

/** An expression with its flags, a text, and what `re.finditer` of Python finds in it, as JSON: places, texts and groups. */
type Row = [pattern: string, flags: string, text: string, found: string]

const ROWS: Row[] = [
  ['\\w+', '', 'a\u00f1b_1 x', '[[0,"a\u00f1b_1"],[6,"x"]]'],
  ['\\w+', 'a', 'a\u00f1b_1 x', '[[0,"a"],[2,"b_1"],[6,"x"]]'],
  ['\\d', '', '1\u0663x', '[[0,"1"],[1,"\u0663"]]'],
  ['\\s', '', 'a\u00a0b\u001cc', '[[1,"\u00a0"],[3,"\\u001c"]]'],
  ['[\\W_]+', '', 'a--_b', '[[1,"--_"]]'],
  ['[^\\W\\d]+', '', 'a1b2', '[[0,"a"],[2,"b"]]'],
  ['^b$', 'm', 'a\nb\nc', '[[2,"b"]]'],
  ['a$', '', 'a\n', '[[0,"a"]]'],
  ['a\\Z', '', 'a\n', '[]'],
  ['\\Aa', 'm', 'a\na', '[[0,"a"]]'],
  ['.', '', 'a\u2028\r\n', '[[0,"a"],[1,"\u2028"],[2,"\\r"]]'],
  ['.', 's', 'a\n', '[[0,"a"],[1,"\\n"]]'],
  ['\\bab\\b', '', 'ab \u00e9ab ab', '[[0,"ab"],[7,"ab"]]'],
  ['\\Bb', '', 'ab b', '[[1,"b"]]'],
  ['a{,2}b', '', 'aaab', '[[1,"aab"]]'],
  ['a{2', '', 'a{2', '[[0,"a{2"]]'],
  ['x{}', '', 'x{}', '[[0,"x{}"]]'],
  ['[]a]+', '', 'a]b', '[[0,"a]"]]'],
  ['[^]a]', '', 'a]b', '[[2,"b"]]'],
  ['[a-]', '', 'a-b', '[[0,"a"],[1,"-"]]'],
  ['[\\]\\-/]+', '', '-]/', '[[0,"-]/"]]'],
  ['(?P<n>a)|(b)', '', 'ab', '[[0,"a","a",null],[1,"b",null,"b"]]'],
  ['(a*)?b', '', 'b', '[[0,"b",""]]'],
  ['(a*)(?#no){,1}b', '', 'b', '[[0,"b",""]]'],
  ['(?i)AB', '', 'xaB', '[[1,"aB"]]'],
  ['a b # c', 'x', 'ab', '[[0,"ab"]]'],
  ['a\\ b', 'x', 'a b', '[[0,"a b"]]'],
  ['a(?#no)b', '', 'ab', '[[0,"ab"]]'],
  ['(?<=a)b(?!c)', '', 'abc ab', '[[5,"b"]]'],
  ['\\x41\\u00e9\\101', '', 'A\u00e9A', '[[0,"A\u00e9A"]]'],
  ['[&&~~]+', '', '&~a', '[[0,"&~"]]'],
  ['a{2}?', '', 'aaa', '[[0,"aa"]]'],
  ['(a+?)(b|)', '', 'aab', '[[0,"a","a",""],[1,"ab","a","b"]]'],
  ['\ud83d\ude00.', '', '\ud83d\ude00\u00e9', '[[0,"\ud83d\ude00\u00e9"]]'],
  ['\\/\\"', '', '/"', '[[0,"/\\""]]'],
  ['\u00df', 'i', '\u00df', '[[0,"\u00df"]]'],
  ['[a-c]+', 'i', 'aBC', '[[0,"aBC"]]'],
]

const search = (pattern: string, flags: string, text: string): string => {
  const translated = translateExpression(pattern, [...flags] as ExpressionFlag[]) // as the rows have them
  const expression = translated && safeExpression(translated.source, `${translated.flags}g`, text)
  assert.ok(expression)
  const found = [...text.matchAll(expression)].map((one) => {
    const before = text.slice(0, one.index)
    return [[...before].length, ...one.map((part: string | undefined) => part ?? null)]
  })
  return JSON.stringify(found)
}

describe("An expression of Python finds what Python's own finds", () => {
  for (const [pattern, flags, text, found] of ROWS)
    it(`${JSON.stringify(pattern)} ${flags} in ${JSON.stringify(text)}`, () => assert.equal(search(pattern, flags, text), found))
})

describe('An expression of Python is not translated', () => {
  for (const pattern of [
    '(a)\\1',
    '(?P<n>a)(?P=n)',
    '(?(1)a)',
    '(?>a)',
    'a++',
    '(?i:a)',
    '(',
    ')',
    '[a',
    '[b-a]',
    '\\',
    '\\q',
    '[\\w-a]',
    '\\N{DASH}',
    '*a',
    '\\b?',
    '(?x)a+ ?',
    'a{1,2}(?#no)?',
    '(?P<n>a)(?P<n>b)',
  ])
    it(JSON.stringify(pattern), () => assert.equal(translateExpression(pattern), null))

  it('where it is none', () => assert.equal(safeExpression(translateExpression('(?=a)*')?.source ?? '', 'v', 'a'), null))
})
