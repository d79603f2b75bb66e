import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { testsOf } from './testing/inventory-of.ts'

describe('marks of go-testing', () => {
  it('marks what depends on where it runs as conditional and leaves it active', () => {
    const tests = testsOf(`import "runtime"
func TestSometimes(t *testing.T) {
	if runtime.GOOS == "plan9" {
		t.Skip("no such thing there")
	}
}
func TestShort(t *testing.T) {
	if testing.Short() {
		t.Skip()
	}
	t.Run("part", func(t *testing.T) {})
}
func TestEither(t *testing.T) {
	if runtime.NumCPU() > 1 {
		t.Run("same", func(t *testing.T) { t.Run("many", func(t *testing.T) {}) })
	} else {
		t.Run("same", func(t *testing.T) { t.Run("one", func(t *testing.T) {}) })
	}
}`)
    assert.deepEqual(
      tests.map(({ suites, name, status, modifiers }) => [...suites, name, status, ...modifiers].join(' ')),
      [
        'TestSometimes active conditional',
        'TestShort part active conditional',
        'TestEither same many active conditional',
        'TestEither same one active conditional',
      ],
    )
  })

  it('gives the higher numbers of a title to what may not be declared', () => {
    const tests = testsOf(`import "runtime"
func TestTitles(t *testing.T) {
	for _, size := range []int{1, 2, 3} {
		if size == 3 || runtime.NumCPU() > size {
			t.Run("part", func(t *testing.T) {
				t.Run("inner", func(t *testing.T) {})
			})
		}
	}
}`)
    assert.deepEqual(
      tests.map(({ suites, name, modifiers }) => [...suites, name, ...modifiers].join(' ')),
      ['TestTitles part#02 inner conditional', 'TestTitles part#01 inner conditional', 'TestTitles part inner'],
    )
  })

  it('tells a body the number that its subtest has in the end', () => {
    const tests = testsOf(`import "os"
func TestTitles(t *testing.T) {
	if os.Getenv("TWICE") != "" {
		t.Run("part", func(t *testing.T) { t.Run("inner", func(t *testing.T) {}) })
	}
	t.Run("part", func(t *testing.T) {
		t.Run("inner", func(t *testing.T) {})
		t.Run("of "+t.Name(), func(t *testing.T) {})
	})
}`)
    assert.deepEqual(
      tests.map(({ suites, name, modifiers }) => [...suites, name, ...modifiers].join(' ')),
      ['TestTitles part#01 inner conditional', 'TestTitles part inner', 'TestTitles part of_TestTitles/part'],
    )
  })

  it('knows that nil is of no struct, map, slice or number, and may be of any pointer', () => {
    const tests = testsOf(`type Shape interface{ Area() int }
type Round map[string]int
func (Round) Area() int { return 0 }
type Flat struct{}
func (*Flat) Area() int { return 0 }
func TestKinds(t *testing.T) {
	for _, shape := range []Shape{nil, Round{}, &Flat{}} {
		switch shape.(type) {
		case Round:
			t.Run("round", func(t *testing.T) {})
		case *Flat:
			t.Run("flat", func(t *testing.T) {})
		}
	}
}`)
    assert.deepEqual(
      tests.map(({ name, modifiers, cases }) => [name, cases?.kind === 'listed' ? cases.names : null, ...modifiers]),
      [
        ['round', ['round']],
        ['flat', ['flat#01'], 'conditional'],
        ['flat', ['flat']],
      ],
    )
  })

  it('marks the rows that a table may have', () => {
    const tests = testsOf(`import "runtime"
func TestMore(t *testing.T) {
	names := []string{"always"}
	if runtime.GOOS == "windows" {
		names = append(names, "there", "too")
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {})
	}
}`)
    assert.deepEqual(
      tests.map(({ cases, modifiers }) => [cases?.kind === 'listed' ? cases.names.join() : '', ...modifiers].join(' ')),
      ['always', 'there,too conditional'],
    )
  })

  it('keeps the reason of a skip and tells skipped rows of a table from those that run', () => {
    const tests = testsOf(`func TestOff(t *testing.T) { t.Skipf("see %d", 7) }
func TestRows(t *testing.T) {
	for _, c := range []struct{ name, skip string }{{"a", ""}, {"b", "later"}, {"c", ""}} {
		t.Run(c.name, func(t *testing.T) {
			if c.skip != "" {
				t.Skip(c.skip)
			}
			t.Parallel()
		})
	}
}`)
    assert.deepEqual(
      tests.map(({ name, status, reason, modifiers, cases }) => [
        name,
        status,
        reason,
        modifiers.join(),
        cases?.kind === 'listed' ? cases.names.join() : '',
      ]),
      [
        ['TestOff', 'skipped', 'see 7', '', ''],
        ['c.name', 'active', undefined, 'parallel', 'a,c'],
        ['c.name', 'skipped', 'later', '', 'b'],
      ],
    )
  })
})
