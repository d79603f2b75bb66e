/** What the language's own classes have for their instances, called on others: `Object.prototype.hasOwnProperty.call(o, 'k')`. */
import { mayHaveOthers } from '../../evaluation/doubtful-entries.ts'
import { host, type HostValue, type Invocation, MISSING, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { method } from './methods.ts'

const TAGS: Readonly<Record<string, string>> = { regex: 'RegExp', closure: 'Function', class: 'Function' }

/** `[object Date]`, as `Object.prototype.toString` says of a value. */
const tagOf = (value: Value): string | null => {
  if (value === undefined) return 'Undefined'
  if (value === null) return 'Null'
  if (typeof value !== 'object') return `${typeof value}`.replace(/^./, (first) => first.toUpperCase()).replace('Bigint', 'BigInt')
  if (value.kind === 'list') return value.type === 'set' ? 'Set' : value.type === 'bytes' ? 'Uint8Array' : 'Array'
  if (value.kind !== 'object') return TAGS[value.kind] ?? null
  return mayHaveOthers(value) || value.prototype !== undefined ? (value.type ?? null) : (value.type ?? 'Object')
}

const tagged = ({ receiver }: Invocation): Value => {
  const tag = tagOf(receiver)
  return tag === null ? UNKNOWN : `[object ${tag}]`
}

/** A method of whatever it is called on. */
const called = (name: string): HostValue =>
  method(name, (invocation) => {
    const own = invocation.evaluator.semantics.member(invocation.receiver, name, invocation.evaluator)
    return own === MISSING ? UNKNOWN : invocation.evaluator.call(own, invocation)
  })

/** The `prototype` of a class of the language; of another name than its methods nothing is known. */
export const prototypeFor = (name: string): HostValue => {
  const own: unknown = Reflect.get(globalThis, name)
  const prototype: unknown = typeof own === 'function' ? own.prototype : undefined
  return host(`${name}.prototype`, {
    member: (property) => {
      if (name === 'Object' && property === 'toString') return host('toString', { call: tagged })
      return typeof prototype === 'object' && prototype !== null && property in prototype && property !== 'constructor'
        ? called(property)
        : MISSING
    },
  })
}
