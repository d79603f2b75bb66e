import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { doctestExamples } from './doctest-examples.ts'

describe('The examples of a text', () => {
  const table: [what: string, text: string, expected: string[] | null][] = [
    [
      'are what prompts, lines that go on and the output make',
      'A\n>>> f()\n1\n2\n\n>>> g(\n... )\nB',
      ['>>> f()\n1\n2\n', '>>> g(\n... )\nB'],
    ],
    ['begin with the prompt alone where nothing is printed', '>>> a\n>>> b', ['>>> a\n', '>>> b']],
    ['may be indented', '  >>> a\n  b\n', ['  >>> a\n  b\n']],
    ['have more in them than a comment', '>>> # nothing\n>>>\n>>> a # b', ['>>> a # b']],
    ['are none where the prompt is within a line', 'Give >>> a', []],
    ['are refused where code follows the prompt at once', '>>>a', null],
    ['are refused where lines that go on stand elsewhere', '  >>> a\n    ... b', null],
    ['are refused where the output is less indented', '  >>> a\nb', null],
    ['may ask for options', '>>> a # doctest: +SKIP, -ELLIPSIS', ['>>> a # doctest: +SKIP, -ELLIPSIS']],
    ['are refused where an option is none', '>>> a # doctest: SKIP', null],
    ['are refused where options have no code', '>>> # doctest: +SKIP', null],
  ]
  for (const [what, text, expected] of table)
    it(what, () => assert.deepEqual(doctestExamples(text)?.map(({ start, end }) => text.slice(start, end)) ?? null, expected))
})
