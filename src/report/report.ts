import type { Inventory } from '../inventory/inventory.ts'
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

/** An inventory in a format, in pieces that can be written as they come. */
export const report = (inventory: Inventory, format: ReportFormat, options: ReportOptions): Iterable<string> => {
  switch (format) {
    case 'table':
      return lines(tableReport(inventory, options))
    case 'json':
      return jsonReport(inventory)
    case 'ndjson':
      return ndjsonReport(inventory)
    case 'markdown':
      return markdownReport(inventory, options)
  }
}
