import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { cpuSeconds } from '../../runtime/testing/cpu-time.ts'
import { cleanWords } from './clean-words.ts'

const CLEANED: readonly [words: string, cleaned: string | undefined, ...sources: string[]][] = [
  ['Adds two numbers.', 'Adds two numbers.'],
  ['  Adds\r\n\ttwo\u2028numbers. ', 'Adds two numbers.'],
  ['만료된 토큰을 거부한다.', '만료된 토큰을 거부한다.'],
  ['می‌خواهم 👩‍🍳', 'می‌خواهم 👩‍🍳'],
  ['- **Adds** `sum` ```x```', 'Adds sum x'],
  ['1. ## Adds', 'Adds'],
  ['Calls `sum`.', 'Calls `sum`.', 'calls `sum`'],
  ['Keeps __init__ and a_b and 2 * 3.', 'Keeps __init__ and a_b and 2 * 3.'],
  ['Returns Array<string>.', 'Returns Array<string>.', 'returns Array<string>'],
  ['Compares 1 < 2 and 3 > 2.', 'Compares 1 < 2 and 3 > 2.'],
  ['Adds <b>two</b> <a href="https://evil.example">numbers</a>.', 'Adds two numbers.'],
  ['Adds ![x](https://evil.example/x.png "t") [numbers](javascript:alert(1)).', 'Adds x numbers).'],
  ['See www.evil.example, mailto:a@b.example and data:text/html,x for sums.', 'See and for sums.'],
  ['Adds <style>b{}</style>two\u202Esrebmun\u200B.', 'Adds twosrebmun.'],
  ['Ad\u00ADds \u180Etwo\u206Asre\u206Fbmun\uFFF9.\uFFFA\uFFFB', 'Adds twosrebmun.'],
  ['Adds \u001B[31mred\u001B[0m.', 'Adds red.'],
  ['Adds \uD83D.', 'Adds .'],
  ['Adds <img src=x onerror=alert(1)', undefined],
  ['\u{E0041}\u{E0042}', undefined],
  ['…', undefined],
  ['12', undefined],
  ['x'.repeat(301), undefined],
  ['https://evil.example', undefined],
]

for (const [words, cleaned, ...sources] of CLEANED) {
  test(`${JSON.stringify(words.slice(0, 80))} is kept as ${JSON.stringify(cleaned)}`, () => {
    assert.equal(cleanWords(words, { sources, longest: 300 }), cleaned)
  })
}

test('what is kept is one line within its length, without controls, addresses or tags, and stays what it is', () => {
  const pieces = fc.constantFrom(
    '<b',
    '>',
    '](',
    '[',
    '!',
    'https://',
    'x',
    ' ',
    '\n',
    '\u202E',
    '\uD83D',
    '<script>',
    '</script>',
    '`',
    '**',
    '- ',
    'Adds',
  )
  const words = fc.oneof(
    fc.string(),
    fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join('')),
  )
  fc.assert(
    fc.property(words, (text) => {
      const options = { sources: [], longest: 100 }
      const cleaned = cleanWords(text, options)
      if (cleaned === undefined) return
      assert.match(cleaned, /^[^\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]{1,100}$/u)
      assert.doesNotMatch(cleaned, /<\/?[a-z][^<>]*>|\]\(|https?:\/\/\w/i)
      assert.equal(cleanWords(cleaned, options), cleaned)
    }),
    { numRuns: 2000 },
  )
})

test('no text keeps it busy', () => {
  const seconds = cpuSeconds(() => {
    for (const piece of ['[', '<', '<a ', '![', '](', 'a://', '<script>', '*', '`', '- ', '1. ', '\u001B[']) {
      cleanWords(piece.repeat(3000 / piece.length), { sources: [], longest: 300 })
    }
  })
  assert.ok(seconds < 1, `it took ${seconds} s of a processor`)
})
