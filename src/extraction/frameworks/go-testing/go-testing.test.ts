import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { inventoryOf, testsOf } from './testing/inventory-of.ts'
import { namesOf } from './testing/names-of.ts'

describe('go-testing', () => {
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
        'var registered []string\n\nfunc Register(r string) { registered = append(registered, r) }\n\nfunc TestAll(t *testing.T) {\n\tfor _, r := range registered {\n\t\tt.Run(r, func(t *testing.T) {})\n\t}\n}',
      ),
      ['TestAll > r (dynamic)'],
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
