import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { inventoryOf, testsOf } from './testing/inventory-of.ts'
import { namesOf } from './testing/names-of.ts'

describe('subtests of go-testing', () => {
  it('lists a loop over a literal table once, with its cases and the name as written', () => {
    const [test, ...others] = testsOf(`func TestAll(t *testing.T) {
	for _, c := range []struct{ name string }{{"one"}, {"and two"}} {
		t.Run("case "+c.name, func(t *testing.T) {})
	}
}`)
    assert.deepEqual(others, [])
    assert.deepEqual(test, {
      suites: ['TestAll'],
      name: '"case "+c.name',
      line: 7,
      status: 'active',
      modifiers: [],
      cases: { kind: 'listed', names: ['case_one', 'case_and_two'] },
    })
  })

  it('ends a case where an error is asserted and it returns, and not where a test fails', () => {
    const body = (assertion: string): string => `func TestAll(t *testing.T) {
	for _, c := range []struct{ name string; fails bool }{{"bad", true}, {"good", false}} {
		t.Run(c.name, func(t *testing.T) {
			if c.fails {
				${assertion}
				return
			}
			t.Run("inner", func(t *testing.T) {})
		})
	}
}`
    for (const assertion of [
      'require.Error(t, err)',
      'assert.Errorf(t, err, "no")',
      's.Require().Error(err)',
      'r.Error(err)',
      'is.Error(err)',
    ])
      assert.deepEqual(namesOf(body(assertion)), ['TestAll > bad', 'TestAll > good > inner'], assertion)
    // What comes after a failure is listed as it would be had the test passed.
    for (const failure of ['t.Error("no")', 's.T().Error("no")'])
      assert.deepEqual(namesOf(body(failure)), ['TestAll > bad > inner', 'TestAll > good > inner'], failure)
  })

  it('says that subtests are dynamic when their table is only known at run time', () => {
    assert.deepEqual(
      namesOf(`import ("encoding/json"; "os"; "path/filepath")
func TestFiles(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {})
	}
}
func TestDecoded(t *testing.T) {
	var cases []struct{ Name string }
	data, _ := os.ReadFile("cases.json")
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {})
	}
}
func TestPartly(t *testing.T) {
	for _, name := range []string{"known", os.Getenv("NAME")} {
		t.Run(name, func(t *testing.T) {})
	}
}`),
      ['TestFiles > filepath.Base(file) (dynamic)', 'TestDecoded > c.Name (dynamic)', 'TestPartly > known', 'TestPartly > name (dynamic)'],
    )
  })

  it('lists what is known of a table that may have more', () => {
    assert.deepEqual(
      namesOf(`import "runtime"
func TestMore(t *testing.T) {
	names := []string{"always", "too"}
	if runtime.GOOS == "windows" {
		names = append(names, "there")
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {})
	}
}`),
      ['TestMore > always', 'TestMore > too', 'TestMore > there'],
    )
  })

  it('makes everything inside a dynamic subtest dynamic', () => {
    const tests = testsOf(`import "os"
func TestDirs(t *testing.T) {
	entries, _ := os.ReadDir(os.Args[1])
	for _, e := range entries {
		t.Run(e.Name(), func(t *testing.T) {
			t.Run("reads", func(t *testing.T) {})
		})
	}
}`)
    assert.deepEqual(
      tests.map(({ suites, name, cases }) => ({ suites, name, cases })),
      [{ suites: ['TestDirs', 'e.Name()'], name: 'reads', cases: { kind: 'dynamic' } }],
    )
  })

  it('ends loops that turn too often without losing what follows', () => {
    const { files, diagnostics } = inventoryOf({
      'a_test.go': `package a

import "testing"

func TestBusy(t *testing.T) {
	total := ""
	for i := 0; i < 1000000000; i++ {
		total += "x"
		helper(t, total)
	}
	t.Run("after", func(t *testing.T) {})
}

func helper(t *testing.T, name string) {
	if name == "never" {
		t.Skip()
	}
}
`,
    })
    assert.deepEqual(diagnostics, [])
    assert.deepEqual(
      files[0]?.suites[0]?.tests.map(({ name }) => name),
      ['after'],
    )
  })

  it('follows subtests that are run through what a library made of the test', () => {
    assert.deepEqual(
      namesOf(`import qt "github.com/frankban/quicktest"
func TestWrapped(t *testing.T) {
	c := qt.New(t)
	for _, name := range []string{"one", "two"} {
		c.Run(name, func(c *qt.C) {
			c.Run("inner", func(c *qt.C) { c.Skip("later") })
		})
	}
}`),
      ['TestWrapped > one > inner', 'TestWrapped > two > inner'],
    )
  })

  it('says that what a library runs with tests of their own are dynamic subtests', () => {
    assert.deepEqual(
      namesOf(`import "example.com/samples"
func TestEach(t *testing.T) {
	samples.ByTag("small").Run(t, func(t *testing.T, s *samples.Sample) {})
}
func TestInEach(t *testing.T) {
	samples.Run(t, func(t *testing.T) { t.Run("inside", func(t *testing.T) {}) })
}
func TestNot(t *testing.T) {
	samples.Run(t, func(s *samples.Sample) {})
}`),
      ['TestNot', 'TestEach > samples.Run(…) (dynamic)', 'TestInEach > samples.Run(…) > inside (dynamic)'],
    )
  })

  it('knows what a value says of itself however much the program did before', () => {
    const much = 'func (s *Store) Fill() { for i := 0; i < 100000; i++ { s.size = s.size + i } }'
    const store = `package a\ntype Store struct { size int }\ntype Kind int\nconst (\n\tPlain Kind = iota\n\tPacked\n)\n${much}
func (k Kind) String() string {\n\tswitch k {\n\tcase Packed:\n\t\treturn "packed"\n\t}\n\treturn "plain"\n}`
    const body = `import "fmt"
func TestFilled(t *testing.T) {
	s := &Store{}
	for range 12 {
		s.Fill()
	}
	t.Run(fmt.Sprintf("%s", Packed), func(t *testing.T) {})
}`
    assert.deepEqual(namesOf(body, { 'store.go': store }), ['TestFilled > packed'])
  })

  it('tells a value that is switched on from its type', () => {
    const body = `func TestSwitched(t *testing.T) {
	for _, value := range []any{"a", "b"} {
		switch value.(string) {
		case "a":
			t.Run("first", func(t *testing.T) {})
		case "b", "c":
			t.Run("second", func(t *testing.T) {})
		}
	}
}`
    assert.deepEqual(namesOf(body), ['TestSwitched > first', 'TestSwitched > second'])
  })

  it('enters functions that a library is given', () => {
    const tests = testsOf(
      'import "example.com/retry"\nfunc TestRetried(t *testing.T) {\n\tretry.Do(t, func() { t.Run("inside", func(t *testing.T) {}) })\n}',
    )
    assert.deepEqual(
      tests.map(({ suites, name, modifiers }) => [...suites, name, ...modifiers]),
      [['TestRetried', 'inside', 'conditional']],
    )
  })

  it('leaves names open that tell addresses, tags, type arguments or what a type says of itself', () => {
    assert.deepEqual(
      namesOf(`import "fmt"
type node struct { next *node }
type own struct{}
func (own) GoString() string { return os.Getenv("OWN") }
type box[T any] struct { held T }
func TestOpen(t *testing.T) {
	for _, value := range []any{node{}, node{&node{}}, own{}, box[node]{}, []box[node]{}, struct{ a int }{}, &[]int{1}} {
		t.Run(fmt.Sprintf("%#v", value), func(t *testing.T) {})
	}
	t.Run(fmt.Sprintf("%T", box[node]{}), func(t *testing.T) {})
}`),
      [
        'TestOpen > a.node{next:(*a.node)(nil)}',
        'TestOpen > fmt.Sprintf("%#v", value) (dynamic)',
        'TestOpen > fmt.Sprintf("%T", box[node]{}) (dynamic)',
      ],
    )
  })
})
