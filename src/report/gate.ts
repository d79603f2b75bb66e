import type { Overview } from '../inventory/overview.ts'
import { flaggedTests, type FlaggedEntry } from './flagged-tests.ts'
import { countWords } from './numbers.ts'
import { visibleText } from './visible-text.ts'

/** What `--fail-on` can forbid. */
export const GATES = ['focused', 'skipped', 'skipped-without-reason', 'todo', 'xfail', 'no-tests'] as const
export type Gate = (typeof GATES)[number]

/** What gates look at. */
export type Judged = Pick<Overview, 'totals' | 'detailed'>

const DESCRIPTIONS: Record<Exclude<Gate, 'no-tests'>, string> = {
  focused: 'focused test',
  skipped: 'skipped test',
  'skipped-without-reason': 'test skipped without a reason',
  todo: 'test still to be written',
  xfail: 'test expected to fail',
}

const PLURALS: Partial<Record<Gate, string>> = {
  'skipped-without-reason': 'tests skipped without a reason',
  todo: 'tests still to be written',
  xfail: 'tests expected to fail',
}

const entriesOf = (judged: Judged, gate: Exclude<Gate, 'no-tests'>): FlaggedEntry[] =>
  gate === 'skipped-without-reason'
    ? flaggedTests(judged.detailed, 'skipped').filter((entry) => entry.reason === null)
    : flaggedTests(judged.detailed, gate)

const failure = (judged: Judged, gate: Gate): string | null => {
  if (gate === 'no-tests') return judged.totals.tests === 0 ? 'no-tests: there is no test' : null
  const entries = entriesOf(judged, gate)
  const tests = entries.reduce((sum, entry) => sum + entry.tests, 0)
  const [first] = entries
  if (first === undefined || tests === 0) return null
  const place = visibleText(first.path) + (first.line === null ? '' : `:${first.line}`)
  return `${gate}: ${countWords(tests, DESCRIPTIONS[gate], PLURALS[gate])}, ${tests === 1 ? 'at' : 'the first at'} ${place}`
}

/** What each gate that fails has to say, in a line. */
export const failedGates = (judged: Judged, gates: Iterable<Gate>): string[] =>
  [...new Set(gates)].map((gate) => failure(judged, gate)).filter((line) => line !== null)
