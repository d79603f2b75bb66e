/** Whether a module says, while it is imported, that its tests are not to run. */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import type { Invocation } from '../../evaluation/value.ts'

/** What happened to a module while its top level ran. */
export interface ModuleOutcome {
  /** It says that it can't run, without a condition. */
  isSkipped: boolean
  /** It may say so. */
  isConditional: boolean
  reason?: string
}

const OUTCOMES = new WeakMap<Evaluator, Map<string, ModuleOutcome>>()

const outcomeOf = (evaluator: Evaluator, path: string): ModuleOutcome => {
  const byPath = OUTCOMES.get(evaluator) ?? new Map<string, ModuleOutcome>()
  OUTCOMES.set(evaluator, byPath)
  const outcome = byPath.get(path) ?? { isSkipped: false, isConditional: false }
  byPath.set(path, outcome)
  return outcome
}

/** The outcome recorded for a module, which is forgotten. */
export const takeOutcome = (evaluator: Evaluator, path: string): ModuleOutcome => {
  const outcome = outcomeOf(evaluator, path)
  OUTCOMES.get(evaluator)?.delete(path)
  return outcome
}

/** `isCertain`: it ends the module, where the evaluation is certain. The first argument of the call is the reason. */
export const recordOutcome = (invocation: Invocation, isCertain: boolean): void => {
  const { evaluator } = invocation
  const outcome = outcomeOf(evaluator, evaluator.frames[0]?.module.path ?? invocation.module.path)
  if (isCertain && evaluator.uncertainty === 0) outcome.isSkipped = true
  else outcome.isConditional = true
  const reason = invocation.arguments[0] ?? invocation.keywords.get('reason')
  if (typeof reason === 'string') outcome.reason ??= reason
}
