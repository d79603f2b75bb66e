import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reprAfter } from '../testing/evaluate-python.ts'

const after = (base: string, members: string, expression: string): string | undefined =>
  reprAfter(`import enum, re\nclass E(${base}):\n  ${members.split('; ').join('\n  ')}\nx = ${expression}\n`)

test('numbers of an enumeration are negated as such, unless its class says otherwise', () => {
  assert.equal(after('enum.IntEnum', 'A = 3', '(-E.A, +E.A)'), '(-3, 3)')
  assert.equal(after('enum.IntFlag', 'A = 4', '-E.A'), '-4')
  assert.equal(after('enum.IntEnum', 'A = 3; __neg__ = lambda self: "less"', '-E.A'), undefined)
  assert.equal(after('enum.IntEnum', 'A = 3; __pos__ = lambda self: "more"', '+E.A'), undefined)
})

test('what flags are inverted to hangs on Python’s version', () => {
  assert.equal(after('enum.IntFlag', 'A = 1; B = 2', '~E.A'), undefined)
  assert.equal(after('enum.Flag', 'A = 1; B = 2', '~E.A'), undefined)
  assert.equal(after('enum.Enum', 'A = 1', '~re.I'), undefined)
})

test('members are true, but of numbers, texts and flags as true as these', () => {
  assert.equal(after('enum.Enum', 'A = 0', 'not E.A'), 'False')
  for (const base of ['enum.IntEnum', 'enum.IntFlag', 'enum.Flag', 'int, enum.Enum'])
    assert.equal(after(base, 'A = 0; B = 2', '(not E.A, not E.B)'), '(True, False)', base)
  for (const base of ['enum.StrEnum', 'str, enum.Enum'])
    assert.equal(after(base, 'A = ""; B = "b"', '(not E.A, not E.B)'), '(True, False)', base)
  for (const method of ['__bool__', '__len__']) assert.equal(after('enum.Enum', `A = 1; ${method} = lambda self: 0`, 'not E.A'), undefined)
})
