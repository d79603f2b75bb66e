import { foldSpace } from '../../facts/body-digest.ts'
import { DEDENT, INDENT, keywordCode, NAME, NEWLINE, type PythonTokens } from './python-tokens.ts'

const ASSERT = keywordCode('assert')
const WITH = keywordCode('with')
const COUNT_LIMIT = 3
const LENGTH_LIMIT = 120

/** `self.assertX(…)`, `mock.assert_called_with(…)`, `assert_equal(…)`. */
const ASSERTING_CALL = /(?:await\s+)?(?:\w+\.)*assert\w*\(/y
const ASSERTING_WITH = /with\s+(?:(?:pytest\.)?(?:raises|warns)|self\.assert\w+)\(/y

/** The first short assertions of a body as written: `assert …`, calls that assert, `with pytest.raises(…)`. */
export const assertionsBetween = (tokens: PythonTokens, first: number, last: number): string[] => {
  const { kinds, codes, starts, ends, text } = tokens
  const found: string[] = []
  let beginsLine = true
  for (let at = first; at < last && found.length < COUNT_LIMIT; at++) {
    const kind = kinds[at] ?? 0
    if (kind === NEWLINE || kind === INDENT || kind === DEDENT) {
      beginsLine = true
      continue
    }
    if (!beginsLine) continue
    beginsLine = false
    if (kind !== NAME || !isAssertion(tokens, at)) continue
    let end = at
    while (end + 1 < last && kinds[end + 1] !== NEWLINE) end++
    const folded = foldSpace(text.slice(starts[at], Math.min(ends[end] ?? 0, (starts[at] ?? 0) + LENGTH_LIMIT * 4)))
    if (folded.length <= LENGTH_LIMIT) found.push(codes[at] === WITH ? folded.replace(/:$/, '') : folded)
    at = end
  }
  return found
}

const isAssertion = ({ codes, starts, text }: PythonTokens, at: number): boolean => {
  if (codes[at] === ASSERT) return true
  const pattern = codes[at] === WITH ? ASSERTING_WITH : ASSERTING_CALL
  pattern.lastIndex = starts[at] ?? 0
  return pattern.test(text)
}
