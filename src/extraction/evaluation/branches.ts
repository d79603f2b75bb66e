/** `if` and `else`: both are run where the condition isn't known. */
import type { Statement } from '../facts/program.ts'
import { type Completion, oneOf, onlyThrows } from './completion.ts'
import type { Evaluator } from './evaluator.ts'
import type { Scope } from './scope.ts'
import { runBlock } from './statements.ts'

/**
 * Branches without scopes of their own: what both give a name is one of two, unless one branch is meant all the same.
 * The one that is rather meant comes first in it.
 */
const runBranches = (evaluator: Evaluator, statement: Statement & { kind: 'if' }, scope: Scope, meant: boolean | undefined): Completion => {
  const { then, else: otherwise } = statement
  const [first, second] = meant === false ? [then, otherwise] : [otherwise, then]
  const { names } = scope.owner
  const former = new Map(meant === undefined ? [] : names)
  const before = runBlock(evaluator, first, scope)
  // What names stand for there that had a value already is not what is meant.
  for (const [name, binding] of former) if (names.get(name) !== binding) names.set(name, binding)
  // Names of branches within the first one are no less certain than its own.
  for (const [name, binding] of names)
    if (binding.birth > evaluator.uncertainty) names.set(name, { ...binding, birth: evaluator.uncertainty })
  const runSecond = (): Completion => runBlock(evaluator, second, scope)
  if (meant === undefined) return joined(before, evaluator.maybe(runSecond))
  const after = runSecond()
  // How the other branch ends is not how the statement does, unless the statement goes on there alone.
  if (before) return after
  // A guard that is meant to throw is no mere guard.
  return onlyThrows(after) ? oneOf(before, after) : joined(before, after)
}

/** How a statement ends that has run one of two branches. */
const joined = (one: Completion, other: Completion): Completion => {
  // A guard that throws says nothing of what comes after it.
  if (!other && onlyThrows(one)) return null
  if (!one && onlyThrows(other)) return null
  return oneOf(one, other)
}

export const runIf = (evaluator: Evaluator, statement: Statement & { kind: 'if' }, scope: Scope): Completion => {
  const test = evaluator.evaluate(statement.test, scope)
  const truth = evaluator.semantics.truthiness(test)
  if (truth !== undefined) return runBlock(evaluator, truth ? statement.then : statement.else, scope)
  return evaluator.maybe(() =>
    evaluator.semantics.blockScoped
      ? joined(runBlock(evaluator, statement.then, scope), runBlock(evaluator, statement.else, scope))
      : runBranches(evaluator, statement, scope, evaluator.semantics.inclination?.(test)),
  )
}
