/** `operator`: Python's operators as functions, and callables that fetch. */
import { instanceOf, type Native, native, nativeClass, nativeModule } from '../python-calls.ts'
import { readIndex, readMember } from '../../../evaluation/members.ts'
import { UNKNOWN, type Value } from '../../../evaluation/value.ts'

const OPERATORS: Record<string, string> = {
  add: '+',
  sub: '-',
  mul: '*',
  truediv: '/',
  floordiv: '//',
  mod: '%',
  pow: '**',
  lshift: '<<',
  rshift: '>>',
  and_: '&',
  or_: '|',
  xor: '^',
  eq: '==',
  ne: '!=',
  lt: '<',
  le: '<=',
  gt: '>',
  ge: '>=',
}

const apply =
  (operator: string): Native =>
  ([left, right], { evaluator }) =>
    evaluator.semantics.binary(operator, left, right, evaluator)

/** `itemgetter(…)` and the like: objects that are called, without a name of their own. */
const getter = (name: string, fetch: (target: Value, key: Value, invocation: Parameters<Native>[1]) => Value): Value => {
  const type = nativeClass(`operator.${name}`)
  return native(name, (keys, { evaluator }) => {
    const [key] = keys
    if (keys.length !== 1) return instanceOf(type, evaluator)
    return { ...native(name, ([target], invocation) => fetch(target, key, invocation)), data: { python: 'object', name } }
  })
}

export const operatorModule = nativeModule('operator', {
  ...Object.fromEntries(Object.entries(OPERATORS).map(([name, operator]) => [name, native(name, apply(operator))])),
  itemgetter: getter('itemgetter', (target, key, { evaluator }) => readIndex(evaluator, target, key)),
  attrgetter: getter('attrgetter', (target, key, { evaluator }) =>
    typeof key === 'string' && !key.includes('.') ? readMember(evaluator, target, key) : UNKNOWN,
  ),
  methodcaller: getter('methodcaller', () => UNKNOWN),
})
