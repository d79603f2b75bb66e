/** Whether a nil is that of an interface, as far as what it is read of tells: one of a pointer has a type, which `%#v` writes. */
import type { Invocation, Value } from '../../evaluation/value.ts'
import type { Expression, Spread, Statement } from '../../facts/program.ts'
import { fieldsOf } from './go-conversion.ts'
import { elementType, isComposite } from './go-expressions.ts'
import { targetsOf } from './go-mentions.ts'
import { plainType } from './go-type-names.ts'
import { goTypeOf, isClass, isList, isObject, rememberedType } from './go-values.ts'

const INTERFACES = new Set(['any', 'error', 'interface', 'interface{}'])

const isInterface = (type: Value, { evaluator }: Invocation): boolean => {
  const goType = goTypeOf(plainType(evaluator, type))
  return goType?.kind === 'opaque' && INTERFACES.has(goType.name)
}

type Each = Statement & { kind: 'each' }

const isEach = (node: object): node is Each => 'kind' in node && node.kind === 'each'

/** Whether a name is that of an element in a loop over interfaces: `for _, value := range []any{…}`. */
const isInterfaceElement = (name: string, invocation: Invocation): boolean => {
  const { evaluator, scope } = invocation
  const binds = ({ pattern, binds: bound }: Each): boolean => bound !== 'keys' && pattern !== null && targetsOf(pattern).at(-1) === name
  const loop = evaluator.frames.map(({ node }) => node).findLast((node) => isEach(node) && binds(node))
  if (!loop || !isEach(loop) || !scope) return false
  const { iterable } = loop
  if (iterable.kind === 'call' && isComposite(iterable)) {
    const element = elementType(iterable.callee)
    return element !== null && isInterface(evaluator.evaluate(element, scope), invocation)
  }
  const list = iterable.kind === 'name' ? evaluator.evaluate(iterable, scope) : undefined
  const type = isList(list) ? goTypeOf(plainType(evaluator, rememberedType(list))) : null
  return (type?.kind === 'slice' || type?.kind === 'array') && isInterface(type.element, invocation)
}

const readsInterface = (expression: Expression | Spread | undefined, invocation: Invocation): boolean => {
  if (expression?.kind === 'name') return expression.name === 'nil' || isInterfaceElement(expression.name, invocation)
  const { evaluator, scope } = invocation
  if (expression?.kind !== 'member' || expression.object.kind !== 'name' || typeof expression.property !== 'string' || !scope) return false
  const { object, property } = expression
  const struct = evaluator.evaluate(object, scope)
  const type = isObject(struct) ? struct.prototype : undefined
  const field = isClass(type) ? fieldsOf(type).find(({ name }) => name === property) : undefined
  return field !== undefined && isClass(type) && isInterface(evaluator.evaluate(field.type, type.scope), invocation)
}

/** Whether one of the arguments is nil and may be a pointer, a map or the like. */
export const hasTypedNil = (invocation: Invocation): boolean => {
  const { arguments: args, expressions } = invocation
  // Of what is printed into a writer the writer's own expression comes first.
  const offset = expressions.length - args.length
  return args.some((value, at) => value === null && !readsInterface(expressions[at + offset], invocation))
}
