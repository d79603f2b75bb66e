import type { Terminal } from '../terminal.ts'
import type { ComparisonFormat } from './comparison-format.ts'
import { jsonComparison } from './json-comparison.ts'
import { markdownComparison } from './markdown-comparison.ts'
import type { SpecificationComparison } from './specification-comparison.ts'
import { textComparison } from './text-comparison.ts'

/** A diff of specifications in a format, in pieces that can be written as they come. */
export const reportComparison = (comparison: SpecificationComparison, format: ComparisonFormat, terminal: Terminal): Iterable<string> => {
  switch (format) {
    case 'text':
      return textComparison(comparison, terminal)
    case 'markdown':
      return markdownComparison(comparison)
    case 'json':
      return jsonComparison(comparison)
  }
}
