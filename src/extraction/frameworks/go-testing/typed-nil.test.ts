/** What holds a nil that has a type is an interface that isn't nil: what hangs on that is left open. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { namesOf } from './testing/names-of.ts'

const listed = (body: string): string[] =>
  namesOf(`import "fmt"
type cup struct { tea string }
type row struct { name string; held any; cups []cup; from *cup }
func TestNil(t *testing.T) {
	${body}
}
var _ = fmt.Sprint`).map((name) => name.replace('TestNil > ', ''))

const ASKED = 't.Run(fmt.Sprint(held == nil), func(t *testing.T) {})'
const OPEN = ['fmt.Sprint(held == nil) (dynamic)']

describe('an interface', () => {
  it('is nil where nothing else was given to it', () => {
    assert.deepEqual(listed(`var held any; ${ASKED}`), ['true'])
    assert.deepEqual(listed(`var held any = nil; ${ASKED}`), ['true'])
    assert.deepEqual(listed(`for _, held := range []any{nil} { ${ASKED} }`), ['true'])
  })

  it('may not be nil where a nil pointer, slice or map was given to it', () => {
    assert.deepEqual(listed(`var one *cup; var held any = one; ${ASKED}`), OPEN)
    assert.deepEqual(listed(`var held interface{} = []string(nil); ${ASKED}`), OPEN)
    assert.deepEqual(listed(`for _, held := range []any{(*cup)(nil), []string(nil), map[string]int(nil)} { ${ASKED} }`), OPEN)
  })

  it('may not be nil in the field of a row', () =>
    assert.deepEqual(
      listed(`var none map[string]int
	for _, r := range []row{{name: "a"}, {name: "b", held: nil}, {name: "c", held: (*cup)(nil)}, {name: "d", held: []cup(nil)}, {name: "e", held: none}} {
		t.Run(fmt.Sprint(r.name, r.held == nil), func(t *testing.T) {})
	}`),
      ['atrue', 'btrue', 'fmt.Sprint(r.name, r.held == nil) (dynamic)'],
    ))

  it('is no matter of fields that are none', () =>
    assert.deepEqual(
      listed(`var one *cup
	for _, r := range []row{{name: "a", cups: []cup(nil)}, {name: "b", from: one}, {name: "c", from: nil}} {
		t.Run(fmt.Sprint(r.name, r.cups == nil, r.from == nil), func(t *testing.T) {})
	}`),
      ['atrue_true', 'btrue_true', 'ctrue_true'],
    ))
})
