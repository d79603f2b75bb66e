/** Names that come of going through directories of the repository, as `go test -v` showed them. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { namesOf } from './testing/names-of.ts'

const FILES = {
  'testdata/b.txt': '',
  'testdata/deep/c.txt': '',
  'testdata/deep/notes.md': '',
  'testdata/skipped/d.txt': '',
  'testdata/z/e.txt': '',
}

const walking = (root: string, visit = 'WalkDir', entry = 'fs.DirEntry'): string => `import ("io/fs"; "path/filepath"; "strings"; "os")
func TestFiles(t *testing.T) {
	err := filepath.${visit}(${root}, func(path string, entry ${entry}, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && entry.Name() == "skipped" {
			return filepath.SkipDir
		}
		if entry.IsDir() || !strings.HasSuffix(path, ".txt") {
			return nil
		}
		t.Run(path, func(t *testing.T) {})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
var _ = os.Args
var _ fs.DirEntry`

describe('directories that a test goes through', () => {
  it('give the paths of what is in them, in order and as deep as it goes', () => {
    const expected = ['TestFiles > testdata/b.txt', 'TestFiles > testdata/deep/c.txt', 'TestFiles > testdata/z/e.txt']
    assert.deepEqual(namesOf(walking('"testdata"'), FILES), expected)
    assert.deepEqual(namesOf(walking('"./testdata/"', 'Walk', 'os.FileInfo'), FILES), expected)
  })

  it("aren't gone through where there is too much in them", () => {
    const many = Object.fromEntries(Array.from({ length: 6_000 }, (_, at) => [`testdata/${at}.txt`, '']))
    assert.deepEqual(namesOf(walking('"testdata"'), many), ['TestFiles > path (dynamic)'])
  })

  it('are told where they are not known', () => {
    assert.deepEqual(namesOf(walking('os.Getenv("WHERE")'), FILES), ['TestFiles > path (dynamic)'])
  })
})

describe('patterns of paths', () => {
  const found = (...patterns: string[]): string[] =>
    namesOf(
      `import ("fmt"; "path/filepath")
func TestFound(t *testing.T) {
	for _, pattern := range []string{${patterns.map((one) => JSON.stringify(one)).join(', ')}} {
		names, _ := filepath.Glob(pattern)
		t.Run(fmt.Sprint(names), func(t *testing.T) {})
	}
}`,
      FILES,
    ).map((name) => name.replace('TestFound > ', ''))

  it('find paths without detours, but for a path that is no pattern', () => {
    assert.deepEqual(found('testdata/../testdata/[ab].txt', './testdata/deep/../*.txt', 'testdata//d*//c.txt'), [
      '[testdata/b.txt]',
      '[testdata/b.txt]#01',
      '[]',
    ])
    assert.deepEqual(found('testdata//d*/./*.txt', './*/z/*', './testdata/../testdata/b.txt'), [
      '[]',
      '[testdata/z/e.txt]',
      '[./testdata/../testdata/b.txt]',
    ])
  })

  it('find nothing behind a name that is none of a folder', () =>
    assert.deepEqual(found('testdata/*/../*.txt', 'testdata/*/'), ['[]', '[]#01']))

  it("aren't known where they lead through a folder that isn't there", () =>
    assert.deepEqual(found('nowhere/../testdata/*.txt', 'testdata/nowhere/../*.txt'), ['fmt.Sprint(names) (dynamic)']))
})
