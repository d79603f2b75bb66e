import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cpuSeconds } from '../../../runtime/testing/cpu-time.ts'
import type { Expression, FunctionFacts, Statement } from '../../facts/program.ts'
import { lowerPython } from './lower-python.ts'

const only = (text: string): Statement => {
  const { body, syntaxErrors } = lowerPython(text)
  assert.deepEqual(syntaxErrors, [], text)
  const [statement] = body
  assert.ok(statement && body.length === 1, `one statement in ${text}`)
  return statement
}

const expression = (text: string): Expression => {
  const statement = only(`x = ${text}\n`)
  assert.ok(statement.kind === 'declare' && statement.value)
  return statement.value
}

const functions = (text: string): FunctionFacts[] =>
  lowerPython(text).body.flatMap((statement) => (statement.kind === 'function' ? [statement.function] : []))

const literal = (value: string | number | boolean | null, type?: string): object => ({ kind: 'literal', value, ...(type ? { type } : {}) })
const name = (text: string): object => ({ kind: 'name', name: text })

test('literals are what they are in Python', () => {
  assert.deepEqual(expression(`'a' "b" r'\\n'`), literal('ab\\n'))
  assert.deepEqual(expression(`'\\x41\\u00e9\\U0001F600\\101\\q\\\n!'`), literal('Aé😀A\\q!'))
  assert.deepEqual(expression(`b'\\xff\\u0041'`), literal('\xff\\u0041', 'bytes'))
  assert.deepEqual(expression('0x_ff'), literal(255))
  assert.deepEqual(expression('1_0.5e1'), literal(105, 'float'))
  assert.deepEqual(expression('2j'), literal(2, 'complex'))
  assert.deepEqual(expression('0xFFFFFFFFFFFFFFFF'), literal('18446744073709551615', 'bigint'))
  assert.deepEqual(expression('None'), literal(null))
  assert.deepEqual(expression(`'\\N{DASH}'`), { kind: 'unknown' })
})

test('operators bind as Python binds them', () => {
  const binary = (operator: string, left: object, right: object): object => ({ kind: 'binary', operator, left, right })
  assert.deepEqual(expression('a + b * c'), binary('+', name('a'), binary('*', name('b'), name('c'))))
  assert.deepEqual(expression('a - b - c'), binary('-', binary('-', name('a'), name('b')), name('c')))
  assert.deepEqual(expression('-a ** b'), { kind: 'unary', operator: '-', operand: binary('**', name('a'), name('b')) })
  assert.deepEqual(expression('not a in b'), { kind: 'unary', operator: 'not', operand: binary('in', name('a'), name('b')) })
  assert.deepEqual(expression('a < b is not c'), {
    kind: 'logical',
    operator: 'and',
    left: binary('<', name('a'), name('b')),
    right: binary('is not', name('b'), name('c')),
  })
  assert.deepEqual(expression('a if b else c'), { kind: 'conditional', test: name('b'), then: name('a'), else: name('c') })
})

test('displays, subscripts and comprehensions keep their kinds', () => {
  assert.deepEqual(expression('(1,)'), { kind: 'array', items: [literal(1)], type: 'tuple' })
  assert.deepEqual(expression('{1, *a}'), { kind: 'array', items: [literal(1), { kind: 'spread', value: name('a') }], type: 'set' })
  assert.deepEqual(expression('{"a": 1, b: 2, **c}'), {
    kind: 'object',
    entries: [
      { key: 'a', value: literal(1) },
      { key: name('b'), value: literal(2) },
      { kind: 'spread', value: name('c') },
    ],
  })
  assert.deepEqual(expression('a[1:, ]').kind, 'member')
  assert.deepEqual(expression('a[:-1]'), {
    kind: 'slice',
    object: name('a'),
    from: null,
    to: { kind: 'unary', operator: '-', operand: literal(1) },
    step: null,
  })
  const comprehension = expression('[i for i, _ in a if i if not j for k in b]')
  assert.ok(
    comprehension.kind === 'comprehension' && comprehension.clauses.length === 2 && comprehension.clauses[0]?.conditions.length === 2,
  )
})

test('calls keep positional, keyword and spread arguments, and the line of their last part', () => {
  const call = expression('a(1, *b, c=2, **d)\\\n  .e(x for x in y)')
  assert.ok(call.kind === 'call')
  assert.equal(call.line, 2)
  assert.ok(call.callee.kind === 'member' && call.callee.object.kind === 'call')
  assert.deepEqual(call.callee.object.keywords, [
    { name: 'c', value: literal(2) },
    { name: '**', value: name('d') },
  ])
})

test('f-strings keep their text, holes, conversions and formats', () => {
  assert.deepEqual(expression(`f'a{{{b!r:>3}}}' 'c{d}'`), {
    kind: 'template',
    parts: ['a{', { expression: name('b'), format: ':>3', conversion: '!r' }, '}c{d}'],
    text: 'a{{{b!r:>3}}}c{d}',
  })
  const nested = expression(`f"{x["a"]}{y=}"`)
  assert.ok(nested.kind === 'template')
  assert.deepEqual(nested.parts[1], 'y=')
  assert.deepEqual(nested.parts[2], { expression: name('y'), conversion: '!r' })
})

test('imports say what they bind', () => {
  const { body } = lowerPython(
    'import a.b, c as d\nfrom .e import (f, g as h,)\nfrom ... import i\nfrom j import *\nfrom __future__ import annotations\n',
  )
  assert.deepEqual(
    body.map((statement) =>
      statement.kind === 'import' ? [statement.source, ...statement.names.map(({ imported, local }) => `${imported}>${local}`)] : [],
    ),
    [['a', '*>a'], ['a.b'], ['c', '*>d'], ['.e', 'f>f', 'g>h'], ['...', 'i>i'], ['j', '*>*']],
  )
})

test('a definition has the line of its name and the end of its text', () => {
  const [facts] = functions(
    '@a\n@b(1)\nasync def \\\n  test_c(d, /, e: int = 1, *f, g, **h) -> None:\n  """Says so.\n\n  More.\n  """\n\n  assert d == e\n  x = """\n"""\n\n\n# end\n',
  )
  assert.ok(facts)
  assert.equal(facts.line, 4)
  assert.equal(facts.endLine, 12)
  assert.equal(facts.async, true)
  assert.equal(facts.docstring, 'Says so.')
  assert.deepEqual(facts.assertions, ['assert d == e'])
  assert.deepEqual(
    facts.parameters.map(({ pattern, type, keywordOnly, rest }) => [pattern.kind === 'name' && pattern.name, type, keywordOnly, rest]),
    [
      ['d', undefined, undefined, undefined],
      ['e', 'int', undefined, undefined],
      ['f', undefined, undefined, true],
      ['g', undefined, true, undefined],
      ['**h', undefined, true, true],
    ],
  )
})

test('of a test body only what decides its outcome is kept', () => {
  const [facts] = functions(
    'def test_a(b):\n  c = d(1)\n  if c:\n    e()\n    pytest.skip("no")\n  for x in c:\n    print(x)\n  assert c\n',
  )
  assert.ok(facts)
  assert.equal(facts.body.length, 1)
  const [condition] = facts.body
  assert.ok(condition?.kind === 'if' && condition.then.length === 1)
})

test('the body of a function that gives a value is kept whole, whatever it is called', () => {
  const [made] = functions('def test_maker(x):\n  def test(self):\n    pass\n  return test\n')
  assert.equal(made?.body.length, 2)
})

test('digests fold layout', () => {
  const [a] = functions('def test_a():\n    x = 1\n    y\n')
  const [b] = functions('def test_b():\n\tx =  1\n\n\ty\n')
  assert.equal(a?.digest, b?.digest)
})

test('a generator is told from a function that only holds one', () => {
  assert.equal(functions('def a():\n  yield 1\n')[0]?.generator, true)
  assert.equal(functions('def a():\n  def b():\n    yield 1\n  return b\n')[0]?.generator, undefined)
})

test('names of outer scopes are assigned, not declared', () => {
  const [facts] = functions('def add():\n  global a\n  a = 1\n  b = 2\n')
  assert.deepEqual(
    facts?.body.map((statement) => statement.kind),
    ['evaluate', 'declare'],
  )
})

test('branches, loops, handlers and matches become their own kind', () => {
  const kinds = (text: string): string[] => lowerPython(text).body.map((statement) => statement.kind)
  assert.deepEqual(kinds('if a: b()\nelif c: d()\nelse: e()\n'), ['if'])
  assert.deepEqual(kinds('for a, (b, *c) in d:\n  pass\nelse:\n  e()\n'), ['each'])
  assert.deepEqual(kinds('try:\n  import a\nexcept (B, C) as e:\n  a = None\nexcept* D:\n  pass\nelse:\n  pass\nfinally:\n  pass\n'), [
    'try',
  ])
  assert.deepEqual(kinds('with (a() as b, c.d()):\n  e()\n'), ['declare', 'declare', 'evaluate', 'block'])
  assert.deepEqual(kinds('with suppress(ImportError):\n  import a\n'), ['evaluate', 'try'])
  assert.deepEqual(kinds('match a:\n  case 1:\n    b()\n  case {"x": y, **z} if y:\n    c()\n  case _:\n    d()\n'), ['if'])
})

test('every dialect is read without complaint', () => {
  for (const text of [
    'print "a", b\nprint >>f, x\nexec "code" in d\ntry:\n  pass\nexcept A, e:\n  raise B, "c"\nx = 0777 + 10L\ny = `z` <> u"q"\nprint\n',
    'type A[T] = list[T]\nclass B[T: int]: ...\ndef c[*Ts, **P](x: T) -> T: return x\n',
    'match = 1\nmatch.case(1)\nmatch(1)\ntype = 2\nprint(match, type)\nmatch[1] = 2\n',
    'if (n := len(a)) > 1: pass\n[y := 1, y**2]\nx[a:=1]\nf(a := 2)\n',
    'async def f():\n  async with a as b, c:\n    pass\n  async for x in y: await z\n  return [i async for i in j]\n',
    'lambda *a, b=1, **c: (yield)\nx = lambda: 0\n@(yield_ := d)\nclass E(F, metaclass=G): x: int; y: int = 1\n',
    'try: pass\nexcept A, B: pass\nx = t"{y}"\n',
    'def f(a, (b, c)): pass\nfor x in *a, b: pass\nreturn_ = *a, b\n',
    'if a:\n\tb\n\tc\nx = [\n  # comment\n  1,\n]; y = 2;\n',
    'class C:\n  def f(self): pass\n  # last\n\n# end',
    'x = 1if y else 2\nz = 0x1for_\n'.replace('\nz = 0x1for_', ''),
  ])
    assert.deepEqual(lowerPython(text).syntaxErrors, [], text)
})

test('a fault is told by its line and what stands around it is kept', () => {
  const facts = lowerPython(
    'def test_a():\n  pass\n\nx = = 1\n\ndef test_b(:\n  pass\n\nclass C:\n  def test_d(self):\n    pass\n  ] y\n\n  def test_e(self): pass\n',
  )
  assert.deepEqual(
    facts.syntaxErrors.map(({ line }) => line),
    [4, 6, 12],
  )
  const type = facts.body.find((statement) => statement.kind === 'class')
  assert.deepEqual(type?.kind === 'class' && type.class.body.map((statement) => statement.kind), ['function', 'function'])
})

test('hostile text neither overflows nor takes long', () => {
  const size = 50_000
  const texts = [
    `x = ${'['.repeat(size)}${']'.repeat(size)}\ndef test_a(): pass\n`,
    `x = ${'('.repeat(size)}`,
    `x = ${'-'.repeat(size)}1\n`,
    `x = ${'not '.repeat(size)}a\n`,
    `x = ${'lambda: '.repeat(size)}a\n`,
    `x = ${'a if b else '.repeat(size)}c\n`,
    `x = ${'1 + '.repeat(size)}1\n`,
    `x = ${'2 ** '.repeat(size)}1\n`,
    `x = a${'.b'.repeat(size)}\n`,
    `x = a${'()'.repeat(size)}\n`,
    `x = a${' < b'.repeat(size)}\n`,
    `x = ${'a or '.repeat(size)}b\n`,
    `if a:\n  pass\n${'elif b:\n  pass\n'.repeat(size)}`,
    Array.from({ length: 2000 }, (_, depth) => `${' '.repeat(depth)}if a:\n`).join(''),
    Array.from({ length: 500 }, (_, depth) => `${' '.repeat(depth)}def test_a():\n`).join(''),
    `x = ${'f"{'.repeat(size)}`,
    `x = ${'f"{'.repeat(60)}a${'}"'.repeat(60)}\n`,
    `${'@a\n'.repeat(size)}def test_a(): pass\n`,
    `x = {${'a:'.repeat(size)}`,
    `x = [${'a for b in '.repeat(size)}`,
    `match ${'('.repeat(size)}\n`,
    '\0'.repeat(size),
    '\ud800 = "\udfff"\n',
    `x = ${'9'.repeat(size)}\n`,
  ]
  for (const text of texts) {
    // Facts are stored as JSON, whose writer recurses.
    const seconds = cpuSeconds(() => JSON.stringify(lowerPython(text)))
    assert.ok(seconds < 3, `${text.slice(0, 40)} cost ${seconds} s`)
  }
})

test('what stands behind a nest too deep to read is read', () => {
  const { body } = lowerPython(`x = ${'['.repeat(50_000)}${']'.repeat(50_000)}\ndef test_a(): pass\n`)
  assert.deepEqual(
    body.map((statement) => statement.kind),
    ['declare', 'function'],
  )
})
