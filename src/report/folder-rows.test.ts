import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { countedFile } from '../inventory/overview.ts'
import { folderRows } from './folder-rows.ts'
import { exampleFile, exampleTest } from './testing/example-inventory.ts'

const file = (path: string, tests = 1) =>
  countedFile(exampleFile(path, { tests: Array.from({ length: tests }, (_, index) => exampleTest(`${index}`, index + 1)) }))

const shown = (paths: [string, number?][], limit: number): string[] =>
  folderRows(
    paths.map(([path, tests]) => file(path, tests)),
    limit,
  ).map((row) => `${'  '.repeat(row.depth)}${row.kind === 'rest' ? '…' : row.label} ${row.counts.tests}`)

describe('folderRows', () => {
  it('shows every file of a small repository below its folders', () => {
    assert.deepEqual(shown([['src/a/x.ts', 2], ['src/b.ts'], ['c.ts']], 20), ['c.ts 1', 'src/ 3', '  a/ 2', '    x.ts 2', '  b.ts 1'])
  })

  it('joins folders that hold nothing but one folder', () => {
    assert.deepEqual(shown([['packages/core/test/a.ts'], ['packages/core/test/b.ts'], ['x/y/z.ts']], 20), [
      'packages/core/test/ 2',
      '  a.ts 1',
      '  b.ts 1',
      'x/y/ 1',
      '  z.ts 1',
    ])
  })

  it('says once which folder all files are in', () => {
    assert.deepEqual(shown([['test/unit/a.ts'], ['test/unit/b.ts']], 20), ['test/unit/ 2', '  a.ts 1', '  b.ts 1'])
  })

  it('keeps to the largest where one folder holds too many', () => {
    const paths: [string, number][] = Array.from({ length: 50 }, (_, index) => [
      `test/f${String(index).padStart(2, '0')}.ts`,
      index === 33 ? 9 : 1,
    ])
    assert.deepEqual(shown(paths, 4), ['test/ 58', '  f00.ts 1', '  f33.ts 9', '  … 48'])
  })

  it('opens the folders with most tests first and sums up files where there is no room', () => {
    const many = (folder: string, count: number): [string][] => Array.from({ length: count }, (_, index) => [`${folder}/${index}.ts`])
    assert.deepEqual(shown([...many('a/one', 30), ...many('a/two', 20), ...many('a', 5), ...many('b/three', 3), ...many('b/four', 2)], 5), [
      'a/ 55',
      '  one/ 30',
      '  two/ 20',
      '  … 5',
      'b/ 5',
    ])
  })

  it('shows the largest files of a folder that holds too many, and a rest', () => {
    const paths: [string, number][] = Array.from({ length: 50 }, (_, index) => [
      `f${String(index).padStart(2, '0')}.ts`,
      index === 33 ? 9 : 1,
    ])
    assert.deepEqual(shown(paths, 3), ['f00.ts 1', 'f33.ts 9', '… 48'])
  })

  it('never shows more rows than asked, loses no test, and has every file without a limit', () => {
    const paths: [string, number][] = Array.from({ length: 400 }, (_, index) => [
      `d${index % 7}/e${index % 11}/f${index % 3}/${index}.ts`,
      (index % 4) + 1,
    ])
    const total = paths.reduce((sum, [, tests]) => sum + tests, 0)
    const files = paths.map(([path, tests]) => file(path, tests))
    for (const limit of [2, 3, 7, 20, 100]) {
      const rows = folderRows(files, limit)
      assert.ok(rows.length <= limit, `${rows.length} rows of ${limit}`)
      assert.equal(
        rows.filter((row) => row.depth === 0).reduce((sum, row) => sum + row.counts.tests, 0),
        total,
      )
    }
    assert.equal(folderRows(files, Number.POSITIVE_INFINITY).filter((row) => row.kind === 'file').length, 400)
  })

  it('takes a path with a thousand folders', () => {
    assert.deepEqual(shown([[`${'d/'.repeat(1000)}a.ts`]], 20), [`${'d/'.repeat(1000)} 1`, '  a.ts 1'])
  })
})
