/** What a package does before its tests run: the `init` functions of its files and `TestMain` change its variables. */
import { outsideCall } from '../../evaluation/outside-call.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import type { ModuleInstance } from '../../evaluation/module-instance.ts'
import { patternNames } from '../../evaluation/patterns.ts'
import { gaps } from '../../evaluation/scope.ts'
import { type ClosureValue, UNKNOWN } from '../../evaluation/value.ts'
import type { FunctionFacts } from '../../facts/program.ts'
import { areDirectivesMet } from './go-build-constraints.ts'
import { INITIAL } from './go-changes.ts'

/** The files whose functions ran. */
const initialised = new WeakSet<ModuleInstance>()

const initialFunctionsOf = (module: ModuleInstance): FunctionFacts[] =>
  areDirectivesMet(module.facts?.directives ?? [])
    ? (module.facts?.body ?? []).flatMap((statement) =>
        statement.kind === 'function' && INITIAL.has(statement.function.name) && statement.function.body.length > 0
          ? [statement.function]
          : [],
      )
    : []

const run = (evaluator: Evaluator, module: ModuleInstance, facts: FunctionFacts): void => {
  const closure: ClosureValue = { kind: 'closure', facts, scope: module.scope, module, attributes: new Map() }
  const invocation = outsideCall(evaluator, module, facts)
  const given = facts.parameters.map(() => UNKNOWN)
  evaluator.onBodyAllowance(() => void evaluator.callClosure(closure, given, { invocation }))
}

/** A test file's own variables as they are when its tests run: it is run apart from what other files see of it. */
export const shareVariables = (entry: ModuleInstance, modules: readonly ModuleInstance[], evaluator: Evaluator): void => {
  const shared = modules.find(({ path }) => path === entry.path)
  if (!shared || !modules.some((module) => initialFunctionsOf(module).length > 0)) return
  for (const statement of entry.facts?.body ?? []) {
    if (statement.kind !== 'declare' || statement.value?.kind === 'function') continue
    for (const name of patternNames(statement.pattern))
      entry.scope.declarePending(name, () => evaluator.evaluate({ kind: 'name', name }, shared.scope))
  }
}

/** The files of a package, all read, in the order of their names. */
export const initialise = (modules: readonly ModuleInstance[], evaluator: Evaluator): void => {
  const due = modules.filter((module) => !initialised.has(module))
  const functions = due.flatMap((module) => initialFunctionsOf(module).map((facts) => ({ module, facts })))
  for (const module of due) initialised.add(module)
  if (functions.length === 0) return
  const before = gaps.unread
  for (const name of INITIAL)
    for (const { module, facts } of functions)
      if (facts.name === name) evaluator.apart(module, () => run(evaluator, module, facts), undefined)
  // What they changed while something wasn't read is no answer for others.
  if (gaps.unread > before) for (const module of due) module.isStale = true
}
