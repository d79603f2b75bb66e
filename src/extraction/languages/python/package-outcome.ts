/** Whether the packages around a file say, while they are imported before it, that the tests in them are not to run. */
import { directoryOf } from '../../directory-of.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import type { ModuleInstance } from '../../evaluation/module-instance.ts'
import { loadModule } from '../../evaluation/modules.ts'
import { EvaluationLimit } from '../../evaluation/raised.ts'
import { topLevel } from '../../facts/top-level.ts'
import type { CandidateFile } from '../../framework.ts'
import { type BodyOutcome, bodyOutcome } from './body-outcome.ts'
import type { ModuleOutcome } from './module-outcome.ts'
import { isOutcome } from './test-body.ts'

const NOTHING: ModuleOutcome = { isSkipped: false, isConditional: false }

/** Few packages name a skip at all: the others needn't be loaded. */
const outcomeOf = (module: ModuleInstance, evaluator: Evaluator): BodyOutcome | undefined => {
  module.facts ??= evaluator.resolver.facts(module)
  const { facts, scope } = module
  if (!facts) return undefined
  const namesSkip = [...topLevel(facts.body)].some((one) => one.kind === 'evaluate' && isOutcome(one.expression))
  if (!namesSkip) return undefined
  try {
    loadModule(evaluator, module)
    return bodyOutcome({ facts, scope }, evaluator)
  } catch (error) {
    if (!(error instanceof EvaluationLimit || error instanceof RangeError)) throw error
    return undefined
  }
}

/** The nearest that says so for certain, or else one that may: those without an `__init__.py` are none. */
export const packageOutcome = ({ path, lookup, evaluator }: CandidateFile): ModuleOutcome => {
  let around = NOTHING
  for (let directory = directoryOf(path); directory !== '' && lookup.has(`${directory}/__init__.py`); directory = directoryOf(directory)) {
    const file = `${directory}/__init__.py`
    const found = file === path ? undefined : outcomeOf(lookup.module(file), evaluator)
    if (found?.kind !== 'skip') continue
    const { isConditional, reason } = found
    const outcome = { isSkipped: !isConditional, isConditional, ...(reason === undefined ? {} : { reason }) }
    if (outcome.isSkipped) return outcome
    if (around === NOTHING) around = outcome
  }
  return around
}
