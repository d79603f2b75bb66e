import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { percent, readTable, replaceRows, type Row, sumsOf, tableOf } from './accuracy-table.ts'

const row = (framework: string, repository: string, figures: Partial<Row> = {}): Row => ({
  framework,
  repository: `[${repository}](https://github.com/${repository}/tree/c0ffee)`,
  commit: '`c0ffee`',
  runner: String.raw`runner 1\|2`,
  tests: 10,
  found: 10,
  asWritten: 0,
  dynamic: 0,
  missing: 0,
  extra: 0,
  conditional: 0,
  otherStatus: 0,
  ...figures,
})

const cellsOf = (line: string): string[] => line.split(/(?<!\\)\|/).map((cell) => cell.trim())

describe('The tables of accuracy', () => {
  const rows = [row('jest', 'an/example', { found: 9, missing: 1 }), row('mocha', 'another/example', { extra: 2, otherStatus: 3 })]

  it('have as many cells in each row as in their heads', () => {
    for (const table of [tableOf(rows), sumsOf(rows)])
      assert.equal(new Set(table.split('\n').map((line) => cellsOf(line).length)).size, 1, table)
  })

  it('are read as they were written', () => assert.deepEqual(readTable(`\n${tableOf(rows)}\n`), rows))

  it('are not read where a figure is none', () =>
    assert.throws(() => readTable(tableOf(rows).replace('9 (90.00 %)', 'nine')), /No row of the table: \| jest/))

  it("have a repository's new rows in the place of its old ones, in order", () => {
    const known = [row('jest', 'a/plum'), row('jest', 'b/apple'), row('mocha', 'b/apple')]
    const measured = [row('jest', 'c/cherry'), row('jest', 'b/apple', { tests: 12 })]
    assert.deepEqual(
      replaceRows(known, measured).map(({ framework, repository, tests }) => [framework, repository.slice(1, 8), tests]),
      [
        ['jest', 'b/apple', 12],
        ['jest', 'c/cherr', 10],
        ['jest', 'a/plum]', 10],
        ['mocha', 'b/apple', 10],
      ],
    )
  })

  it('lose no row of a repository that was measured in part', () =>
    assert.throws(
      () => replaceRows([row('jest', 'b/apple'), row('jest', 'b/apple', { tests: 11 })], [row('jest', 'b/apple', { tests: 12 })]),
      /Of the 2 rows of jest b\/apple only 1 were measured/,
    ))

  it('call nothing but all 100 %', () => {
    assert.deepEqual(
      [percent(1_000_000, 1_000_000), percent(999_999, 1_000_000), percent(1, 1_000_000), percent(0, 0)],
      ['100.00 %', '99.99 %', '0.00 %', '–'],
    )
  })

  it('add up what a framework has, with what is found of what a text tells', () => {
    const own = [
      row('jest', 'a/plum', { found: 6, asWritten: 1, dynamic: 2, missing: 1 }),
      row('jest', 'b/apple', { extra: 1, conditional: 4 }),
    ]
    const [, , sums = ''] = sumsOf([...own, row('mocha', 'b/apple')]).split('\n')
    const [missing, extra, withConditional] = ['1 (5.00 %)', '1 (5.00 %)', '5 (25.00 %)']
    assert.deepEqual(cellsOf(sums).slice(1, -1), ['jest', '2', '20', '16 (80.00 %)', '1', '2', missing, extra, withConditional, '94.12 %'])
  })
})
