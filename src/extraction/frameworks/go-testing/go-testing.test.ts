import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { inventoryOf, testsOf } from './testing/inventory-of.ts'

const namesOf = (body: string, others?: Record<string, string>): string[] =>
  testsOf(body, others).flatMap(({ suites, name, cases }) =>
    (cases?.kind === 'listed' ? cases.names : [cases ? `${name} (dynamic)` : name]).map((each) => [...suites, each].join(' > ')),
  )

describe('go-testing', () => {
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
      ['TestMore > always', 'TestMore > too', 'TestMore > name (dynamic)'],
    )
  })

  it('makes everything inside a dynamic subtest dynamic', () => {
    const tests = testsOf(`import "os"
func TestDirs(t *testing.T) {
	entries, _ := os.ReadDir(".")
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

  it('places what a helper of another file declares at the line that leads there', () => {
    const tests = testsOf('func TestHere(t *testing.T) {\n\tshared(t)\n}\n', {
      'b_test.go': 'package a\n\nimport "testing"\n\nfunc shared(t *testing.T) {\n\tt.Run("there", func(t *testing.T) {})\n}\n',
    })
    assert.deepEqual(
      tests.map(({ name, line, declaredAt }) => ({ name, line, declaredAt })),
      [{ name: 'there', line: 6, declaredAt: { path: 'b_test.go', line: 6 } }],
    )
  })

  it('finds tables, constants and methods in the files of the package that are no tests', () => {
    assert.deepEqual(
      namesOf('func TestModes(t *testing.T) {\n\tfor _, m := range AllModes {\n\t\tt.Run(m.String(), func(t *testing.T) {})\n\t}\n}', {
        'mode.go':
          'package a\n\ntype Mode int\n\nconst (\n\tFast Mode = iota + 1\n\tSlow\n)\n\nvar AllModes = [...]Mode{Slow, Fast}\n\nvar modeNames = map[Mode]string{Fast: "fast", Slow: "slow"}\n\nfunc (m Mode) String() string { return modeNames[m] }\n',
      }),
      ['TestModes > slow', 'TestModes > fast'],
    )
  })

  it('does not take a variable that other code sets for what it is at the start', () => {
    assert.deepEqual(
      namesOf(
        'var registered []string\n\nfunc init() { registered = append(registered, "x") }\n\nfunc TestAll(t *testing.T) {\n\tfor _, r := range registered {\n\t\tt.Run(r, func(t *testing.T) {})\n\t}\n}',
      ),
      ['TestAll > r (dynamic)'],
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

  it('lists tests of each module, and none of what the go tool passes over', () => {
    const test = (name: string): string => `package p\n\nimport "testing"\n\nfunc Test${name}(t *testing.T) {}\n`
    const { files } = inventoryOf({
      'go.mod': 'module example.com/top\n',
      'top_test.go': test('Top'),
      'top_windows_test.go': test('Windows'),
      'tools/go.mod': 'module example.com/top/tools\n',
      'tools/tool_test.go': test('Tool'),
      'tools/testdata/x_test.go': test('Data'),
      'testdata/module/go.mod': 'module example.com/fixture\n',
      'testdata/module/x_test.go': test('Fixture'),
      'vendor/example.com/x/x_test.go': test('Vendored'),
      '_old/old_test.go': test('Old'),
      'tagged_test.go': `//go:build e2e\n\n${test('Tagged')}`,
    })
    assert.deepEqual(
      files.map(({ path, detectedBy }) => [path, detectedBy]),
      [
        ['tools/tool_test.go', 'import'],
        ['top_test.go', 'import'],
      ],
    )
  })

  it('reports where a file is no Go and lists what can be read of it', () => {
    const { files, diagnostics } = inventoryOf({
      'a_test.go': 'package a\n\nimport "testing"\n\nfunc TestBroken(t *testing.T) {\n\tif {{{ )\n}\n\nfunc TestWhole(t *testing.T) {}\n',
    })
    assert.deepEqual(
      diagnostics.map(({ code }) => code),
      ['syntax-error'],
    )
    assert.ok(files[0]?.tests.some(({ name }) => name === 'TestWhole'))
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

  it('enters functions that a library is given', () => {
    const tests = testsOf(
      'import "example.com/retry"\nfunc TestRetried(t *testing.T) {\n\tretry.Do(t, func() { t.Run("inside", func(t *testing.T) {}) })\n}',
    )
    assert.deepEqual(
      tests.map(({ suites, name, modifiers }) => [...suites, name, ...modifiers]),
      [['TestRetried', 'inside', 'conditional']],
    )
  })

  it('names seeds and corpus files of a fuzz test as they run', () => {
    assert.deepEqual(
      namesOf('func FuzzIt(f *testing.F) {\n\tf.Add("a")\n\tf.Add("b")\n\tf.Fuzz(func(t *testing.T, s string) {})\n}', {
        'testdata/fuzz/FuzzIt/0123abcd': 'go test fuzz v1\nstring("c")\n',
      }),
      ['FuzzIt > seed#0', 'FuzzIt > seed#1', 'FuzzIt > 0123abcd'],
    )
  })

  it('links every file again that was linked before all of its package was read', () => {
    const test = (name: string): string =>
      `package a\nimport "testing"\nfunc ${name}(t *testing.T) {\n\tfor _, n := range names() {\n\t\tt.Run(n, func(t *testing.T) {})\n\t}\n}`
    const { files } = inventoryOf(
      {
        'go.mod': 'module example.com/a\n',
        'a_test.go': test('TestFirst'),
        'b_test.go': test('TestSecond'),
        'names.go': 'package a\nfunc names() []string { return []string{"one", "two"} }\n',
      },
      new Set(['names.go']),
    )
    assert.deepEqual(
      files.map(({ suites }) => suites[0]?.tests[0]?.cases),
      [
        { kind: 'listed', names: ['one', 'two'] },
        { kind: 'listed', names: ['one', 'two'] },
      ],
    )
  })

  it('says of a suite that it can’t see that it may have any tests', () => {
    assert.deepEqual(
      namesOf(`import (
	"github.com/stretchr/testify/suite"
	"example.com/elsewhere"
)
func TestElsewhere(t *testing.T) {
	suite.Run(t, elsewhere.New())
}`),
      ['TestElsewhere > Test… (dynamic)'],
    )
  })

  it('keeps what a suite’s tests assert and their digests', () => {
    const { files } = inventoryOf({
      'a_test.go': `package a
import (
	"testing"
	"github.com/stretchr/testify/suite"
)
type S struct { suite.Suite }
func (s *S) TestOne() {
	require.Equal(s.T(), 1, 2)
}
func TestS(t *testing.T) { suite.Run(t, &S{}) }`,
    })
    const test = files[0]?.suites[0]?.tests[0]
    assert.deepEqual([test?.name, test?.line, test?.assertions], ['TestOne', 7, ['require.Equal(s.T(), 1, 2)']])
    assert.ok(test?.bodyDigest)
  })
})
