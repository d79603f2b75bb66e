/** What the types of parameters and results make of constants, and what type parameters stand for in a call. */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { type ClosureValue, list, type ListValue, UNKNOWN, type Value } from '../../evaluation/value.ts'
import type { Expression, FunctionFacts, Parameter } from '../../facts/program.ts'
import { convertConstant, zeroValue } from './go-conversion.ts'
import { universalType } from './go-builtins.ts'
import { GoParser } from './go-parser.ts'
import { withTypes } from './go-type-arguments.ts'
import { readParameters, readType } from './go-types.ts'
import {
  goTypeOf,
  isBoxed,
  isClass,
  isFloat,
  isList,
  isMap,
  isObject,
  POINTER,
  rememberedType,
  rememberType,
  typeValue,
} from './go-values.ts'

/** Types whose constants are what they are without one, or that may hold anything. */
const INDIFFERENT = new Set(['string', 'int', 'bool', 'any', 'error', 'interface{}'])

/** Of other types a constant, or `nil`, is no value that could be given. */
const isTelling = (text: string): boolean => /^(?:[\p{L}_][\p{L}\p{N}_.]*$|\[|map\[)/u.test(text) && !INDIFFERENT.has(text)

const typeOfText = (text: string): Expression | null => (isTelling(text) ? readType(new GoParser(text)) : null)

const typeOfRest = (text: string): Expression | null => (text === '' ? null : readType(new GoParser(text)))

const parameterTypes = new WeakMap<Parameter, Expression | null>()

const typeOfParameter = (parameter: Parameter): Expression | null => {
  const known = parameterTypes.get(parameter)
  if (known !== undefined) return known
  const type = (parameter.rest ? typeOfRest : typeOfText)(parameter.type ?? '')
  parameterTypes.set(parameter, type)
  return type
}

const resultTypes = new WeakMap<FunctionFacts, readonly (Expression | null)[]>()

const typesOfResults = (facts: FunctionFacts): readonly (Expression | null)[] => {
  const known = resultTypes.get(facts)
  if (known) return known
  const text = facts.results ?? ''
  const types = text.startsWith('(') ? readParameters(new GoParser(text)).map(({ type }) => typeOfText(type ?? '')) : [typeOfText(text)]
  resultTypes.set(facts, types)
  return types
}

const isConstant = (value: Value): boolean =>
  value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' || isFloat(value)

const asType = (evaluator: Evaluator, expression: Expression | null, value: Value, { scope }: ClosureValue): Value => {
  if (!expression || !isConstant(value)) return value
  const type = evaluator.evaluate(expression, scope)
  if (value !== null) return convertConstant(evaluator, type, value)
  const kind = goTypeOf(type)?.kind
  return kind === 'slice' || kind === 'map' ? zeroValue(evaluator, type) : value
}

/** What `...T` holds: a slice of what is left. */
const restAs = (evaluator: Evaluator, rest: ListValue, parameter: Parameter, closure: ClosureValue): ListValue => {
  const expression = typeOfParameter(parameter)
  if (!expression) return rest
  const element = evaluator.evaluate(expression, closure.scope)
  rest.items = rest.items.map((item) => (isConstant(item) && item !== null ? convertConstant(evaluator, element, item) : item))
  return rememberType(rest, typeValue({ kind: 'slice', element }))
}

/** What a parameter holds. */
export const givenTo = (value: Value, parameter: Parameter, closure: ClosureValue, evaluator: Evaluator): Value => {
  if (parameter.rest) return isList(value) ? restAs(evaluator, value, parameter, closure) : value
  return isConstant(value) ? asType(evaluator, typeOfParameter(parameter), value, closure) : value
}

/** What a call gives. */
export const returnedFrom = (value: Value, closure: ClosureValue, evaluator: Evaluator): Value => {
  if (isList(value) && value.type === 'tuple' && value.items.some(isConstant)) {
    const types = typesOfResults(closure.facts)
    return list(
      value.items.map((item, index) => asType(evaluator, types[index] ?? null, item, closure)),
      { type: 'tuple', open: value.open, birth: value.birth },
    )
  }
  return isConstant(value) ? asType(evaluator, typesOfResults(closure.facts)[0] ?? null, value, closure) : value
}

const BASIC: Record<string, string> = { string: 'string', number: 'int', bigint: 'int', boolean: 'bool' }

/** The type that a value has; unknown where that can't be told. */
const typeOf = (value: Value): Value => {
  if (isList(value) || isMap(value)) return rememberedType(value) ?? UNKNOWN
  if (isBoxed(value)) return isClass(value.prototype) || goTypeOf(value.prototype) ? value.prototype : UNKNOWN
  if (isObject(value)) {
    if (!isClass(value.prototype)) return UNKNOWN
    return value.type === POINTER ? typeValue({ kind: 'pointer', to: value.prototype }) : value.prototype
  }
  if (typeof value === 'object' && value?.kind === 'typed')
    return value.type === 'float' ? universalType('float64') : value.type === 'rune' ? universalType('rune') : UNKNOWN
  const name = BASIC[typeof value]
  return name === undefined ? UNKNOWN : universalType(name)
}

const elementOf = (value: Value): Value => {
  const type = goTypeOf(typeOf(value))
  return type?.kind === 'slice' || type?.kind === 'array' || type?.kind === 'map' ? type.element : UNKNOWN
}

/** What a type parameter stands for, by the first argument whose type names it. */
const inferred = (name: string, { parameters }: FunctionFacts, args: readonly Value[]): Value => {
  for (const [index, { type }] of parameters.entries()) {
    if (index >= args.length) break
    const found =
      type === name ? typeOf(args[index]) : type === `[]${name}` || type === `map[string]${name}` ? elementOf(args[index]) : UNKNOWN
    if (found !== UNKNOWN) return found
  }
  return UNKNOWN
}

/** The function with what its type parameters stand for, where the call doesn't say it; the same where that isn't told either. */
export const inferTypes = (closure: ClosureValue, args: readonly Value[]): ClosureValue => {
  const { facts, scope } = closure
  const names = facts.typeParameters
  if (!names || facts.receiver || names.some((name) => scope.names.has(name))) return closure
  const types = names.map((name) => inferred(name, facts, args))
  return types.every((type) => type === UNKNOWN) ? closure : withTypes(closure, types)
}
