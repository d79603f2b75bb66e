/** Methods of arrays, sets and their kin: tables are built with them. */
import { loopFrame } from '../../evaluation/calls.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { ModuleInstance } from '../../evaluation/module-instance.ts'
import {
  host,
  type Invocation,
  list,
  type ListValue,
  type MissingMember,
  MISSING,
  object,
  UNKNOWN,
  type Value,
} from '../../evaluation/value.ts'
import { callback } from './callback.ts'
import { integer, LIST_CHANGES, type Method } from './list-changes.ts'
import { sorted } from './list-order.ts'
import { isSymbol } from './symbols.ts'
import { keyText, textOf } from './text-of-value.ts'
import { truthiness } from './truthiness.ts'

/** Calls the first argument for each item, then once with unknowns where there may be more. */
const visit = (receiver: ListValue, invocation: Invocation, seen: (item: Value, result: Value) => void): void => {
  const { evaluator } = invocation
  const [callee] = invocation.arguments
  evaluator.within(loopFrame(invocation), () => {
    receiver.items.forEach((item, index) => seen(item, callback(invocation, callee, [item, index, receiver])))
    if (receiver.open) evaluator.inUnknownLoop(() => callback(invocation, callee, [UNKNOWN, UNKNOWN, receiver]))
  })
}

const derived = (items: Value[], receiver: ListValue, evaluator: Evaluator, open = receiver.open): ListValue =>
  list(items, { open, birth: evaluator.uncertainty })

const filter: Method = (receiver, invocation) => {
  const kept: Value[] = []
  let open = receiver.open
  visit(receiver, invocation, (item, result) => {
    const truth = truthiness(result)
    if (truth) kept.push(item)
    if (truth === undefined) open = true
  })
  return derived(kept, receiver, invocation.evaluator, open)
}

const flatten = (items: Value[], depth: number): { items: Value[]; open: boolean } => {
  const flat: Value[] = []
  let open = false
  for (const item of items) {
    if (typeof item !== 'object' || item?.kind !== 'list' || item.type !== 'list' || depth < 1) {
      flat.push(item)
      open ||= typeof item === 'object' && (item?.kind === 'unknown' || item?.kind === 'either')
    } else {
      const inner = flatten(item.items, depth - 1)
      flat.push(...inner.items)
      open ||= inner.open || item.open
    }
  }
  return { items: flat, open }
}

const search =
  (test: (truths: (boolean | undefined)[]) => Value | undefined): Method =>
  (receiver, invocation) => {
    const truths: (boolean | undefined)[] = []
    visit(receiver, invocation, (_item, result) => truths.push(truthiness(result)))
    return receiver.open ? UNKNOWN : (test(truths) ?? UNKNOWN)
  }

const METHODS: Record<string, Method> = {
  forEach: (receiver, invocation) => {
    visit(receiver, invocation, () => {})
    return undefined
  },
  map: (receiver, invocation) => {
    const results: Value[] = []
    visit(receiver, invocation, (_item, result) => results.push(result))
    return derived(results, receiver, invocation.evaluator)
  },
  flatMap: (receiver, invocation) => {
    const results: Value[] = []
    visit(receiver, invocation, (_item, result) => results.push(result))
    const flat = flatten(results, 1)
    return derived(flat.items, receiver, invocation.evaluator, flat.open || receiver.open)
  },
  filter,
  flat: (receiver, { arguments: [depth], evaluator }) => {
    const flat = flatten(receiver.items, typeof depth === 'number' ? depth : 1)
    return derived(flat.items, receiver, evaluator, flat.open || receiver.open)
  },
  concat: (receiver, { arguments: args, evaluator, open }) => {
    const flat = flatten(args, 1)
    return derived([...receiver.items, ...flat.items], receiver, evaluator, receiver.open || flat.open || open)
  },
  slice: (receiver, { arguments: [from, to], evaluator }) => {
    const start = integer(from, 0)
    const end = integer(to, receiver.items.length)
    if (start === undefined || end === undefined) return UNKNOWN
    return derived(receiver.items.slice(start, end), receiver, evaluator)
  },
  ...LIST_CHANGES,
  join: (receiver, { arguments: [separator], evaluator }) => {
    const parts = receiver.items.map((item) => (item === undefined || item === null ? '' : textOf(item, evaluator)))
    if (receiver.open || parts.includes(undefined) || (separator !== undefined && typeof separator !== 'string')) return UNKNOWN
    return parts.join(separator ?? ',')
  },
  toReversed: (receiver, { evaluator }) => derived(receiver.items.toReversed(), receiver, evaluator),
  toSorted: (receiver, invocation) => derived(sorted(receiver, invocation) ?? receiver.items, receiver, invocation.evaluator),
  values: (receiver) => receiver,
  keys: (receiver, { evaluator }) =>
    derived(receiver.type === 'set' ? receiver.items : receiver.items.map((_item, index) => index), receiver, evaluator),
  entries: (receiver, { evaluator }) =>
    derived(
      receiver.items.map((item, index) => list([receiver.type === 'set' ? item : index, item])),
      receiver,
      evaluator,
    ),
  at: (receiver, { arguments: [index] }) => (typeof index === 'number' && !receiver.open ? receiver.items.at(index) : UNKNOWN),
  includes: (receiver, { arguments: [wanted] }) => contains(receiver, wanted),
  has: (receiver, { arguments: [wanted] }) => contains(receiver, wanted),
  indexOf: (receiver, { arguments: [wanted] }) => (receiver.open ? UNKNOWN : receiver.items.indexOf(wanted)),
  find: (receiver, invocation) => {
    const results: [Value, boolean | undefined][] = []
    visit(receiver, invocation, (item, result) => results.push([item, truthiness(result)]))
    const found = results.find(([, truth]) => truth !== false)
    return found?.[1] === true ? found[0] : found || receiver.open ? UNKNOWN : undefined
  },
  some: search((truths) => (truths.includes(true) ? true : truths.includes(undefined) ? undefined : false)),
  every: search((truths) => (truths.includes(false) ? false : truths.includes(undefined) ? undefined : true)),
  reduce: (receiver, invocation) => {
    const [callee, ...initial] = invocation.arguments
    if (receiver.open) return UNKNOWN
    const items = initial.length > 0 ? receiver.items : receiver.items.slice(1)
    let value = initial.length > 0 ? initial[0] : receiver.items[0]
    invocation.evaluator.within(loopFrame(invocation), () => {
      items.forEach((item, index) => {
        value = callback(invocation, callee, [value, item, index, receiver])
      })
    })
    return value
  },
}

const contains = (receiver: ListValue, wanted: Value): Value => {
  if (typeof wanted === 'object' && wanted !== null) return UNKNOWN
  return (
    receiver.items.includes(wanted) ||
    (receiver.open || receiver.items.some((item) => typeof item === 'object' && item?.kind === 'unknown') ? UNKNOWN : false)
  )
}

export const listMember = (receiver: ListValue, property: string): Value | MissingMember => {
  if (property === 'length' || property === 'size') return receiver.open ? UNKNOWN : receiver.items.length
  if (property === 'byteLength' && receiver.type === 'bytes') return receiver.open ? UNKNOWN : receiver.items.length
  if (property === 'toString') return host('toString', { call: ({ evaluator }) => textOf(receiver, evaluator) ?? UNKNOWN })
  if (property === 'raw' && receiver.raw) return list([...receiver.raw])
  const method = Object.hasOwn(METHODS, property) ? METHODS[property] : undefined
  return method ? host(property, { call: (invocation) => method(receiver, invocation) }) : MISSING
}

const MAXIMUM_WILDCARDS = 8

/** What a module exports as an object: CommonJS exports as they are, names of a namespace sorted as the language has them. */
const namespaceObject = (module: ModuleInstance, evaluator: Evaluator, depth = 0): Value => {
  if (!evaluator.load(module)) return UNKNOWN
  if (module.exports.size === 0 && module.wildcards.length === 0) return evaluator.semantics.moduleValue?.(module, evaluator) ?? UNKNOWN
  const all = new Map<string, Value>()
  let open = depth > MAXIMUM_WILDCARDS
  for (const source of open ? [] : module.wildcards) {
    const target = evaluator.resolver.resolve(source, module)
    const inner = target instanceof ModuleInstance ? namespaceObject(target, evaluator, depth + 1) : UNKNOWN
    if (typeof inner === 'object' && inner?.kind === 'object')
      for (const [name, value] of inner.entries) if (typeof name === 'string' && name !== 'default') all.set(name, value)
    open ||= typeof inner !== 'object' || inner?.kind !== 'object' || inner.open
  }
  for (const name of module.exports.keys()) all.set(name, evaluator.exportOf(module, name))
  return object(
    [...all].toSorted(([a], [b]) => (a < b ? -1 : 1)),
    { open, birth: evaluator.uncertainty },
  )
}

/** `Object.entries` and its kin; `object` values with unknown parts give open lists. */
export const entriesOf = (value: Value, part: 'keys' | 'values' | 'entries', evaluator: Evaluator): Value => {
  if (typeof value !== 'object' || value === null) return UNKNOWN
  if (value.kind === 'module') return entriesOf(namespaceObject(value.module, evaluator), part, evaluator)
  if (value.kind === 'list')
    return list(
      value.items.map((item, index) => (part === 'keys' ? String(index) : part === 'values' ? item : list([String(index), item]))),
      { open: value.open, birth: evaluator.uncertainty },
    )
  if (value.kind !== 'object') return UNKNOWN
  // Integer keys come first, in ascending order, as the language has it.
  const entries = [...value.entries]
    .filter(([key]) => !isSymbol(key) && !value.hidden?.has(key))
    .map(([key, entry]) => [keyText(key), entry] as const)
  const isIndex = (key: string): boolean => /^(?:0|[1-9]\d{0,9})$/.test(key)
  const ordered = [
    ...entries.filter(([key]) => isIndex(key)).toSorted(([a], [b]) => Number(a) - Number(b)),
    ...entries.filter(([key]) => !isIndex(key)),
  ]
  return list(
    ordered.map(([key, entry]) => (part === 'keys' ? key : part === 'values' ? entry : list([key, entry]))),
    { open: value.open, birth: evaluator.uncertainty },
  )
}

export const objectFromEntries = (value: Value, evaluator: Evaluator): Value => {
  if (typeof value !== 'object' || value?.kind !== 'list') return UNKNOWN
  const result = object([], { open: value.open, birth: evaluator.uncertainty })
  for (const item of value.items) {
    if (typeof item === 'object' && item?.kind === 'list' && item.items.length >= 2) result.entries.set(item.items[0], item.items[1])
    else result.open = true
  }
  return result
}
