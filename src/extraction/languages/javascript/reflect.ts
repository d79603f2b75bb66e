/** `Reflect`, as far as titles and tables are made with it. */
import { assignMember, removeMember } from '../../evaluation/member-changes.ts'
import { readIndex } from '../../evaluation/members.ts'
import { isUnknown, type Invocation, list, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { applied } from './function-members.ts'
import { binary } from './javascript-operators.ts'
import { entriesOf } from './list-methods.ts'
import { isSymbol } from './symbols.ts'

type Call = (invocation: Invocation) => Value

const ownKeys: Call = ({ arguments: [target], evaluator }) => {
  const names = entriesOf(target, 'keys', evaluator)
  if (typeof target !== 'object' || target?.kind !== 'object' || typeof names !== 'object' || names?.kind !== 'list') return UNKNOWN
  const symbols = [...target.entries.keys()].filter(isSymbol)
  return list([...names.items, ...symbols], { open: names.open || target.hidden !== undefined, birth: evaluator.uncertainty })
}

const construct: Call = (invocation) => {
  const { arguments: [type, given], evaluator } = invocation // prettier-ignore
  const known = evaluator.semantics.iterate(given, 'values', evaluator)
  if (typeof type !== 'object' || type?.kind !== 'class' || !known || known.open) return UNKNOWN
  return evaluator.call(type, { ...invocation, arguments: known.items, expressions: [] })
}

export const REFLECT: Record<string, Call> = {
  apply: (call) => applied(call.arguments[0], call, 1),
  construct,
  ownKeys,
  get: ({ arguments: [target, key], evaluator }) => readIndex(evaluator, target, key),
  has: ({ arguments: [target, key], evaluator }) => binary('in', key, target, evaluator),
  set: ({ arguments: [target, key, value], evaluator, module }) => {
    assignMember(evaluator, target, key, value, module)
    return isUnknown(target) ? UNKNOWN : true
  },
  deleteProperty: ({ arguments: [target, key], evaluator }) => {
    removeMember(evaluator, target, key)
    return isUnknown(target) ? UNKNOWN : true
  },
}
