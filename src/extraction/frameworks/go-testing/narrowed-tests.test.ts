import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { linkTexts } from '../../testing/link-texts.ts'
import { inventoryOf } from './testing/inventory-of.ts'
import { namesOf } from './testing/names-of.ts'

/** Helpers in another file of the package, and in another package. */
const OTHERS = {
  'go.mod': 'module example.org/shop\n',
  'helpers_test.go': `package a

import ("example.org/shop/never"; "testing")

func requireNone(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		never.Reached(t, "an error")
		t.Fatal(err)
	}
}
func eachTime(t *testing.T, check func() error) { for range 3 { if err := check(); err != nil { t.Fatal(err) } } }
func eachWay(t *testing.T, run func(t *testing.T)) { t.Run("way", run) }
func deeply(t *testing.T) { never.Listed(t) }
func filled(t *testing.T, names []string) []string { t.Helper(); names[0] = "filled"; return names }
type harness struct { t *testing.T }
func newHarness(t *testing.T) *harness { return &harness{t: t} }
func (h *harness) listAll() { h.t.Run("by_harness", func(t *testing.T) {}) }
`,
  'never/never.go': `package never

import "testing"

func Reached(t testing.TB, text string) {}
func Listed(t *testing.T) { t.Run("listed", func(t *testing.T) {}) }
`,
}

const diagnosticsOf = (body: string): string[] =>
  inventoryOf({ 'a_test.go': `package a\n\nimport "testing"\n\n${body}`, ...OTHERS }).diagnostics.map(({ message }) => message)

const named = (statements: string): string[] => namesOf(`func TestAll(t *testing.T) {\n${statements}\n}`, OTHERS)

describe('a test that is given to helpers of other files', () => {
  const LOOP = 'for i := 0; i < 9000; i++ { for j := 0; j < 9000; j++ {'

  it('is not followed where none of them does more than fail it', () => {
    assert.deepEqual(diagnosticsOf(`func TestMuch(t *testing.T) { ${LOOP} requireNone(t, try(i, j)) } } }`), [])
    assert.equal(diagnosticsOf(`func TestMuch(t *testing.T) { ${LOOP} unknown(t, try(i, j)) } } }`).length, 1)
  })

  const cases: Record<string, [statements: string, names: string[]]> = {
    'leads through another file to a package': ['deeply(t)', ['TestAll > listed']],
    'is given what declares a test': [
      'eachWay(t, func(t *testing.T) { t.Run("inner", func(t *testing.T) {}) })',
      ['TestAll > way > inner'],
    ],
    'calls what declares a test': [
      'eachTime(t, func() error { t.Run("once", func(t *testing.T) {}); return nil })',
      ['TestAll > once', 'TestAll > once#01', 'TestAll > once#02'],
    ],
    'keeps the test': ['h := newHarness(t); h.listAll()', ['TestAll > by_harness']],
    'changes what it is given': [
      'names := []string{"a"}; filled(t, names); for _, name := range names { t.Run(name, func(t *testing.T) {}) }',
      ['TestAll > filled'],
    ],
    'is called as a function of the test is': [
      'requireNone := func(t *testing.T, err error) { t.Run("own", func(t *testing.T) {}) }; requireNone(t, nil)',
      ['TestAll > own'],
    ],
  }
  for (const [title, [statements, names]] of Object.entries(cases))
    it(`is followed where one ${title}`, () => {
      assert.deepEqual(named(statements), names)
    })

  it('takes no longer for many layers of helpers while what the last of them uses is not read', () => {
    const layers = Array.from({ length: 25 }, (_, layer) => `func h${layer}(t *testing.T) {\n\th${layer + 1}(t)\n\th${layer + 1}(t)\n}\n`)
    const { files } = linkTexts(
      {
        'go.mod': 'module m\n',
        'a/h_test.go': `package a\nimport ("testing"; "m/other")\n${layers.join('')}func h25(t *testing.T) { other.Log(t) }\n`,
        'a/a_test.go': 'package a\nimport "testing"\nfunc TestA(t *testing.T) { h0(t) }\n',
        'other/other.go': 'package other\nimport "testing"\nfunc Log(t *testing.T) { t.Log("x") }\n',
      },
      (path) => path === 'other/other.go',
    )
    assert.deepEqual(
      files.flatMap(({ tests }) => tests.map(({ name }) => name)),
      ['TestA'],
    )
  })
})
