import type { Inventory } from '../inventory/inventory.ts'
import { overviewOf, type Overview } from '../inventory/overview.ts'
import { jsonReport } from './json-report.ts'
import { markdownReport } from './markdown-report.ts'
import { ndjsonReport } from './ndjson-report.ts'
import type { ReportFormat } from './report-format.ts'
import { tableReport } from './table-report.ts'
import type { Terminal } from './terminal.ts'

export interface ReportOptions {
  /** Where a table is shown; the other formats look the same everywhere. */
  terminal: Terminal
  /** Every file and every marked test, where otherwise the largest folders and the first tests stand for the rest. */
  verbose: boolean
  /** Every suite and test, in `table` and `markdown`; the others always have them all. */
  tests: boolean
}

function* lines(texts: Iterable<string>): Generator<string> {
  for (const text of texts) yield `${text}\n`
}

/** The formats that sum up. Every test can be listed only where the overview has every file in detail. */
export type OverviewFormat = Extract<ReportFormat, 'table' | 'markdown'>

export const reportOverview = (overview: Overview, format: OverviewFormat, options: ReportOptions): Iterable<string> => {
  switch (format) {
    case 'table':
      return lines(tableReport(overview, options))
    case 'markdown':
      return markdownReport(overview, options)
  }
}

/** An inventory in a format, in pieces that can be written as they come. */
export const report = (inventory: Inventory, format: ReportFormat, options: ReportOptions): Iterable<string> => {
  switch (format) {
    case 'table':
    case 'markdown':
      return reportOverview(overviewOf(inventory), format, options)
    case 'json':
      return jsonReport(inventory)
    case 'ndjson':
      return ndjsonReport(inventory)
  }
}
