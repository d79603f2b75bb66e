import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cpuSeconds } from '../../../runtime/testing/cpu-time.ts'
import { DEDENT, END, INDENT, NAME, NEWLINE, NUMBER, OPERATOR, STRING, tokenizePython } from './python-tokens.ts'

const LAYOUT: Record<number, string> = { [NEWLINE]: '⏎', [INDENT]: '→', [DEDENT]: '←', [END]: '.' }
const isText = (kind: number): boolean => kind === NAME || kind === NUMBER || kind === STRING || kind === OPERATOR

const show = (text: string): string => {
  const tokens = tokenizePython(text)
  const shown: string[] = []
  for (let at = 0; at < tokens.count; at++) {
    const kind = tokens.kinds[at] ?? 0
    shown.push(isText(kind) ? text.slice(tokens.starts[at], tokens.ends[at]) : (LAYOUT[kind] ?? '?'))
  }
  return shown.join(' ')
}

test('blocks are told by their indentation', () => {
  assert.equal(show('if a:\n  b\n  if c:\n      d\ne\n'), 'if a : ⏎ → b ⏎ if c : ⏎ → d ⏎ ← ← e ⏎ .')
})

test('blank lines, comments and brackets have no layout', () => {
  assert.equal(show('def f(\na,\n    b):\n    # c\n\n  # d\n    return [\n1\n]\n'), 'def f ( a , b ) : ⏎ → return [ 1 ] ⏎ ← .')
})

test('a byte order mark, carriage returns, tabs and form feeds are white space', () => {
  assert.equal(show('\ufeffif a:\r\n\tb\r\n        c\r\n\fd\r\n'), 'if a : ⏎ → b ⏎ c ⏎ ← d ⏎ .')
  assert.equal(show('a\rb # c\rd'), 'a ⏎ b ⏎ d ⏎ .')
})

test('lines are counted through strings and continuations', () => {
  const tokens = tokenizePython('a = """\n\n"""\nb = \\\n  c\nd')
  const lines: Record<string, number | undefined> = {}
  for (let at = 0; at < tokens.count; at++)
    if (tokens.kinds[at] === NAME) lines[tokens.text.slice(tokens.starts[at], tokens.ends[at])] = tokens.lines[at]
  assert.deepEqual(lines, { a: 1, b: 4, c: 5, d: 6 })
})

test('strings end where Python ends them', () => {
  for (const string of [
    `'a\\'b'`,
    `"""a"b""c"""`,
    `rb'\\''`,
    `f"{x["a"]}"`,
    `f'{x:{width}}'`,
    `f"{x:'>3}"`,
    `f"{{{x!r}}}"`,
    `f"{f"{f"{1}"}"}"`,
    `f'''{ {"a": [1]}["a"] }'''`,
    `f"{(lambda y: '}')(1)}"`,
    `Rb"x"`,
    `'a\\\nb'`,
  ])
    assert.equal(show(`${string} + z`), `${string} + z ⏎ .`, string)
})

test('a string that is never closed ends with its line and is told', () => {
  const tokens = tokenizePython(`a = 'x\nb = f"{x\nc = 1\n`)
  assert.deepEqual(
    tokens.faults.map(({ line }) => line),
    [1, 2],
  )
  assert.match(show(`a = 'x\nb = 1\n`), /b = 1 ⏎ \.$/)
})

test('a bracket that is never closed does not swallow the functions after it', () => {
  const text = 'a = [1,\n2\ndef test_b():\n  pass\n'
  assert.match(show(text), /⏎ def test_b \( \) : ⏎ → pass ⏎ ← \.$/)
  assert.equal(tokenizePython(text).faults[0]?.line, 1)
})

test('characters that are no Python are told and passed over', () => {
  assert.equal(show('a\0 = 1\n'), 'a\0 = 1 ⏎ .'.replace('\0', ''))
  assert.equal(tokenizePython('a = \u0001 1').faults.length, 1)
})

test('hostile text costs linear time', () => {
  const size = 100_000
  for (const text of [
    'f"{'.repeat(size),
    '('.repeat(size),
    `${'f"{\n'.repeat(size)}`,
    '\\'.repeat(size),
    '\t'.repeat(size),
    `'''${'\n'.repeat(size)}`,
  ]) {
    const seconds = cpuSeconds(() => tokenizePython(text))
    assert.ok(seconds < 2, `${JSON.stringify(text.slice(0, 9))} cost ${seconds} s`)
  }
})
