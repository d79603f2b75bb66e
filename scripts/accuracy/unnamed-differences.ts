/** Which differences of the table in docs/accuracy.md its section «What remains» doesn't explain. */
import { readTable } from './accuracy-table.ts'
import type { Row } from './accuracy-table.ts'
import { partsOf, ROWS } from './document-parts.ts'

/** The title of the point of «What remains» that has the causes of a kind. */
const KINDS = {
  Dynamic: 'dynamic',
  'As written': 'asWritten',
  Missing: 'missing',
  Extra: 'extra',
  Conditional: 'conditional',
  'Status differs': 'otherStatus',
} as const satisfies Record<string, keyof Row>

const KIND_NAMES = Object.keys(KINDS) as (keyof typeof KINDS)[]

/** By a whole word: `attrs` isn't named by `cattrs`, nor `trio` by `pytest-trio`. */
const isNamed = (repository: string, text: string): boolean => {
  const name = repository.slice(repository.lastIndexOf('/') + 1).replaceAll('.', String.raw`\.`)
  return new RegExp(String.raw`(?<![\w-])${name}(?![\w-])`).test(text)
}

/** Each point of a list of the first level, with those inside of it, by its bold title. */
const pointsOf = (section: string): Map<string, string> =>
  new Map(section.split(/^- \*\*/m).map((point) => [point.split(/:?\*\*/, 1)[0] ?? '', point]))

/** A line for each kind of difference of a row that no point of that kind names by the repository's own name. */
export const unnamedDifferences = (document: string): string[] => {
  const [, table, after] = partsOf(document, ROWS)
  const points = pointsOf(after.split(/^## /m).find((section) => section.startsWith('What remains')) ?? '')
  return readTable(table).flatMap((row) => {
    const repository = row.repository.slice(1, row.repository.indexOf(']'))
    return KIND_NAMES.filter((kind) => row[KINDS[kind]] > 0 && !isNamed(repository, points.get(kind) ?? '')).map(
      (kind) => `${kind}: ${repository} by ${row.framework} (${row[KINDS[kind]]})`,
    )
  })
}
