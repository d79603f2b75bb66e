/** Marks, decorators and bodies to a status. */
import type { Status } from '../../../inventory/inventory.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import type { ClassValue, ClosureValue, Value } from '../../evaluation/value.ts'
import { functionOutcome } from '../../languages/python/function-outcome.ts'
import { EXPECTS_FAILURE, SKIP, SKIP_REASON } from '../../languages/python/library/unittest.ts'
import { statedTruth, truthiness } from '../../languages/python/python-truthiness.ts'
import { markArgument, type PytestMark } from './pytest-marks.ts'

export interface TestStatus {
  status: Status
  reason?: string
  isConditional: boolean
}

const ACTIVE: TestStatus = { status: 'active', isConditional: false }

const textOf = (value: Value): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)

const withReason = (status: Status, isConditional: boolean, reason: string | undefined): TestStatus =>
  reason === undefined ? { status, isConditional } : { status, isConditional, reason }

/** True, false, or undecided. A condition in a string is Python to be evaluated where the test runs. */
const conditionOf = (mark: PytestMark): boolean | undefined => {
  const condition = mark.keywords.has('condition') ? mark.keywords.get('condition') : mark.arguments[0]
  if (condition === undefined) return mark.open ? undefined : mark.arguments.length === 0
  if (typeof condition === 'string') return condition === 'True' ? true : condition === 'False' ? false : undefined
  return statedTruth(condition)
}

const reasonOf = (mark: PytestMark): string | undefined =>
  textOf(mark.keywords.get('reason')) ?? textOf(markArgument(mark, mark.name === 'skip' ? 0 : 1, 'reason'))

/** What one mark says; `birth`: how uncertain it is that the marked thing exists at all. */
const ofMark = (mark: PytestMark, birth: number): TestStatus | undefined => {
  if (mark.name !== 'skip' && mark.name !== 'skipif' && mark.name !== 'xfail') return undefined
  const condition = mark.name === 'skip' ? true : conditionOf(mark)
  if (condition === false) return undefined
  const status: Status = mark.name === 'xfail' ? 'xfail' : 'skipped'
  const isConditional = condition === undefined || mark.uncertainty > birth
  return withReason(isConditional ? 'active' : status, isConditional, reasonOf(mark))
}

/** Skipped wins over expected to fail, which may be skipped or left out all the same; what may be, only says that it may. */
export const combine = (found: readonly (TestStatus | undefined)[]): TestStatus => {
  const told = found.filter((one) => one !== undefined)
  const certain = told.find((one) => one.status === 'skipped') ?? told.find((one) => one.status !== 'active')
  if (certain) return { ...certain, isConditional: certain.status !== 'skipped' && told.some((one) => one.isConditional) }
  return told.find((one) => one.isConditional) ?? ACTIVE
}

export const statusOfMarks = (marks: readonly PytestMark[], birth: number): TestStatus => combine(marks.map((mark) => ofMark(mark, birth)))

/** What `unittest`'s decorators hung on a function or class: read by pytest for both kinds of tests. */
export const statusOfAttributes = (read: (name: string) => Value): TestStatus => {
  const skip = read(SKIP)
  const reason = textOf(read(SKIP_REASON))
  if (skip !== undefined) {
    const verdict = truthiness(skip)
    if (verdict !== false) return withReason(verdict ? 'skipped' : 'active', verdict === undefined, reason)
  }
  const fails = read(EXPECTS_FAILURE)
  const verdict = fails === undefined ? false : truthiness(fails)
  return verdict === false ? ACTIVE : withReason(verdict ? 'xfail' : 'active', verdict === undefined, undefined)
}

/** What a function does when it runs, as a method of a class where it is one: skip, fail as expected, or either under a condition. */
export const statusOfBody = (callee: ClosureValue, type: ClassValue | null, evaluator: Evaluator): TestStatus => {
  const outcome = functionOutcome(callee, type, evaluator)
  if (!outcome) return ACTIVE
  return withReason(
    outcome.isConditional ? 'active' : outcome.kind === 'xfail' ? 'xfail' : 'skipped',
    outcome.isConditional,
    outcome.reason,
  )
}
