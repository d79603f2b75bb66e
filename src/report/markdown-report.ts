import { noTests } from './no-tests.ts'
import { STATUSES, type Status } from '../inventory/inventory.ts'
import type { Counts, Overview } from '../inventory/overview.ts'
import { walkTests } from '../inventory/walk-tests.ts'
import { countsByFramework } from './counts-by-framework.ts'
import { flaggedTests, groupByReason, type FlaggedEntry } from './flagged-tests.ts'
import { folderRows } from './folder-rows.ts'
import { code, codeInTable } from './markdown-code.ts'
import { countWords, formatCount } from './numbers.ts'
import { repositoryPlace } from './repository-place.ts'

export interface MarkdownOptions {
  verbose: boolean
  tests: boolean
}

const FOLDER_ROWS = 30
const ENTRIES = 25

const titles: Record<Status, string> = { active: 'Active', focused: 'Focused', skipped: 'Skipped', todo: 'Todo', xfail: 'Expected to fail' }

function* countTable(title: string, rows: readonly { label: string; counts: Counts }[], statuses: readonly Status[]): Generator<string> {
  yield `| ${[title, 'Tests', 'Files', ...statuses.map((status) => titles[status])].join(' | ')} |\n`
  yield `| --- |${' ---: |'.repeat(statuses.length + 2)}\n`
  for (const { label, counts } of rows) {
    const numbers = [counts.tests, counts.files, ...statuses.map((status) => counts.byStatus[status])]
    yield `| ${[label, ...numbers.map(formatCount)].join(' | ')} |\n`
  }
}

const entryLine = (entry: FlaggedEntry): string => {
  const name = entry.names.length === 0 ? 'the whole file' : entry.names.map(code).join(' › ')
  const count = entry.tests === 1 ? '' : ` (${countWords(entry.tests, 'test')})`
  return `${code(entry.line === null ? entry.path : `${entry.path}:${entry.line}`)} ${name}${count}\n`
}

function* flaggedSection(overview: Overview, status: Status, limit: number): Generator<string> {
  if (overview.totals.byStatus[status] === 0) return
  const entries = flaggedTests(overview.detailed, status)
  yield `\n## ${titles[status]}: ${formatCount(overview.totals.byStatus[status])}\n\n`
  let left = limit
  let unshown = 0
  const groups = groupByReason(entries)
  const withReasons = groups.some((group) => group.reason !== null)
  for (const group of groups) {
    const shown = group.entries.slice(0, left)
    left -= shown.length
    for (const entry of group.entries.slice(shown.length)) unshown += entry.tests
    if (withReasons && shown.length > 0)
      yield `- ${group.reason === null ? 'No reason given' : code(group.reason)}: ${formatCount(group.tests)}\n`
    for (const entry of shown) yield `${withReasons ? '  ' : ''}- ${entryLine(entry)}`
  }
  if (unshown > 0) yield `- and ${countWords(unshown, 'more test', 'more tests')}\n`
}

function* everyTest(overview: Overview): Generator<string> {
  yield '\n## Every test\n'
  for (const file of overview.detailed) {
    yield `\n### ${code(file.path)}\n\n`
    for (const { test, suites } of walkTests(file)) {
      const status = test.status === 'active' ? '' : ` **${test.status}**`
      const reason = test.reason === undefined ? '' : ` ${code(test.reason)}`
      const cases =
        test.cases === null
          ? ''
          : test.cases.kind === 'dynamic'
            ? ' (cases known only when run)'
            : ` (${countWords(test.cases.names.length, 'case')})`
      yield `- ${[...suites, test].map((part) => code(part.name)).join(' › ')}${cases}${status}${reason}\n`
    }
  }
}

/** For pull requests and wikis. All text of the repository stands in code spans: it can't become markup, a link or a mention. */
export function* markdownReport(overview: Overview, options: MarkdownOptions): Generator<string> {
  const { totals, diagnostics } = overview
  const limit = options.verbose ? Number.POSITIVE_INFINITY : ENTRIES
  yield '# Tests\n\n'
  yield `${repositoryPlace(overview.repository).map(code).join(' ')}\n\n`
  if (totals.files === 0) {
    yield `${noTests(diagnostics)}\n`
  } else {
    const statuses = STATUSES.filter((status) => status !== 'active' && totals.byStatus[status] > 0)
    const suites = totals.suites === 0 ? '' : ` and ${countWords(totals.suites, 'suite')}`
    const byStatus = STATUSES.filter((status) => totals.byStatus[status] > 0).map(
      (status) => `${formatCount(totals.byStatus[status])} ${status}`,
    )
    const dynamic =
      totals.dynamic === 0 ? '' : ` ${countWords(totals.dynamic, 'test')} with cases known only at run time, each counted as 1.`
    yield `**${countWords(totals.tests, 'test')}** in ${countWords(totals.files, 'file')}${suites}: ${byStatus.join(', ')}.${dynamic}\n\n`
    yield* countTable(
      'Framework',
      countsByFramework(overview.files).map(([name, counts]) => ({ label: codeInTable(name), counts })),
      statuses,
    )
    yield '\n'
    const rows = folderRows(overview.files, options.verbose ? Number.POSITIVE_INFINITY : FOLDER_ROWS)
    const label = (row: (typeof rows)[number]): string =>
      row.kind === 'rest' ? countWords(row.counts.files, 'other file') : codeInTable(row.label)
    yield* countTable(
      'Where',
      rows.map((row) => ({ label: '&emsp;'.repeat(row.depth) + label(row), counts: row.counts })),
      statuses,
    )
    for (const status of ['focused', 'skipped', 'xfail', 'todo'] as const) yield* flaggedSection(overview, status, limit)
    if (options.tests) yield* everyTest(overview)
  }
  if (diagnostics.length > 0) {
    yield `\n## Left out or in doubt: ${formatCount(diagnostics.length)}\n\n`
    for (const { path: place, message } of diagnostics.slice(0, limit)) yield `- ${code(place)} ${code(message)}\n`
    if (diagnostics.length > limit) yield `- and ${formatCount(diagnostics.length - limit)} more\n`
  }
}
