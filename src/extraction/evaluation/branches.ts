/** `if` and `else`: both are run where the condition isn't known. */
import type { Statement } from '../facts/program.ts'
import { type Completion, isThrown, oneOf, onlyThrows } from './completion.ts'
import type { Evaluator } from './evaluator.ts'
import type { Binding, Scope } from './scope.ts'
import { runBlock } from './run-block.ts'
import { either } from './value.ts'
import { undoing } from './unmeant-changes.ts'

/** Names of branches within a branch are no less certain than its own. */
const settleBirths = (evaluator: Evaluator, names: ReadonlyMap<string, Binding>): void => {
  for (const binding of names.values()) binding.birth = Math.min(binding.birth, evaluator.uncertainty)
}

export const noteRedeclared = (target: Scope, names: readonly string[]): void => {
  for (const name of names) {
    target.redeclared ??= new Map()
    if (!target.redeclared.has(name)) target.redeclared.set(name, target.names.get(name) ?? null)
  }
}

const redeclaredIn = ({ redeclared }: Scope): Iterable<[string, Binding | null]> => redeclared ?? []

/** Runs what only may run of a language with scopes for blocks: what it declares by `var` is in the function one of two. */
export const inBranch = <T>(evaluator: Evaluator, { owner }: Scope, run: () => T): T => {
  const { redeclared } = owner
  owner.redeclared = undefined
  try {
    return run()
  } finally {
    for (const [name, former] of redeclaredIn(owner)) {
      const binding = owner.names.get(name)
      if (!binding || binding === former || binding.pending) continue
      const birth = Math.min(former?.birth ?? Infinity, binding.birth, evaluator.uncertainty - 1)
      owner.names.set(name, { ...binding, birth, value: former?.pending ? binding.value : either(former?.value, binding.value) })
    }
    owner.redeclared = redeclared
  }
}

/** What both give a name is one of two. */
const runEither = (evaluator: Evaluator, { then, else: otherwise }: Statement & { kind: 'if' }, scope: Scope): Completion => {
  const before = runBlock(evaluator, otherwise, scope)
  settleBirths(evaluator, scope.owner.names)
  return joined(
    before,
    evaluator.maybe(() => runBlock(evaluator, then, scope)),
  )
}

/** The branch that isn't meant declares names that may be there; what had a value before has it still. */
const runUnmeant = (evaluator: Evaluator, statements: readonly Statement[], scope: Scope): Completion => {
  const { names } = scope.owner
  const former = new Map(names)
  const completion = undoing(evaluator, () => runBlock(evaluator, statements, scope))
  for (const [name, binding] of former) names.set(name, binding)
  settleBirths(evaluator, names)
  return completion
}

/** What the meant branch gives a name is its value, though the name is as certain as it was before. */
const runMeant = (evaluator: Evaluator, statements: readonly Statement[], scope: Scope): Completion => {
  const { names } = scope.owner
  const births = new Map<string, number>()
  for (const [name, binding] of names) {
    births.set(name, binding.birth)
    binding.birth = Math.max(binding.birth, evaluator.uncertainty)
  }
  try {
    return runBlock(evaluator, statements, scope)
  } finally {
    for (const [name, birth] of births) {
      const binding = names.get(name)
      if (binding) binding.birth = birth
    }
  }
}

/** One branch is meant although the condition isn't known. What is only in the other comes first in the scope. */
const runInclined = (
  evaluator: Evaluator,
  { then, else: otherwise }: Statement & { kind: 'if' },
  scope: Scope,
  truth: boolean,
): Completion => {
  const before = runUnmeant(evaluator, truth ? otherwise : then, scope)
  const after = runMeant(evaluator, truth ? then : otherwise, scope)
  // What a function throws there it throws. Else, how the other branch ends is not how the statement does, but what comes
  // behind it may be come to there.
  const isThrow = isThrown(after) && scope.owner.given !== undefined
  return before || isThrow ? after : oneOf(before, after)
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
  return evaluator.maybe(() => {
    if (evaluator.semantics.blockScoped)
      return joined(
        inBranch(evaluator, scope, () => runBlock(evaluator, statement.then, scope)),
        inBranch(evaluator, scope, () => runBlock(evaluator, statement.else, scope)),
      )
    const meant = evaluator.semantics.inclination?.(test)
    return meant === undefined ? runEither(evaluator, statement, scope) : runInclined(evaluator, statement, scope, meant)
  })
}
