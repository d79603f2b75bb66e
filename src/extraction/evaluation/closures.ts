/** Functions as values, with what is found when they are made. */
import type { Expression, FunctionFacts, Parameter } from '../facts/program.ts'
import type { Evaluator } from './evaluator.ts'
import type { Scope } from './scope.ts'
import type { ClosureValue, Value } from './value.ts'

/**
 * Whether it may make a difference when it is evaluated. What only leads to another module's names makes none as a rule, and
 * isn't looked for before it is asked for.
 */
const hangsOnTime = (fallback: Expression, scope: Scope): boolean => {
  switch (fallback.kind) {
    case 'literal':
    case 'undefined':
      return false
    case 'name':
      return scope.find(fallback.name)?.pending === null
    case 'call':
    case 'member':
      return scope.module.isEntry || scope.owner !== scope.module.scope
    default:
      return true
  }
}

const defaultsOf = (evaluator: Evaluator, { parameters }: FunctionFacts, scope: Scope): Map<Parameter, Value> | undefined => {
  let found: Map<Parameter, Value> | undefined
  for (const parameter of parameters)
    if (parameter.default && hangsOnTime(parameter.default, scope))
      (found ??= new Map<Parameter, Value>()).set(parameter, evaluator.evaluate(parameter.default, scope))
  return found
}

export const closureOf = (evaluator: Evaluator, facts: FunctionFacts, scope: Scope): ClosureValue => {
  const made = {
    kind: 'closure',
    facts,
    scope,
    module: scope.module,
    attributes: new Map<string, Value>(),
    birth: evaluator.uncertainty,
  } as const
  const defaults = evaluator.semantics.defaultsAtDefinition ? defaultsOf(evaluator, facts, scope) : undefined
  return defaults ? { ...made, defaults } : made
}
