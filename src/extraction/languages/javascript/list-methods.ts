/** Methods of arrays, sets and their kin: tables are built with them. */
import { listOfEntries, openUp, setEntry } from '../../evaluation/doubtful-entries.ts'
import { loopFrame } from '../../evaluation/calls.ts'
import { isGetter, valueOfGetter } from '../../evaluation/accessors.ts'
import { atItem, GAP, hasGap, isCertain, listOf, partsOf, underDoubt, withoutOrder } from '../../evaluation/doubtful-items.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { ModuleInstance } from '../../evaluation/module-instance.ts'
import {
  type Invocation,
  isUndecided,
  list,
  type ListValue,
  MISSING,
  type MissingMember,
  type ModuleValue,
  object,
  type Part,
  UNKNOWN,
  type Value,
} from '../../evaluation/value.ts'
import { callback } from './callback.ts'
import { nextOf } from './iteration.ts'
import { integer, LIST_CHANGES, type Method } from './list-changes.ts'
import { sorted } from './list-order.ts'
import { LIST_SEARCHES } from './list-searches.ts'
import { method } from './methods.ts'
import { visit } from './list-visit.ts'
import { SET_METHODS } from './set-methods.ts'
import { isSymbol } from './symbols.ts'
import { keyText, propertyKey, textOf } from './text-of-value.ts'
import { truthiness } from './truthiness.ts'

const derived = (parts: readonly Part[], { evaluator }: Invocation): ListValue => listOf(parts, { birth: evaluator.uncertainty })

const gapOf = (receiver: ListValue): Part[] => (hasGap(receiver) ? [GAP] : [])

/** The parts that going through it gives for its own. */
const mapped = (receiver: ListValue, invocation: Invocation): Part[] => {
  const parts: Part[] = []
  visit(receiver, invocation, (part, item) => parts.push({ ...part, item }))
  return [...parts, ...gapOf(receiver)]
}

const filter: Method = (receiver, invocation) => {
  const kept: Part[] = []
  const { keepsUndecided = false } = invocation.evaluator.semantics
  visit(receiver, invocation, (part, result) => {
    const truth = truthiness(result)
    if (truth === undefined && !keepsUndecided) kept.push(GAP)
    else if (truth !== false) kept.push(truth ? part : { item: part.item, doubt: part.doubt ?? 'once' })
  })
  return derived([...kept, ...gapOf(receiver)], invocation)
}

const flatten = (parts: readonly Part[], depth: number): Part[] =>
  parts.flatMap((part): Part[] => {
    const { item, doubt } = part
    if (typeof item !== 'object' || item?.kind !== 'list' || item.type !== 'list' || depth < 1)
      return isUndecided(item) ? [part, GAP] : [part]
    const inner = flatten(partsOf(item), depth - 1)
    return doubt ? inner.map((one) => underDoubt(one, doubt)) : inner
  })

const search =
  (test: (truths: (boolean | undefined)[]) => Value | undefined): Method =>
  (receiver, invocation) => {
    const truths: (boolean | undefined)[] = []
    visit(receiver, invocation, (_part, result) => truths.push(truthiness(result)))
    return receiver.open ? UNKNOWN : (test(truths) ?? UNKNOWN)
  }

const METHODS: Record<string, Method> = {
  forEach: (receiver, invocation) => {
    visit(receiver, invocation, () => {})
    return undefined
  },
  map: (receiver, invocation) => derived(mapped(receiver, invocation), invocation),
  flatMap: (receiver, invocation) => derived(flatten(mapped(receiver, invocation), 1), invocation),
  filter,
  flat: (receiver, invocation) => {
    const [depth] = invocation.arguments
    return derived(flatten(partsOf(receiver), typeof depth === 'number' ? depth : 1), invocation)
  },
  concat: (receiver, invocation) => {
    const others = invocation.arguments.map((item): Part => ({ item }))
    return derived([...partsOf(receiver), ...(invocation.open ? [GAP] : []), ...flatten(others, 1)], invocation)
  },
  slice: (receiver, invocation) => {
    const [from, to] = invocation.arguments
    const [start, end] = [integer(from, 0), integer(to, Number.MAX_SAFE_INTEGER)]
    const isUpToEnd = to === undefined
    if (start === undefined || end === undefined) return UNKNOWN
    const { length } = receiver.items
    if (!receiver.open || (start >= 0 && start <= length && (isUpToEnd || (end >= 0 && end <= length))))
      return derived(partsOf(receiver).slice(start, end), invocation)
    return list(start < 0 || end < 0 ? [] : receiver.items.slice(start, end), { open: true, birth: invocation.evaluator.uncertainty })
  },
  ...LIST_CHANGES,
  join: (receiver, { arguments: [separator], evaluator }) => {
    const parts = receiver.items.map((item) => (item === undefined || item === null ? '' : textOf(item, evaluator)))
    if (receiver.open || parts.includes(undefined) || (separator !== undefined && typeof separator !== 'string')) return UNKNOWN
    return parts.join(separator ?? ',')
  },
  toReversed: (receiver, invocation) => derived(partsOf(receiver).toReversed(), invocation),
  toSorted: (receiver, invocation) => derived(sorted(receiver, invocation) ?? withoutOrder(partsOf(receiver)), invocation),
  values: (receiver) => receiver,
  keys: (receiver, invocation) =>
    derived(
      keyed(receiver, (key) => key),
      invocation,
    ),
  entries: (receiver, invocation) =>
    derived(
      keyed(receiver, (key, item) => list([key, item])),
      invocation,
    ),
  at: (receiver, { arguments: [index] }) => (typeof index === 'number' && !receiver.open ? receiver.items.at(index) : UNKNOWN),
  ...LIST_SEARCHES,
  ...SET_METHODS,
  some: search((truths) => (truths.includes(true) ? true : truths.includes(undefined) ? undefined : false)),
  every: search((truths) => (truths.includes(false) ? false : truths.includes(undefined) ? undefined : true)),
  reduce: (receiver, invocation) => reduced(receiver, false, invocation),
  reduceRight: (receiver, invocation) => reduced(receiver, true, invocation),
  toSpliced: (receiver, invocation) => {
    const [from, count, ...inserted] = invocation.arguments
    const [start, removed] = [integer(from, 0), integer(count, receiver.items.length)]
    if (start === undefined || removed === undefined || receiver.open) return UNKNOWN
    return list(receiver.items.toSpliced(start, removed, ...inserted), { birth: invocation.evaluator.uncertainty })
  },
  with: (receiver, { arguments: [at, value], evaluator }) => {
    const place = integer(at, 0)
    const { length } = receiver.items
    if (place === undefined || receiver.open || place < -length || place >= length) return UNKNOWN
    return list(receiver.items.with(place, value), { birth: evaluator.uncertainty })
  },
  toArray: (receiver, invocation) => derived(partsOf(receiver), invocation),
}

/** What its parts are by their keys, as far as they have a certain place: those of a set are their own keys. */
const keyed = (receiver: ListValue, entry: (key: Value, item: Value) => Value): Part[] =>
  partsOf(receiver).map((part, at) => {
    if (part === GAP) return part
    const key = receiver.type === 'set' ? part.item : at < receiver.items.length ? at : UNKNOWN
    return { ...part, item: entry(key, part.item) }
  })

/** Joins the items from one end to the other; nothing is known of what is made of those that may not be there. */
const reduced = (receiver: ListValue, isFromEnd: boolean, invocation: Invocation): Value => {
  const { evaluator } = invocation
  const [callee, ...initial] = invocation.arguments
  const parts = partsOf(receiver).map((part, at) => ({ part, at: at < receiver.items.length ? at : UNKNOWN }))
  if (isFromEnd) parts.reverse()
  const first = initial.length > 0 ? undefined : parts.shift()?.part
  let value = first ? (isCertain(first) ? first.item : UNKNOWN) : initial[0]
  evaluator.within(loopFrame(invocation), () => {
    for (const { part, at } of parts) {
      const joined = atItem(evaluator, part.doubt, () => callback(invocation, callee, [value, part.item, at, receiver]))
      value = isCertain(part) ? joined : UNKNOWN
    }
  })
  return value
}

export const listMember = (receiver: ListValue, property: string): Value | MissingMember => {
  if (property === 'length' || property === 'size') return receiver.open ? UNKNOWN : receiver.items.length
  if (property === 'byteLength' && receiver.type === 'bytes') return receiver.open ? UNKNOWN : receiver.items.length
  if (property === 'toString') return method('toString', ({ evaluator }) => textOf(receiver, evaluator) ?? UNKNOWN)
  if (property === 'raw' && receiver.raw) return list([...receiver.raw])
  if (property === 'next' && receiver.generator !== undefined) return method('next', () => nextOf(receiver))
  if (receiver.named?.has(property)) return receiver.named.get(property)
  const compute = Object.hasOwn(METHODS, property) ? METHODS[property] : undefined
  return compute ? method(property, (invocation) => compute(receiver, invocation)) : MISSING
}

/** Modules that are brought together in one. */
const MAXIMUM_WILDCARDS = 500

/** What a module exports as an object: CommonJS exports as they are, names of a namespace sorted as the language has them. */
export const namespaceObject = (module: ModuleInstance, evaluator: Evaluator, seen = new Set<ModuleInstance>()): Value => {
  seen.add(module)
  if (!evaluator.load(module)) return UNKNOWN
  if (module.exports.size === 0 && module.wildcards.length === 0) return evaluator.semantics.moduleValue?.(module, evaluator) ?? UNKNOWN
  const all = new Map<string, Value>()
  let open = seen.size > MAXIMUM_WILDCARDS
  for (const source of open ? [] : module.wildcards) {
    const target = evaluator.resolver.resolve(source, module)
    if (target instanceof ModuleInstance && seen.has(target)) continue
    const inner = target instanceof ModuleInstance ? namespaceObject(target, evaluator, seen) : UNKNOWN
    if (typeof inner === 'object' && inner?.kind === 'object')
      for (const [name, value] of inner.entries) if (typeof name === 'string' && name !== 'default') all.set(name, value)
    open ||= typeof inner !== 'object' || inner?.kind !== 'object' || inner.open !== false
  }
  const content = module.facts?.language === 'json' ? evaluator.exportOf(module, 'default') : undefined
  // Some runners take a list's places for names.
  open ||= typeof content === 'object' && content?.kind === 'list'
  if (typeof content === 'object' && content?.kind === 'object') for (const [key, value] of content.entries) all.set(keyText(key), value)
  for (const name of module.exports.keys()) all.set(name, evaluator.exportOf(module, name))
  return object(
    [...all].toSorted(([a], [b]) => (a < b ? -1 : 1)),
    { open, birth: evaluator.uncertainty },
  )
}

/** The same as a value: whoever runs it has names of its own for what has no export statements, and may find less in it. */
export const moduleObject = ({ module, isNamespace }: ModuleValue, evaluator: Evaluator): Value => {
  const contents = namespaceObject(module, evaluator)
  if (!isNamespace || module.facts?.language === 'json' || module.exports.size > 0 || module.wildcards.length > 0) return contents
  const made = object([], { open: true, birth: evaluator.uncertainty })
  const known = typeof contents === 'object' && contents?.kind === 'object' ? contents.entries : []
  for (const [key, value] of known) setEntry(made, key, value, 'once')
  return made
}

/** `Object.entries` and its kin; `object` values with unknown parts give open lists. */
export const entriesOf = (value: Value, part: 'keys' | 'values' | 'entries', evaluator: Evaluator): Value => {
  if (typeof value === 'string') return entriesOf(list([...value]), part, evaluator)
  if (typeof value !== 'object' || value === null) return UNKNOWN
  if (value.kind === 'module') return entriesOf(moduleObject(value, evaluator), part, evaluator)
  if (value.kind === 'list')
    return list(
      value.items.map((item, index) => (part === 'keys' ? String(index) : part === 'values' ? item : list([String(index), item]))),
      { open: value.open, birth: evaluator.uncertainty },
    )
  if (value.kind !== 'object') return UNKNOWN
  if (value.type === 'Map')
    return listOfEntries(
      value,
      [...value.entries].map(([key, entry]) => [key, part === 'keys' ? key : part === 'values' ? entry : list([key, entry])]),
      evaluator.uncertainty,
    )
  // Integer keys come first, in ascending order, as the language has it.
  const entries = [...value.entries]
    .filter(([key]) => !isSymbol(key) && !value.hidden?.has(key))
    .map(([key, entry]) => [keyText(key), part !== 'keys' && isGetter(entry) ? valueOfGetter(evaluator, entry, value) : entry] as const)
  const isIndex = (key: string): boolean => /^(?:0|[1-9]\d{0,9})$/.test(key)
  const ordered = [
    ...entries.filter(([key]) => isIndex(key)).toSorted(([a], [b]) => Number(a) - Number(b)),
    ...entries.filter(([key]) => !isIndex(key)),
  ]
  return listOfEntries(
    value,
    ordered.map(([key, entry]) => [key, part === 'keys' ? key : part === 'values' ? entry : list([key, entry])]),
    evaluator.uncertainty,
  )
}

/** `isMap`: keys stay what they are, where objects have texts. */
export const objectFromEntries = (value: Value, evaluator: Evaluator, isMap = false): Value => {
  const keyOf = (key: Value): Value => (isMap ? key : propertyKey(key, evaluator))
  const given = evaluator.semantics.iterate(value, 'values', evaluator)
  if (!given) return UNKNOWN
  const result = object([], { birth: evaluator.uncertainty })
  for (const { item, doubt } of partsOf(given)) {
    if (typeof item === 'object' && item?.kind === 'list' && item.items.length >= 2)
      setEntry(result, keyOf(item.items[0]), item.items[1], doubt)
    else openUp(result)
  }
  return result
}
