/** What testscript runs of a directory of scripts, as `go test -v` showed it. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { testsOf } from './testing/inventory-of.ts'

const SCRIPTS = { 'testdata/b.txtar': 'exec b\n', 'testdata/a_1.txt': 'exec a\n', 'testdata/notes.md': '', 'testdata/deeper/c.txt': '' }

const listed = (parameters: string): string[] =>
  testsOf(
    `import "github.com/rogpeppe/go-internal/testscript"\nfunc TestScripts(t *testing.T) {\n\ttestscript.Run(t, testscript.Params{${parameters}})\n}`,
    SCRIPTS,
  ).map(({ suites, name, modifiers, cases }) => [...suites, cases ? `${name} (${cases.kind})` : name, ...modifiers].join(' > '))

describe('testscript', () => {
  it('runs the scripts of a directory, and those named, in parallel', () => {
    assert.deepEqual(listed('Dir: "testdata", Setup: setUp'), ['TestScripts > a_1 > parallel', 'TestScripts > b > parallel'])
    assert.deepEqual(listed('Files: []string{"testdata/deeper/c.txt"}'), ['TestScripts > c > parallel'])
  })

  it('is told where its scripts are not known', () => {
    assert.deepEqual(listed('Dir: os.Getenv("SCRIPTS")'), ['TestScripts > script (dynamic) > parallel'])
  })
})
