/** Tests that hang on what a variable of an interface holds, as `go test -v` showed them. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { namesOf } from './testing/names-of.ts'

const TYPES = `import "fmt"
type loaf interface { bake() }
type anything interface{}
type rye struct { slices int }
func (rye) bake() {}
`

describe('what a variable of an interface holds', () => {
  it('is of the type that it was of', () => {
    for (const declared of ['var last loaf = rye{1}', 'last := loaf(rye{1})', 'var last anything = rye{1}', 'last := any(rye{1})'])
      assert.deepEqual(
        namesOf(`${TYPES}
func TestHeld(t *testing.T) {
	${declared}
	made, isRye := last.(rye)
	t.Run(fmt.Sprint(made.slices, isRye), func(t *testing.T) {})
	switch last.(type) {
	case rye:
		t.Run("rye", func(t *testing.T) {})
	default:
		t.Run("other", func(t *testing.T) {})
	}
}`),
        ['TestHeld > 1_true', 'TestHeld > rye'],
        declared,
      )
  })

  it('is told by a pointer to the variable', () => {
    const body = `${TYPES}
func rebake(t *testing.T, of *loaf) {
	made, isRye := (*of).(rye)
	made.slices++
	*of = made
	t.Run(fmt.Sprint(made.slices, isRye), func(t *testing.T) {})
}
func TestPointedTo(t *testing.T) {
	var last loaf = rye{1}
	rebake(t, &last)
	rebake(t, &last)
	t.Run("done", func(t *testing.T) {})
}`
    assert.deepEqual(namesOf(body), ['TestPointedTo > 2_true', 'TestPointedTo > 3_true', 'TestPointedTo > done'])
  })

  it("isn't the pointer where nobody knows what it is", () => {
    const body = `${TYPES}
var shared loaf
func rebake(of *loaf) {
	made, _ := (*of).(rye)
	made.slices = 2
	*of = made
}
func TestShared(t *testing.T) {
	of := &shared
	for range 2 { rebake(of) }
	t.Run("done", func(t *testing.T) {})
}`
    assert.deepEqual(namesOf(body), ['TestShared > done'])
  })
})
