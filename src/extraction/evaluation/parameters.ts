/** What a function's parameters hold in a call. */
import type { CallExpression, Parameter } from '../facts/program.ts'
import type { Evaluator } from './evaluator.ts'
import type { ModuleInstance } from './module-instance.ts'
import { bindPattern } from './patterns.ts'
import type { Scope } from './scope.ts'
import { type ClosureValue, list, object, UNKNOWN, type Value } from './value.ts'

/** What a call is given, as far as a function of the repository needs to know. */
export interface CallArguments {
  arguments: Value[]
  keywords: ReadonlyMap<string, Value>
  open: boolean
  receiver: Value
  site: CallExpression | null
  /** The module whose text holds the call. */
  module: ModuleInstance
  /** Where the call stands, if it stands in a text. */
  scope?: Scope | undefined
}

/** What a parameter holds that isn't given. */
const standard = (evaluator: Evaluator, { defaults }: ClosureValue, parameter: Parameter, scope: Scope): Value => {
  if (!parameter.default) return undefined
  return defaults?.has(parameter) ? defaults.get(parameter) : evaluator.evaluate(parameter.default, scope)
}

export const bindParameters = (evaluator: Evaluator, closure: ClosureValue, given: CallArguments, scope: Scope): void => {
  const { semantics } = evaluator
  const positional = [...given.arguments]
  const taken = new Set<string>()
  for (const parameter of closure.facts.parameters) {
    const { pattern, default: fallback, rest, keywordOnly } = parameter
    const held = (value: Value): Value => (semantics.given ? semantics.given(value, parameter, closure, evaluator) : value)
    const name = pattern.kind === 'name' ? pattern.name : ''
    if (rest && name.startsWith('**')) {
      const others = [...given.keywords].filter(([key]) => !taken.has(key))
      scope.declare(name.slice(2), object(others, { open: given.open, birth: evaluator.uncertainty }), evaluator.uncertainty)
      continue
    }
    if (rest) {
      const others = list(positional.splice(0), { type: semantics.restType ?? 'list', open: given.open, birth: evaluator.uncertainty })
      bindPattern(evaluator, pattern, held(others), scope, 'declare')
      continue
    }
    taken.add(name)
    let value: Value
    if (positional.length > 0 && !keywordOnly) {
      value = positional.shift()
      if (value === undefined && fallback) value = standard(evaluator, closure, parameter, scope)
    } else if (given.keywords.has(name)) value = given.keywords.get(name)
    else if (given.open) value = UNKNOWN
    else value = standard(evaluator, closure, parameter, scope)
    bindPattern(evaluator, pattern, held(value), scope, 'declare')
  }
}
