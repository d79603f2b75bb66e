import { sql, type Transaction } from 'kysely'

import type { Totals } from '../inventory/inventory.ts'
import type { Tables } from '../postgres/tables.ts'
import { plainArray } from './plain-array.ts'

interface CountsRow {
  framework: string
  language: string
  files: number
  suites: number
  tests: number
  dynamic: number
  active: number
  focused: number
  skipped: number
  todo: number
  xfail: number
}

const sumBy = (rows: readonly CountsRow[], count: (row: CountsRow) => number): number => rows.reduce((sum, row) => sum + count(row), 0)

const testsBy = (rows: readonly CountsRow[], nameOf: (row: CountsRow) => string): Record<string, number> => {
  const counts = new Map<string, number>()
  for (const row of rows) counts.set(nameOf(row), (counts.get(nameOf(row)) ?? 0) + row.tests)
  return Object.fromEntries([...counts].sort(([left], [right]) => (left < right ? -1 : 1)))
}

/** What stored file inventories come to: the same as `totalsOf` gives for their content, which need not be read. */
export const totalsOfStored = async (transaction: Transaction<Tables>, ids: readonly string[]): Promise<Totals> => {
  const { rows } = await sql<CountsRow>`
    select framework, language, count(*)::float8 as files,
      sum(suites)::float8 as suites, sum(tests)::float8 as tests, sum(dynamic)::float8 as dynamic, sum(active)::float8 as active,
      sum(focused)::float8 as focused, sum(skipped)::float8 as skipped, sum(todo)::float8 as todo, sum(xfail)::float8 as xfail
    from file_inventories where id = any(${plainArray(ids)}::bigint[])
    group by framework, language
  `.execute(transaction)
  return {
    files: sumBy(rows, ({ files }) => files),
    suites: sumBy(rows, ({ suites }) => suites),
    tests: sumBy(rows, ({ tests }) => tests),
    dynamic: sumBy(rows, ({ dynamic }) => dynamic),
    byStatus: {
      active: sumBy(rows, ({ active }) => active),
      focused: sumBy(rows, ({ focused }) => focused),
      skipped: sumBy(rows, ({ skipped }) => skipped),
      todo: sumBy(rows, ({ todo }) => todo),
      xfail: sumBy(rows, ({ xfail }) => xfail),
    },
    byFramework: testsBy(rows, ({ framework }) => framework),
    byLanguage: testsBy(rows, ({ language }) => language),
  }
}
