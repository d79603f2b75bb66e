import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { type Row, tableOf } from './accuracy-table.ts'
import { ROWS } from './document-parts.ts'
import { unnamedDifferences } from './unnamed-differences.ts'

const row: Row = {
  framework: 'pytest',
  repository: '[an/apple.py](https://github.com/an/apple.py/tree/c0ffee)',
  commit: '`c0ffee`',
  runner: 'pytest 9',
  tests: 10,
  found: 8,
  asWritten: 0,
  dynamic: 1,
  missing: 1,
  extra: 0,
  conditional: 2,
  otherStatus: 0,
}

const documentWith = (...remains: string[]): string =>
  [ROWS[0], tableOf([row]), ROWS[1], '', '## What remains', '', ...remains, '', '## Doing it again', '', 'As apple.py does.'].join('\n')

test('a difference is named in the point of its kind, or in one inside of it', () => {
  const remains = [
    '- **Dynamic** (any number):',
    '  - apple.py draws lots.',
    '- **Missing:** one of apple.py.',
    '- **Conditional:** apple.py has two.',
  ]
  assert.deepEqual(unnamedDifferences(documentWith(...remains)), [])
})

test('a difference that only another kind, another section or a longer name has is named nowhere', () => {
  const remains = ['- **Dynamic:** apple.py draws lots.', '- **Missing:** one of pine-apple.py, and of appleXpy.']
  assert.deepEqual(unnamedDifferences(documentWith(...remains)), [
    'Missing: an/apple.py by pytest (1)',
    'Conditional: an/apple.py by pytest (2)',
  ])
})

test('docs/accuracy.md names the cause of every difference that its table has', () =>
  assert.deepEqual(unnamedDifferences(readFileSync(new URL('../../docs/accuracy.md', import.meta.url), 'utf8')), []))
