import type { FileInventory, Status, Suite, TestCase } from '../inventory/inventory.ts'
import { walkTests } from '../inventory/walk-tests.ts'
import { countWords } from './numbers.ts'
import { STATUS_STYLES } from './status-bar.ts'
import { createPaint, cutEnd, type Terminal } from './terminal.ts'
import { visibleText } from './visible-text.ts'

const SYMBOLS: Record<Status, string> = { active: '•', focused: '▸', skipped: '↓', todo: '□', xfail: '×' }
/** Beyond this, more indentation would push the names out of sight. */
const DEEPEST_INDENT = 12

const markOf = (test: TestCase, status: Status): string => {
  const marks: string[] = test.modifiers.includes('conditional') ? ['conditional'] : []
  if (status !== 'active') marks.push(status)
  if (test.reason !== undefined) marks.push(visibleText(test.reason))
  return marks.length === 0 ? '' : ` (${marks.join(': ')})`
}

const casesOf = (test: TestCase): string => {
  if (test.cases === null) return ''
  return test.cases.kind === 'dynamic' ? ' [cases known only when run]' : ` [${countWords(test.cases.names.length, 'case')}]`
}

const indentAt = (depth: number): string => '  '.repeat(Math.min(depth, DEEPEST_INDENT) + 1)

/** Every suite and test of a file, a line each, with cases below their test. */
export function* testTree(file: FileInventory, terminal: Terminal): Generator<string> {
  const paint = createPaint(terminal)
  /** Cut to what its line leaves: its width less what stands before and after. */
  const fit = (text: string, taken: number): string => (terminal.width === null ? text : cutEnd(text, Math.max(8, terminal.width - taken)))
  yield `${indentAt(0)}${paint('bold', fit(visibleText(file.path), file.framework.length + 3))} ${paint('dim', file.framework)}`
  let shown: Suite[] = []
  for (const { test, suites } of walkTests(file)) {
    const same = suites.findIndex((suite, depth) => suite !== shown[depth])
    for (const [depth, suite] of suites.entries()) {
      if (same !== -1 && depth >= same) yield indentAt(depth + 1) + fit(visibleText(suite.name), indentAt(depth + 1).length)
    }
    if (same !== -1 || shown.length !== suites.length) shown = [...suites]
    const indent = indentAt(suites.length + 1)
    const line = `${SYMBOLS[test.status]} ${visibleText(test.name)}${casesOf(test)}${markOf(test, test.status)}`
    const number = `:${test.line}`
    yield `${indent}${paint(STATUS_STYLES[test.status], fit(line, indent.length + number.length + 1))} ${paint('dim', number)}`
    if (test.cases?.kind === 'listed')
      for (const name of test.cases.names) yield `${indent}  ${paint('dim', fit(visibleText(name), indent.length + 2))}`
  }
}
