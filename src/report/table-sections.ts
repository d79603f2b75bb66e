import { STATUSES, type Status } from '../inventory/inventory.ts'
import { noCounts, type Counts, type Overview } from '../inventory/overview.ts'
import { countsByFramework } from './counts-by-framework.ts'
import { folderRows, type FolderRow } from './folder-rows.ts'
import { countWords, formatCount } from './numbers.ts'
import { statusBar, STATUS_STYLES } from './status-bar.ts'
import { createPaint, cutStart, widthOf, type Terminal } from './terminal.ts'
import { visibleText } from './visible-text.ts'

const INDENT = '  '
const GAP = '  '
const LONGEST_BAR = 28
const SHORTEST_BAR = 8

interface CountedRow {
  label: string
  depth: number
  counts: Counts
  /** Folders whose content follows are shown without a bar: their parts have one. */
  faint: boolean
}

/** Statuses that need a column: those that some test has. `active` is what is left, so it has none. */
export const statusColumns = (overview: Overview): Status[] =>
  STATUSES.filter((status) => status !== 'active' && overview.totals.byStatus[status] > 0)

const numberColumns = (statuses: readonly Status[]): { title: string; of: (counts: Counts) => number; status?: Status }[] => [
  { title: 'tests', of: (counts) => counts.tests },
  { title: 'files', of: (counts) => counts.files },
  ...statuses.map((status) => ({ title: status, of: (counts: Counts) => counts.byStatus[status], status })),
]

/** A table of what each row counts, with a bar as long as its tests where there is room for one. */
function* countTable(title: string, rows: readonly CountedRow[], statuses: readonly Status[], terminal: Terminal): Generator<string> {
  const paint = createPaint(terminal)
  const columns = numberColumns(statuses).map((column) => ({
    ...column,
    width: rows.reduce((width, row) => Math.max(width, formatCount(column.of(row.counts)).length), column.title.length),
  }))
  const numbersWidth = columns.reduce((sum, column) => sum + GAP.length + column.width, 0)
  const room = terminal.width === null ? Number.POSITIVE_INFINITY : terminal.width - INDENT.length - numbersWidth - 1
  const longest = rows.reduce((width, row) => Math.max(width, row.depth * 2 + widthOf(row.label)), widthOf(title))
  const labelWidth = Math.max(Math.min(longest, room), widthOf(title))
  const barRoom = Math.min(LONGEST_BAR, room - labelWidth - GAP.length)
  const barWidth = terminal.drawing && barRoom >= SHORTEST_BAR ? barRoom : 0
  const most = rows.reduce((largest, row) => Math.max(largest, row.faint ? 0 : row.counts.tests), 0)

  const head = columns.map((column) => GAP + column.title.padStart(column.width)).join('')
  yield INDENT + paint('bold', title) + ' '.repeat(labelWidth - widthOf(title)) + paint('dim', head)
  for (const row of rows) {
    const indent = '  '.repeat(Math.min(row.depth, Math.floor(labelWidth / 4)))
    const label = indent + cutStart(row.label, labelWidth - indent.length)
    const numbers = columns.map((column) => {
      const count = column.of(row.counts)
      const text = count === 0 && column.status !== undefined ? '·' : formatCount(count)
      const style =
        count === 0 ? 'dim' : (column.status && STATUS_STYLES[column.status]) || (column.title === 'files' || row.faint ? 'dim' : 'bold')
      return GAP + paint(style, text.padStart(column.width))
    })
    const length = row.faint || most === 0 ? 0 : Math.max(1, Math.round((row.counts.tests / most) * barWidth))
    const bar = barWidth === 0 || length === 0 ? '' : GAP + statusBar(row.counts, length, terminal)
    yield INDENT + (row.faint ? paint('dim', label) : label) + ' '.repeat(Math.max(0, labelWidth - widthOf(label))) + numbers.join('') + bar
  }
}

const labelOf = (row: FolderRow): string => {
  return row.kind === 'rest' ? countWords(row.counts.files, 'other file') : visibleText(row.label)
}

const isOpened = (rows: readonly FolderRow[], index: number): boolean => (rows[index + 1]?.depth ?? 0) > (rows[index]?.depth ?? 0)

export const frameworkTable = (overview: Overview, terminal: Terminal): Iterable<string> => {
  const rows = countsByFramework(overview.files).map(([label, counts]) => ({ label: visibleText(label), depth: 0, counts, faint: false }))
  return countTable('Framework', rows, statusColumns(overview), terminal)
}

export const folderTable = (overview: Overview, limit: number, terminal: Terminal): Iterable<string> => {
  const shown = folderRows(overview.files, limit)
  const rows = shown.map((row, index) => ({ label: labelOf(row), depth: row.depth, counts: row.counts, faint: isOpened(shown, index) }))
  return countTable('Where', rows, statusColumns(overview), terminal)
}

/** All tests as one bar. */
export const totalBar = (overview: Overview, terminal: Terminal): string => {
  const { tests, dynamic, files, byStatus } = overview.totals
  const width = Math.min((terminal.width ?? 80) - 2 * INDENT.length, 76)
  return INDENT + statusBar({ ...noCounts(), tests, dynamic, files, byStatus }, width, terminal)
}
