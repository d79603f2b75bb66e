/** What fails a test, by what it is and not by what it is called. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { testsOf } from './testing/inventory-of.ts'

/** Subtests with their marks of a test with this body, in which `many` isn't known. */
const told = (body: string, before = ''): string[] =>
  testsOf(`import ("os"; "github.com/stretchr/testify/require"; "github.com/stretchr/testify/suite"; "example.com/log")
var many = len(os.Args) > 3
${before}
func TestAll(t *testing.T) {
	${body}
	t.Run("later", func(t *testing.T) {})
}
var _ = require.New
var _ suite.Suite
var _ = log.Error`)
    .filter(({ suites }) => suites.length > 0)
    .map(({ name, modifiers }) => [name, ...modifiers].join(' '))

describe('what follows a failure', () => {
  it("isn't the way of a test that passes", () => {
    assert.deepEqual(told('if many { t.Error("too many"); return }'), ['later'])
    assert.deepEqual(told('tester := t\nif many { tester.Errorf("too many"); return }'), ['later'])
    const holder = 'type Holder struct { inner *testing.T }'
    assert.deepEqual(told('h := &Holder{t}\nif many { h.inner.Error("too many"); return }', holder), ['later'])
    const embedder =
      'type Harness struct { *testing.T }\nfunc check(all *Harness) { if many { all.Error("many"); return }\nall.Run("inner", func(t *testing.T) {}) }'
    assert.deepEqual(told('check(&Harness{t})', embedder), ['inner', 'later'])
  })

  it('is one where an error is asserted, or logged, whatever that is called', () => {
    assert.deepEqual(told('if many { log.Error("many"); return }'), ['later conditional'])
    assert.deepEqual(told('wanted := require.New(t)\nif many { wanted.Error(nil); return }'), ['later conditional'])
    const body = 'if many { all.Errorf(nil, "a"); return }\nall.Run("later", func() {})'
    const garden = `type Garden struct { suite.Suite }\nfunc (all *Garden) TestGrow() { ${body} }\nfunc TestGarden(t *testing.T) { suite.Run(t, new(Garden)) }`
    assert.ok(told('', garden).includes('later conditional'))
  })

  it("isn't run where the test ends for certain", () => {
    assert.deepEqual(told('t.Run("before", func(t *testing.T) {})\nt.Fatal("to be written")'), ['before'])
    assert.deepEqual(told('t.FailNow()'), [])
    assert.deepEqual(told('panic("to be written")'), [])
    assert.deepEqual(told('t.Error("goes on")'), ['later'])
  })
})
