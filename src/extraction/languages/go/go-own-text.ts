/** What a value says of itself: `Error()` and `String()`, as `fmt` calls them. */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { ModuleInstance } from '../../evaluation/module-instance.ts'
import { type ClosureValue, type HostValue, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { goMember } from './go-members.ts'
import { isClass, isObject, POINTER, textOf } from './go-values.ts'

/** Methods of the library are called from nowhere. */
const NO_MODULE = new ModuleInstance('')

/** `undefined`: whether the value has the method can't be told. */
type Method = ClosureValue | HostValue | null | undefined

const isPointer = (value: Value): boolean => isObject(value) && value.type === POINTER

/** A method with a pointer as its receiver is none of the value's own, only of pointers to it. */
const methodOf = (evaluator: Evaluator, value: Value, name: string): Method => {
  const method = goMember(evaluator, value, name)
  if (typeof method !== 'object' || method === null) return null
  if (method.kind === 'host') return method
  if (method.kind !== 'closure' || !method.facts.receiver) return null
  const { facts } = method
  if (facts.parameters.length > 0 || facts.results !== 'string') return null
  if (facts.receiver?.type?.startsWith('*') !== true || isPointer(value)) return method
  const isOwn = isObject(value) && isClass(value.prototype) && facts.name === `${value.prototype.facts.name}.${name}`
  return isOwn ? null : undefined
}

/** `Format` prints everything in its own way. */
const printsItself = (evaluator: Evaluator, value: Value): boolean => {
  const method = goMember(evaluator, value, 'Format')
  return (
    typeof method === 'object' && method?.kind === 'closure' && method.facts.receiver !== undefined && method.facts.parameters.length === 2
  )
}

/** Null where it has neither; undefined where the text can't be told. */
export const ownText = (evaluator: Evaluator, value: Value): string | null | undefined => {
  if (typeof value !== 'object' || value === null || (value.kind !== 'object' && value.kind !== 'host' && value.kind !== 'list'))
    return null
  if (printsItself(evaluator, value)) return undefined
  for (const name of ['Error', 'String']) {
    const method = methodOf(evaluator, value, name)
    if (method === undefined) return undefined
    if (method === null) continue
    return textOf(called(evaluator, method, value))
  }
  return null
}

/** What a value says of itself is short: it must be known however much the program under test did before. */
const ENOUGH_STEPS = 500

const called = (evaluator: Evaluator, method: ClosureValue | HostValue, value: Value): Value => {
  const call = (): Value =>
    evaluator.call(method, {
      evaluator,
      site: { kind: 'call', callee: { kind: 'unknown' }, arguments: [], line: 0, endLine: 0 },
      arguments: [],
      expressions: [],
      keywords: new Map(),
      open: false,
      receiver: value,
      module: method.kind === 'closure' ? method.module : NO_MODULE,
    })
  return method.kind === 'closure' && method.module.facts?.vocabulary === false ? evaluator.inLibrary(call, UNKNOWN, ENOUGH_STEPS) : call()
}
