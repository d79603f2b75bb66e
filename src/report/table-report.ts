import { noTests } from './no-tests.ts'
import { STATUSES, type Status } from '../inventory/inventory.ts'
import type { Overview } from '../inventory/overview.ts'
import { flaggedTests, groupByReason, type FlaggedEntry } from './flagged-tests.ts'
import { countWords, formatCount } from './numbers.ts'
import { glyphOf, STATUS_STYLES } from './status-bar.ts'
import { folderTable, frameworkTable, totalBar } from './table-sections.ts'
import { createPaint, cutEnd, cutStart, widthOf, type Terminal } from './terminal.ts'
import { testTree } from './test-tree.ts'
import { visibleText } from './visible-text.ts'

export interface TableOptions {
  terminal: Terminal
  /** Every file and every marked test, where otherwise the largest folders and the first tests stand for the rest. */
  verbose: boolean
  /** Every suite and test. */
  tests: boolean
}

const FOLDER_ROWS = 20
const ENTRIES = 10
const INDENT = '  '

/** What a status asks of the reader. */
const MEANINGS: Record<Exclude<Status, 'active'>, string> = {
  focused: 'these run alone: what stands beside them is left out without a word',
  skipped: 'these do not run',
  todo: 'these are still to be written',
  xfail: 'these are expected to fail',
}

const FLAGGED = ['focused', 'skipped', 'xfail', 'todo'] as const

const pathFrom = (home: string | null, path: string): string =>
  home !== null && home !== '' && path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path

const headline = (overview: Overview, terminal: Terminal): string => {
  const paint = createPaint(terminal)
  const { url, path, ref, commit } = overview.repository
  const parts = [url ?? pathFrom(terminal.home, path ?? 'repository'), ref ?? '', commit?.slice(0, 12) ?? '']
    .map(visibleText)
    .filter((part) => part !== '')
  const [name = '', ...rest] = parts
  const whole = rest.map((part) => `  ${part}`).join('')
  const tail = terminal.width === null ? whole : cutEnd(whole, Math.floor(terminal.width / 2))
  const room = terminal.width === null ? Number.POSITIVE_INFINITY : terminal.width - widthOf(tail) - INDENT.length
  return INDENT + paint('bold', cutStart(name, room)) + paint('dim', tail)
}

/** Statuses with their counts, on as many lines as they need. */
const legend = (overview: Overview, terminal: Terminal): string[] => {
  const paint = createPaint(terminal)
  const { byStatus } = overview.totals
  const room = (terminal.width ?? Number.POSITIVE_INFINITY) - INDENT.length
  const lines: { text: string; width: number }[] = []
  for (const status of STATUSES.filter((candidate) => byStatus[candidate] > 0)) {
    const glyph = terminal.drawing ? `${paint(STATUS_STYLES[status], glyphOf(status, terminal).repeat(2))} ` : ''
    const words = `${formatCount(byStatus[status])} ${status}`
    const width = words.length + (glyph === '' ? 0 : 3)
    const line = lines.at(-1)
    if (line === undefined || line.width + 3 + width > room) lines.push({ text: glyph + words, width })
    else Object.assign(line, { text: `${line.text}   ${glyph}${words}`, width: line.width + 3 + width })
  }
  return lines.map((line) => INDENT + line.text)
}

const placeOf = (entry: FlaggedEntry): string => visibleText(entry.path) + (entry.line === null ? '' : `:${entry.line}`)

/** A place and what is said of it, in one line. */
const placedLine = (place: string, text: string, cut: typeof cutEnd, indent: string, terminal: Terminal): string => {
  const paint = createPaint(terminal)
  if (terminal.width === null) return `${indent}${place}  ${text}`
  const room = terminal.width - indent.length - 1
  // The text is worth at least half of the line; what it leaves goes to the place.
  const shownPlace = cutStart(place, Math.max(Math.ceil(room / 2), room - widthOf(text) - 2))
  return `${indent}${paint('cyan', shownPlace)}  ${cut(text, Math.max(8, room - widthOf(shownPlace) - 2))}`
}

const entryLine = (entry: FlaggedEntry, indent: string, terminal: Terminal): string => {
  const name = entry.names.length === 0 ? 'the whole file' : entry.names.map(visibleText).join(' › ')
  const text = entry.tests === 1 ? name : `${name} (${countWords(entry.tests, 'test')})`
  // The last name says most.
  return placedLine(placeOf(entry), text, cutStart, indent, terminal)
}

function* flaggedSection(overview: Overview, status: (typeof FLAGGED)[number], options: TableOptions): Generator<string> {
  const { terminal } = options
  const paint = createPaint(terminal)
  if (overview.totals.byStatus[status] === 0) return
  const entries = flaggedTests(overview.detailed, status)
  const title = status[0]?.toUpperCase() + status.slice(1)
  yield ''
  const count = formatCount(overview.totals.byStatus[status])
  const room = terminal.width === null ? Number.POSITIVE_INFINITY : terminal.width - title.length - count.length - INDENT.length * 3
  yield `${INDENT}${paint('bold', paint(STATUS_STYLES[status], title))} ${count}  ${paint('dim', cutEnd(MEANINGS[status], room))}`
  const groups = groupByReason(entries)
  const withReasons = groups.some((group) => group.reason !== null)
  const indent = withReasons ? INDENT.repeat(3) : INDENT.repeat(2)
  let left = options.verbose ? Number.POSITIVE_INFINITY : ENTRIES
  let unshown = 0
  for (const group of groups) {
    const shown = group.entries.slice(0, left)
    for (const entry of group.entries.slice(shown.length)) unshown += entry.tests
    left -= shown.length
    if (shown.length > 0 && withReasons) {
      const reason = group.reason === null ? 'no reason given' : visibleText(group.reason)
      const count = paint('dim', ` ${formatCount(group.tests)}`)
      yield INDENT.repeat(2) + (terminal.width === null ? reason : cutEnd(reason, terminal.width - 14)) + count
    }
    for (const entry of shown) yield entryLine(entry, indent, terminal)
  }
  if (unshown > 0) yield indent + paint('dim', `… ${countWords(unshown, 'more test', 'more tests')}: --verbose lists all`)
}

/** For people: what there is, by which framework, where, and what somebody should look at. */
export function* tableReport(overview: Overview, options: TableOptions): Generator<string> {
  const { terminal } = options
  const paint = createPaint(terminal)
  const { totals, diagnostics } = overview
  const fit = (text: string): string => (terminal.width === null ? text : cutEnd(text, terminal.width - INDENT.length))
  yield ''
  yield headline(overview, terminal)
  yield ''
  if (totals.tests === 0 && totals.files === 0) {
    yield INDENT + fit(noTests(diagnostics))
  } else {
    const suites = totals.suites === 0 ? '' : ` and ${countWords(totals.suites, 'suite')}`
    yield `${INDENT}${paint('bold', countWords(totals.tests, 'test'))} in ${countWords(totals.files, 'file')}${suites}`
    if (terminal.drawing) yield totalBar(overview, terminal)
    yield* legend(overview, terminal)
    if (totals.dynamic > 0) {
      const which =
        totals.dynamic === 1 ? 'has cases known only when it runs: it counts as 1' : 'have cases known only when they run: each counts as 1'
      yield INDENT + paint('dim', fit(`${countWords(totals.dynamic, 'test')} ${which}`))
    }
    yield ''
    yield* frameworkTable(overview, terminal)
    yield ''
    yield* folderTable(overview, options.verbose ? Number.POSITIVE_INFINITY : FOLDER_ROWS, terminal)
    for (const status of FLAGGED) yield* flaggedSection(overview, status, options)
    if (options.tests) {
      yield ''
      yield INDENT + paint('bold', 'Every test')
      for (const file of overview.detailed) {
        yield ''
        yield* testTree(file, terminal)
      }
    }
  }
  if (diagnostics.length > 0) {
    yield ''
    yield `${INDENT}${paint('bold', 'Left out or in doubt')} ${formatCount(diagnostics.length)}`
    const limit = options.verbose ? diagnostics.length : ENTRIES
    for (const { path, message } of diagnostics.slice(0, limit)) {
      yield placedLine(visibleText(path), visibleText(message), cutEnd, INDENT.repeat(2), terminal)
    }
    if (diagnostics.length > limit)
      yield INDENT.repeat(2) + paint('dim', `… ${formatCount(diagnostics.length - limit)} more: --verbose lists all`)
  }
  yield ''
}
