/** Names that hang on type parameters and on the types of parameters and results, as `go test -v` showed them. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { namesOf } from './testing/names-of.ts'

describe('types in names of go-testing', () => {
  it('runs the methods of generic types', () => {
    assert.deepEqual(
      namesOf(`type cases[F, T any] struct {
	good []pair[F, T]
}
type pair[F any, T any] struct {
	from F
	to   T
}
func (c cases[F, T]) Run(t *testing.T) {
	t.Run("OK", func(t *testing.T) {
		for _, one := range c.good {
			t.Run("", func(t *testing.T) { one.Run(t, 1) })
		}
	})
}
func (p pair[F, T]) Run(t *testing.T, count int) {}
func TestAll(t *testing.T) {
	all := cases[string, other.Type]{good: []pair[string, other.Type]{{"a", nil}, {"b", nil}}}
	all.Run(t)
	t.Run("by method", cases[int, string]{good: []pair[int, string]{{1, "c"}}}.Run)
}`),
      ['TestAll > OK > #00', 'TestAll > OK > #01', 'TestAll > by_method > OK > #00'],
    )
  })

  it('knows what type parameters stand for, said or inferred', () => {
    assert.deepEqual(
      namesOf(`import "fmt"
type Name string
func (n Name) String() string { return "N" + string(n) }
type Box[T any] struct{ held T }
func (b *Box[E]) name() string { var zero E; return fmt.Sprintf("%T %T %v", b, zero, b.held) }
func put[T any](held T) *Box[T] { return &Box[T]{held: held} }
func zero[T any](t *testing.T) {
	var zero T
	t.Run(fmt.Sprintf("%T %v", zero, zero), func(t *testing.T) {})
}
func each[T any](t *testing.T, first T, others []T) {
	var zero T
	t.Run(fmt.Sprintf("%T %v %d", zero, first, len(others)), func(t *testing.T) {})
}
func TestAll(t *testing.T) {
	zero[int](t)
	zero[[]float64](t)
	zero[Name](t)
	each(t, 1.5, nil)
	each(t, Name("x"), []Name{"a"})
	t.Run(put(uint8(7)).name(), func(t *testing.T) {})
	t.Run(fmt.Sprintf("%T", map[string]Box[int]{}), func(t *testing.T) {})
}`),
      ['int_0', '[]float64_[]', 'a.Name_N', 'float64_1.5_0', 'a.Name_Nx_1', '*a.Box[uint8]_uint8_7', 'map[string]a.Box[int]'].map(
        (name) => `TestAll > ${name}`,
      ),
    )
  })

  it('gives constants the types of parameters, results, fields and elements', () => {
    assert.deepEqual(
      namesOf(`import ("errors"; "fmt"; "time")
type Name string
func (n Name) String() string { return "N" + string(n) }
func given(n Name, x float64, d time.Duration, u uint8, a any, list []int, rest ...float64) string {
	return fmt.Sprintf("%v %.1f %v %d %T %v %.1f %T", n, x, d, u+200, a, list, rest, rest)
}
func result() (Name, error) { return "r", nil }
func half() float32 { return 1 }
func TestAll(t *testing.T) {
	t.Run(given("a", 1, 5, 100, 1, nil, 1, 2), func(t *testing.T) {})
	name, _ := result()
	t.Run(fmt.Sprintf("%v %.1f", name, half()), func(t *testing.T) {})
	floats := append([]float64{1}, 2)
	floats[0] = 3
	named := map[string]Name{}
	named["k"] = "v"
	field := struct{ N Name }{"x"}
	field.N = "w"
	t.Run(fmt.Sprintf("%.1f %v %v", floats, named, field.N), func(t *testing.T) {})
	t.Run(errors.Join(errors.New("a"), nil, errors.New("b")).Error(), func(t *testing.T) {})
}`),
      ['Na_1.0_5ns_44_int_[]_[1.0_2.0]_[]float64', 'Nr_1.0', '[3.0_2.0]_map[k:Nv]_Nw', 'a_b'].map((name) => `TestAll > ${name}`),
    )
  })

  it('runs a function that gives nil once', () => {
    assert.deepEqual(
      namesOf(`
func run[T any](t *testing.T, value T) *T {
	t.Run("once", func(t *testing.T) {})
	return nil
}
func TestAll(t *testing.T) {
	run(t, 1)
}`),
      ['TestAll > once'],
    )
  })
})
