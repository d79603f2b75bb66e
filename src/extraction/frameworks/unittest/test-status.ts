import type { Status } from '../../../inventory/inventory.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import type { ClassValue, ClosureValue, Value } from '../../evaluation/value.ts'
import { functionOutcome } from '../../languages/python/function-outcome.ts'
import { EXPECTS_FAILURE, SKIP, SKIP_REASON } from '../../languages/python/library/unittest.ts'
import { statedTruth } from '../../languages/python/python-truthiness.ts'

export interface UnitStatus {
  status: Status
  reason?: string
  isConditional: boolean
}

const ACTIVE: UnitStatus = { status: 'active', isConditional: false }

const told = (status: Status, isConditional: boolean, reason: Value): UnitStatus => ({
  status: isConditional ? 'active' : status,
  isConditional,
  ...(typeof reason === 'string' && reason !== '' ? { reason } : {}),
})

/** What the decorators hung on a function or class. */
export const statusOfAttributes = (read: (name: string) => Value): UnitStatus => {
  const skip = read(SKIP)
  if (skip !== undefined) {
    const verdict = statedTruth(skip)
    if (verdict !== false) return told('skipped', verdict === undefined, read(SKIP_REASON))
  }
  const fails = read(EXPECTS_FAILURE)
  const verdict = fails === undefined ? false : statedTruth(fails)
  return verdict === false ? ACTIVE : told('xfail', verdict === undefined, undefined)
}

const statusOfBody = (callee: ClosureValue, type: ClassValue | null, evaluator: Evaluator): UnitStatus => {
  const outcome = functionOutcome(callee, type, evaluator)
  return outcome ? told('skipped', outcome.isConditional, outcome.reason) : ACTIVE
}

/** Of several the first that is certain, else the first that says anything. */
export const strongest = (statuses: readonly UnitStatus[]): UnitStatus =>
  statuses.find(({ status }) => status === 'skipped') ??
  statuses.find(({ status }) => status !== 'active') ??
  statuses.find(({ isConditional }) => isConditional) ??
  ACTIVE

export const statusOf = (callee: ClosureValue, type: ClassValue, evaluator: Evaluator): UnitStatus =>
  strongest([statusOfAttributes((name) => callee.attributes.get(name)), statusOfBody(callee, type, evaluator)])

/** Of a function that sets up, which may skip what it sets up. */
export const statusOfSetUp = (callee: Value, type: ClassValue | null, evaluator: Evaluator): UnitStatus =>
  typeof callee === 'object' && callee?.kind === 'closure' ? statusOfBody(callee, type, evaluator) : ACTIVE

/** A test's own status within that of its class. */
export const outer = (own: UnitStatus, around: UnitStatus): { status: UnitStatus; from: 'own' | 'inherited' } => {
  if (own.status === 'skipped' || (own.status !== 'active' && around.status !== 'skipped')) return { status: own, from: 'own' }
  if (around.status !== 'active') return { status: around, from: 'inherited' }
  return { status: own.isConditional || !around.isConditional ? own : around, from: 'own' }
}
