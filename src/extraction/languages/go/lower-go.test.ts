import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { FunctionFacts, Statement } from '../../facts/program.ts'
import { lowerGo, packageNameOf } from './lower-go.ts'

const TESTING = 'package p\n\nimport "testing"\n\n'

const functionsOf = (text: string): FunctionFacts[] =>
  lowerGo(text).body.flatMap((statement) => (statement.kind === 'function' ? [statement.function] : []))

const namesOf = (text: string): string[] => functionsOf(text).map(({ name }) => name)

const bodyOf = (body: string): Statement[] => functionsOf(`${TESTING}func TestA(t *testing.T) {\n${body}\n}\n`)[0]?.body ?? []

describe('lowering Go', () => {
  it('takes no directive from a block comment', () => {
    const directives = (head: string): string[] | undefined => lowerGo(`${head}\npackage p\n`).directives
    assert.equal(directives('/*\n//go:build ignore\n*/'), undefined)
    assert.equal(directives('/* a\n*/ //go:build ignore'), undefined)
    assert.deepEqual(directives('/* a */\n//go:build ignore'), ['//go:build ignore'])
    assert.deepEqual(directives('// a /*\n//go:build ignore'), ['//go:build ignore'])
    const isEmbedded = (above: string): boolean =>
      JSON.stringify(lowerGo(`package p\n\n${above}\nvar a string\n`).body).includes('go:embed')
    assert.equal(isEmbedded('/*\n//go:embed a.txt\n// */'), false)
    assert.equal(isEmbedded('//go:embed a.txt\n\n// Told.'), true)
    assert.equal(isEmbedded('//go:embed a.txt b.txt'), false)
  })

  it('keeps of a test what declares and what names are made of, and drops the rest', () => {
    const body = bodyOf(`
	server := start()
	defer server.Close()
	name := "sub" + suffix
	got, err := server.Get("/")
	if err != nil {
		t.Fatal(err)
	}
	if got != "ok" {
		t.Errorf("got %q", got)
	}
	t.Run(name, func(t *testing.T) { compare(got) })`)
    assert.deepEqual(
      body.map((statement) => statement.kind),
      ['declare', 'evaluate'],
    )
  })

  it('drops what is closed once the test has ended, and keeps what is put back then', () => {
    const kept = (cleanUp: string): number => bodyOf(`pot := open()\n${cleanUp}\nt.Run("a", func(t *testing.T) {})`).length
    assert.equal(kept('t.Cleanup(pot.Close)'), 1)
    assert.equal(kept('t.Cleanup(func() { require.NoError(t, pot.Close()) })'), 1)
    assert.equal(kept('old := soups\nt.Cleanup(func() { soups = old })'), 3)
    assert.equal(kept('t.Cleanup(stir(pot))'), 3)
  })

  it('empties tests that declare nothing, whatever they loop over', () => {
    assert.deepEqual(bodyOf('for _, c := range cases {\n\tif c.ok {\n\t\tcontinue\n\t}\n\tcheck(t, c)\n}').length, 1)
    assert.deepEqual(bodyOf('for _, c := range cases {\n\tif c.ok {\n\t\tcontinue\n\t}\n\tt.Log(c)\n}\nreturn'), [])
  })

  it('passes over helpers of the file that do nothing with the test they are given', () => {
    const [test] = functionsOf(
      `${TESTING}func TestA(t *testing.T) { same(t, 1, 2) }\nfunc same(t *testing.T, a, b int) {\n\tif a != b {\n\t\tt.Error("differ")\n\t}\n}\n`,
    )
    assert.deepEqual(test?.body, [])
  })

  it('notes lines, results, package name and build constraints', () => {
    const facts = lowerGo(
      '// Copyright\n\n//go:build linux && !race\n// +build linux\n\npackage p_test\n\nfunc helper(a, b string, rest ...int) (n int, err error) {\n\treturn\n}\n',
    )
    assert.equal(facts.packageName, 'p_test')
    assert.deepEqual(facts.directives, ['//go:build linux && !race'])
    const [statement] = facts.body
    assert.ok(statement?.kind === 'function')
    const { name, line, endLine, results, parameters } = statement.function
    assert.deepEqual({ name, line, endLine, results }, { name: 'helper', line: 8, endLine: 10, results: '(n int, err error)' })
    assert.deepEqual(
      parameters.map(({ pattern, type, rest }) => [pattern.kind === 'name' && pattern.name, type, rest === true]),
      [
        ['a', 'string', false],
        ['b', 'string', false],
        ['rest', 'int', true],
      ],
    )
  })

  it('tells composite literals from the blocks of statements', () => {
    const text = `${TESTING}func TestA(t *testing.T) {
	if x == (point{1, 2}) { t.Run("a", f) }
	for _, p := range []point{{1, 2}} { t.Run("b", f) }
	switch v := any(p).(type) { case interface{ Do() }, []int, map[string]func(): t.Run("c", f); default: _ = v }
	for i := range limit { t.Run("d", f) }
	if v, ok := m[point{1, 2}]; ok { _ = v; t.Run("e", f) }
	for p := (point{}); p.ok; { t.Run("f", f) }
	select { case v, ok := <-ch: _, _ = v, ok; case ch <- 1: default: t.Run("g", f) }
}
`
    assert.deepEqual(lowerGo(text).syntaxErrors, [])
    assert.equal(JSON.stringify(functionsOf(text)).match(/"property":"Run"/g)?.length, 7)
  })

  it('reads generics, labels, embedded types and every kind of literal', () => {
    const text = `${TESTING}type List[T any, K comparable] struct { *Node[T]; pkg.Type; items []T "json:tag"; a, b [2]int }
type Number interface { ~int | ~float64 }
type Array [4]int
func Map[T, U any](xs []T, f func(T) U) []U { return Apply[T, U](xs, f) }
const ( a = 1 << iota; b; c = 'x'; d = 0x1p-2; e = 0b1_0; g = 1.5e3i; h = "\\u00e9\\x41\\101" )
func TestA(t *testing.T) {
outer:
	for {
		for range ch { continue outer }
		break outer
	}
	x, y := <-ch, -z
	f := func(a, _ int) (err error) { defer close(ch); go func() {}(); return }
	t.Run("x", func(*testing.T) { f(x, y); goto end; end: })
}
`
    assert.deepEqual(lowerGo(text).syntaxErrors, [])
    assert.deepEqual(namesOf(text), ['Map', 'TestA'])
  })

  it('repeats constant expressions with their own iota', () => {
    const values = lowerGo('package p\n\nconst (\n\t_ = iota\n\ta = iota * 10\n\tb\n\tc, d = iota, "x"\n\te, f\n)\n').body.map(
      (statement) => (statement.kind === 'declare' && statement.pattern.kind === 'name' ? [statement.pattern.name, statement.value] : null),
    )
    assert.deepEqual(values, [
      ['a', { kind: 'binary', operator: '*', left: { kind: 'literal', value: 1 }, right: { kind: 'literal', value: 10 } }],
      ['b', { kind: 'binary', operator: '*', left: { kind: 'literal', value: 2 }, right: { kind: 'literal', value: 10 } }],
      ['c', { kind: 'literal', value: 3 }],
      ['d', { kind: 'literal', value: 'x' }],
      ['e', { kind: 'literal', value: 4 }],
      ['f', { kind: 'literal', value: 'x' }],
    ])
  })

  it('takes the comment on an example’s output only where it is the last one', () => {
    const examples = functionsOf(`package p
func ExampleA() {
	print() // trailing
	// Output: x
}
func ExampleB() {
	// Output: x
	print()
	// no more
}
func ExampleC() {
	/* unordered OUTPUT:
	x */
}
// Output: not inside
func ExampleD() {}
`)
    assert.deepEqual(
      examples.map(({ name, docstring }) => [name, docstring !== undefined]),
      [
        ['ExampleA', true],
        ['ExampleB', false],
        ['ExampleC', true],
        ['ExampleD', false],
      ],
    )
  })

  it('notes what a test asserts', () => {
    const [test] = functionsOf(
      `${TESTING}func TestA(t *testing.T) {\n\tif err != nil {\n\t\tt.Fatal(err)\n\t}\n\tif got := f(); got  != want {\n\t\tt.Error("x")\n\t}\n\trequire.Equal(t, 1,\n\t\t2)\n}\n`,
    )
    assert.deepEqual(test?.assertions, ['got := f(); got != want', 'require.Equal(t, 1, 2)'])
  })

  it('guesses the names of imported packages', () => {
    assert.deepEqual(['fmt', 'a/b/v2', 'gopkg.in/yaml.v3', 'x/go-bar', 'x/bar-go', 'x/some-pkg', 'v2'].map(packageNameOf), [
      'fmt',
      'b',
      'yaml',
      'bar',
      'bar',
      'some_pkg',
      'v2',
    ])
  })
})

describe('lowering text that is no Go', () => {
  const MANY = 50_000
  const after = '\n\nfunc TestAfter(t *testing.T) {}\n'
  const hostile: Record<string, string> = {
    'nested parentheses': `var x = ${'('.repeat(MANY)}${')'.repeat(MANY)}`,
    'nested literals': `var x = T${'{'.repeat(MANY)}${'}'.repeat(MANY)}`,
    'nested blocks': `func f() ${'{'.repeat(MANY)}${'}'.repeat(MANY)}`,
    'unclosed blocks': `func f() ${'{'.repeat(MANY)}`,
    'unclosed indexes': `var x = ${'a['.repeat(MANY)}`,
    'nested types': `var x ${'[]*'.repeat(MANY)}int`,
    'unclosed maps': `var x ${'map['.repeat(MANY)}`,
    'unary operators': `var x = ${'!'.repeat(MANY)}y`,
    'long sums': `var x = a${' + b'.repeat(MANY)}`,
    'long chains of calls': `var x = a${'.b()'.repeat(MANY)}`,
    'long chains of else if': `func f() { if a {}${' else if b {}'.repeat(MANY)} }`,
    'nested closures': `func f(t *testing.T) {${'t.Run("a", func(t *testing.T) {'.repeat(MANY / 10)}${'})'.repeat(MANY / 10)}}`,
    labels: `func f() {${'a:\n'.repeat(MANY)}}`,
    'unfinished headers': `func f() {${'switch {case '.repeat(MANY)}}`,
    'repeated constants': `const (\n\ta = iota${' + 1'.repeat(MANY)}\n${'\tb\n'.repeat(MANY)})`,
    'an unclosed string': 'var x = "abc',
    'NUL bytes': 'func f\0() {\0}',
    'a lone surrogate': 'var x = "\ud800"',
  }
  for (const [what, text] of Object.entries(hostile))
    it(`survives ${what} and reads what follows`, () => {
      const { body } = lowerGo(TESTING + text + after)
      assert.ok(body.some((statement) => statement.kind === 'function' && statement.function.name === 'TestAfter'))
      JSON.stringify(body)
    })

  it('survives text that has nothing of Go in it', () => {
    const noise = Array.from({ length: 20_000 }, (_, index) => String.fromCharCode((index * 7919) % 256)).join('')
    for (const text of ['', '\ufeff', 'package', 'func', 'package p\nimport (', '/* open', '`open', noise])
      assert.ok(Array.isArray(lowerGo(text).body), text.slice(0, 20))
  })

  it('reads a file with a byte order mark and carriage returns', () => {
    const [test] = functionsOf(`\ufeff${TESTING}func TestA(t *testing.T) {\n}\n`.replaceAll('\n', '\r\n'))
    assert.deepEqual([test?.name, test?.line, test?.endLine], ['TestA', 5, 6])
  })

  it('says where it lost its way, once a place and not for ever', () => {
    const { syntaxErrors } = lowerGo(`${TESTING}func TestA(t *testing.T) {\n\tx := )\n}\n${'func (\n'.repeat(1000)}`)
    assert.deepEqual(syntaxErrors[0], { line: 6, message: 'expected an operand, found )' })
    assert.ok(syntaxErrors.length <= 20)
  })

  it('reads a hundred thousand tests', () => {
    const tests = Array.from({ length: 100_000 }, (_, index) => `func Test${index}(t *testing.T) {}\n`).join('')
    assert.equal(namesOf(TESTING + tests).length, 100_000)
  })
})
