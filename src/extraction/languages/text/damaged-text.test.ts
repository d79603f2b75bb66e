import assert from 'node:assert/strict'
import { it } from 'node:test'
import { linkTexts } from '../../testing/link-texts.ts'
import { damaged } from './damaged-text.ts'

const casesOver = (path: string, text: string, kinds: string): string[] =>
  linkTexts({ 'pytest.ini': '[pytest]\n', [path]: text, 'kinds.txt': kinds }).files.flatMap(({ tests }) =>
    tests.flatMap(({ name, cases }) => (cases === null ? [name] : cases.kind === 'listed' ? cases.names : ['?'])),
  )

const PYTHON = 'import pytest\n@pytest.mark.parametrize("kind", open("kinds.txt").read().split())\ndef test_it(kind): pass\n'
const JAVASCRIPT =
  "import { readFileSync } from 'node:fs'\nfor (const kind of readFileSync('./kinds.txt', 'utf8').split(' ')) it(kind, () => {})\n"

it('a text that holds the sign for what is no UTF-8 is told apart from one that isn’t UTF-8', () => {
  assert.deepEqual(casesOver('test_a.py', PYTHON, 'plum fi\ufffdg'), ['test_it[plum]', 'test_it[fi\\ufffdg]'])
  assert.deepEqual(casesOver('test_a.py', PYTHON, damaged('plum fi\ufffdg')), ['?'])
  assert.deepEqual(casesOver('a.test.js', JAVASCRIPT, damaged('plum fi\ufffdg')), ['plum', 'fi\ufffdg'])
})
