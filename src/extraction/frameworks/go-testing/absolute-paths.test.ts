/** What hangs on where the repository is checked out: the names that `go test -v` gives differ from machine to machine. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { namesOf } from './testing/names-of.ts'
import { testsOf } from './testing/inventory-of.ts'

const inFolder = (body: string): string => `import ("fmt"; "os"; "path/filepath"; "runtime"; "strconv"; "strings")
func TestFolder(t *testing.T) {
	dir, err := os.Getwd()
	${body}
}
var _ = []any{fmt.Sprint, filepath.Join, runtime.GOOS, strconv.Quote, strings.Cut}`

const subtest = (name: string): string => `t.Run(${name}, func(t *testing.T) {})`

describe('a path that begins where the repository is checked out', () => {
  it('is no name that is known', () => {
    for (const name of [
      'dir',
      'filepath.Dir(dir)',
      'filepath.Base(dir)',
      'filepath.Join(dir, "..", "..", "else")',
      'fmt.Sprint([]string{dir})',
      'fmt.Sprintf("%q", dir)',
      'fmt.Sprintf("%x", dir)',
      'fmt.Sprint([]byte(dir))',
      'strconv.QuoteToASCII(dir)',
      'fmt.Sprint(len(dir))',
      'fmt.Sprint(strings.Count(dir, "/"))',
      'dir[1:2]',
    ])
      assert.deepEqual(namesOf(inFolder(subtest(name))), [`TestFolder > ${name} (dynamic)`], name)
  })

  it('has parts of which nobody knows how many there are', () => {
    const body = inFolder(`for _, part := range strings.Split(dir, "/") { ${subtest('"in " + part')} }`)
    assert.deepEqual(namesOf(body), ['TestFolder > "in " + part (dynamic)'])
  })

  it('may be any, or hold anything', () => {
    const tests = [
      'strings.Contains(dir, "src")',
      'strings.HasPrefix(dir, "/home")',
      'strings.HasSuffix(dir, "x")',
      'filepath.Base(dir) == "x"',
    ]
    for (const test of tests) {
      const [found] = testsOf(inFolder(`if ${test} { ${subtest('"there"')} }`))
      assert.deepEqual(found?.modifiers, ['conditional'], test)
    }
  })

  it('is found, and ends as its text says', () => {
    const file = `_, file, _, ok := runtime.Caller(0)
	if err != nil || dir == "" { ${subtest('"never"')} }
	if !strings.HasSuffix(file, ".txt") { ${subtest('fmt.Sprint(filepath.Base(file), ok)')} }`
    assert.deepEqual(namesOf(inFolder(file)), ['TestFolder > a_test.gotrue'])
  })

  it("isn't told in the reason of a skip", () => {
    const [found] = testsOf(inFolder('t.Skip("nothing in " + dir)'))
    assert.deepEqual([found?.status, found?.reason], ['skipped', undefined])
  })
})
