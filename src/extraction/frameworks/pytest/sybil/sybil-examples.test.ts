import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { capturedTexts } from './captured-texts.ts'
import { sybilExamples } from './sybil-examples.ts'
import {
  clearings,
  codeBlocks,
  doctestDirectives,
  doctests,
  MARKDOWN,
  MYST,
  type Parser,
  pythonBlocks,
  REST,
  skips,
} from './sybil-parsers.ts'

const named = (text: string, ...parsers: Parser[]): string[] | null => sybilExamples(text, parsers, '')?.map(({ name }) => name) ?? null

const python = codeBlocks(REST.code, 'python')
const markdown = pythonBlocks(MARKDOWN.code)
const myst = pythonBlocks(MYST.code)

describe('Examples of a document', () => {
  const table: [what: string, found: string[] | null, expected: string[] | null][] = [
    ['are named by line and column', named('A\n\n>>> a\n1\n>>> b\n', doctests), ['line:3,column:1', 'line:5,column:1']],
    [
      'come in the order of the text',
      named('.. code-block:: python\n\n  a\n\n>>> b\n', doctests, python),
      ['line:1,column:1', 'line:5,column:1'],
    ],
    ['are of the language alone', named('.. code:: bash\n\n  a\n\n.. code:: python\n\n  b', python), ['line:5,column:1']],
    ['are also blocks that nobody sees', named('.. invisible-code-block: python\n\n  a\n', python), ['line:1,column:1']],
    [
      'are also what Sybil is told',
      named('.. skip: next\n\n.. clear-namespace\n', skips(REST.comment('skip')), clearings(REST.comment('clear-namespace'))),
      ['line:1,column:1', 'line:3,column:1'],
    ],
    ['are also texts that are kept', named('A\n\n  b\n  c\n\n.. -> name\n', capturedTexts), ['line:1,column:1']],
    ['are none where what is to be kept has no beginning', named('\n.. -> name\n', capturedTexts), null],
    ['are none where Sybil is told to skip nothing in particular', named('.. skip:\n', skips(REST.comment('skip'))), null],
    ['are none where two overlap', named('.. code:: python\n\n  >>> a\n', doctests, python), null],
    ['are none where doctest refuses one', named('>>> a\n\n>>>b\n', doctests), null],
    [
      'stand in directives',
      named('.. doctest::\n\n   >>> a\n\n>>> b\n', ...(REST.doctest ? [doctestDirectives(REST.doctest)] : [])),
      ['line:3,column:1'],
    ],
    [
      'are blocks between fences',
      named('```python\na\n```\n\n- ~~~python\n  b\n  ~~~\n```\nc\n```\n', markdown),
      ['line:1,column:1', 'line:5,column:1'],
    ],
    ['are prompts in blocks of Python', named('```python\n>>> a\n>>> b\n```\n', markdown), ['line:2,column:1', 'line:3,column:1']],
    [
      'are in comments',
      named('<!-- invisible-code-block: python\na\n-->\n<!--- skip: next -->\n', markdown, skips(MARKDOWN.comment('skip'))),
      ['line:1,column:1', 'line:4,column:1'],
    ],
    ['are none where a comment has no end', named('<!-- invisible-code-block: python\n', markdown), null],
    [
      'are directives of MyST',
      named('```{code-block} python\n---\na: 1\n---\nb\n```\n\n% invisible-code-block: python\n% c\n', myst),
      ['line:1,column:1', 'line:8,column:1'],
    ],
    ['count characters as Python does', named('é😀 ```python\n>>> a\n```\n\n> ```python\n> >>> 😀\n> ```', markdown), ['line:6,column:1']],
  ]
  for (const [what, found, expected] of table) it(what, () => assert.deepEqual(found, expected))

  it('take no longer than a document of that length', () => {
    const comments = `${'<!-- code: python\n'.repeat(10_000)}-->`
    const blanks = `<!-- skip: ${' '.repeat(200_000)}x`
    const dashes = `<!-- skip: next\n${'-'.repeat(200_000)}`
    assert.deepEqual(
      [named(comments, markdown), named(blanks, skips(MARKDOWN.comment('skip'))), named(dashes, skips(MARKDOWN.comment('skip')))],
      [null, [], null],
    )
  })
})
