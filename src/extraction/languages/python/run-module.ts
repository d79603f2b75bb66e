import { isThrown, onlyThrows } from '../../evaluation/completion.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { isDone } from '../../evaluation/known-outcome.ts'
import { EvaluationLimit } from '../../evaluation/raised.ts'
import type { ModuleInstance } from '../../evaluation/module-instance.ts'
import { redeclareImports } from '../../evaluation/modules.ts'
import type { Statement } from '../../facts/program.ts'
import type { CandidateFile } from '../../framework.ts'
import { loseUnfinished } from './lose-unfinished.ts'
import { findImported } from './named-values.ts'
import { UNDECIDED } from './undecided.ts'

/** Steps that one top-level statement may take. A decorator of the repository's own may lead deep into its code. */
const STATEMENT_STEPS = 1_500_000
/** So many statements may reach that limit; what comes after them gets less each. */
const LIMIT_REACHED = 4
/** Enough for a function with decorators of the usual kind. */
const FEW_STEPS = 20_000

/**
 * Runs a file's top level statement by statement, so that one that leads too far doesn't cost those after it.
 * Returns whether the file ends its own import by raising: `maybe` where it does under a condition that isn't known but is
 * meant to be so.
 */
export const runStatements = (file: CandidateFile): 'always' | 'maybe' | 'never' => {
  const { evaluator, module, facts, report } = file
  // Imports give their names before anything runs.
  module.facts = { ...facts, body: facts.body.filter(({ kind }) => kind === 'import') }
  evaluator.runModule(module)
  module.facts = facts
  findImported(file)
  let reached = 0
  let ends: 'maybe' | 'never' = 'never'
  for (const statement of facts.body) {
    if (statement.kind === 'import') {
      redeclareImports(evaluator, module.scope, statement)
      continue
    }
    const steps = reached < LIMIT_REACHED ? STATEMENT_STEPS : FEW_STEPS
    evaluator.refill(steps)
    const { recent } = evaluator.sharedChanges
    recent.clear()
    try {
      const completion = evaluator.run([statement], module.scope)
      if (isThrown(completion)) return 'always'
      if (onlyThrows(completion) || mayRaiseAnew(statement, file)) ends = 'maybe'
    } catch (error) {
      if (!(error instanceof EvaluationLimit || error instanceof RangeError)) throw error
      evaluator.refill(steps)
      loseUnfinished(statement, [...recent], module, evaluator)
      declarePlain(evaluator, statement, module)
      if (++reached === LIMIT_REACHED)
        report('evaluation-limit', 'too much happens while the tests of this file are declared; what that gives is listed as dynamic')
    }
  }
  evaluator.refill()
  return ends
}

/** `try: import kit`, then `except ImportError: raise …`: whether the file goes on hangs on what its body comes to. */
const mayRaiseAnew = (statement: Statement, { evaluator, module }: CandidateFile): boolean =>
  statement.kind === 'try' &&
  statement.handlers.some((handler) => handler.at(-1)?.kind === 'throw') &&
  !isDone(evaluator, statement.body, null, module.scope)

/** A function whose decorators lead too far is there all the same; what they make of it is not known. */
const declarePlain = (evaluator: Evaluator, statement: Statement, module: ModuleInstance): void => {
  if (statement.kind !== 'function' || module.scope.names.has(statement.function.name)) return
  evaluator.run([{ kind: 'function', function: { ...statement.function, decorators: [] } }], module.scope)
  const declared = module.scope.names.get(statement.function.name)?.value
  if (typeof declared === 'object' && declared?.kind === 'closure') declared.attributes.set(UNDECIDED, true)
}
