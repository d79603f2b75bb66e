import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { anyText } from '../runtime/testing/any-text.ts'
import { visibleText } from './visible-text.ts'

describe('visibleText', () => {
  const cases: [string, string, string][] = [
    ['escape sequences', '\u001b[31mred\u001b]0;title\u0007', '\\x1b[31mred\\x1b]0;title\\x07'],
    ['line breaks and tabs', 'a\r\nb\tc', 'a\\r\\nb\\tc'],
    ['C1 controls, which some terminals obey', 'a\u009b31m', 'a\\x9b31m'],
    ['bidirectional overrides and isolates', 'user\u202etxt.exe\u2066', 'user\\u202etxt.exe\\u2066'],
    ['line and paragraph separators', 'a\u2028b\u2029', 'a\\u2028b\\u2029'],
    ['what has no width', 'a\u200bb\ufeff\u00ad', 'a\\u200bb\\ufeff\\xad'],
    ['tag characters', 'a\u{e0041}', 'a\\u{e0041}'],
    ['lone surrogates', 'a\ud800b', 'a\\ud800b'],
  ]
  for (const [what, text, shown] of cases) it(`shows ${what} as escapes`, () => assert.equal(visibleText(text), shown))

  it('leaves words of any script, emoji and their joiners as they are', () => {
    for (const text of ['naïve café', 'тест', '試験', 'می‌خواهم', '👩‍🔬 works', '5 > 3 && "ok"']) assert.equal(visibleText(text), text)
  })

  it('leaves no control character whatever it is given', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        assert.doesNotMatch(visibleText(text), /[\p{Cc}\u2028-\u202e\u2066-\u2069]/u)
      }),
    )
  })
})
