import assert from 'node:assert/strict'
import { test } from 'node:test'
import { recipesIn, withVariables } from './makefile.ts'

const lineOf = (text: string): string | undefined => withVariables(text).trimEnd().split('\n').at(-1)?.trim()

test('variables stand for their values, those without one for themselves', () => {
  assert.equal(lineOf('A = $(B) c\nB := b\nx:\n\t$(A) ${B} $(C) $@\n'), 'b c b $(C) $@')
})

test('a variable is given a value, another one, more of it, or one where it has none', () => {
  for (const [text, expected] of [
    ['T = a\nT := b\n', 'b'],
    ['T = a\nT += b\nT += $(U)\nU ::= c\n', 'a b c'],
    ['T += a\n', 'a'],
    ['T = y\nT ?= x\n', 'y'],
    ['T ?= x\nT ?= z\n', 'x'],
    ['T =\nT ?= x\n', ''],
  ] as const)
    assert.equal(lineOf(`${text}x:\n\tsay:$(T)\n`), `say:${expected}`, text)
})

test('no pass makes a text too long, though each value is short', () => {
  const text = `A = ${'a'.repeat(450)}\nB = ${'$(A)'.repeat(100)}\nx:\n${'\t$(B) $(A)\n'.repeat(3000)}`
  const read = withVariables(text)
  assert.ok(read.length > 90_000 && read.length <= 100_000, String(read.length))
})

test('recipes are the commands of all targets, as the shell gets them', () => {
  const text =
    'RUN := npx mocha\n\ntest: build lint\n\t@$(RUN) $(MORE) \\\n\t\tchecks/*.js\n\t-echo $$HOME # home\n\t# mocha old\n.PHONY: test\n'
  assert.deepEqual(recipesIn(text), ['npx mocha ${MORE}  checks/*.js', 'echo $HOME'])
})

test('blanks without end take no time', () => {
  const blanks = ' '.repeat(200_000)
  const began = performance.now()
  for (const text of [`A=${blanks}`, `\t${blanks}x`, `x:\n\ta${blanks}\\\n${blanks}b`]) recipesIn(text)
  assert.ok(performance.now() - began < 1000)
})
