import { doubtEntry, doubtOf, listOfEntries, mayHaveOthers, openUp, removeEntry, setEntry } from '../../evaluation/doubtful-entries.ts'
import { GAP, mayNotHappen, partsOf } from '../../evaluation/doubtful-items.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import {
  either,
  isUnknown,
  list,
  type MissingMember,
  MISSING,
  object,
  type ObjectValue,
  UNKNOWN,
  type Value,
} from '../../evaluation/value.ts'
import { native, type Native } from './python-calls.ts'
import { findEntry, mayHave } from './python-equality.ts'
import { iterate } from './python-iteration.ts'

type DictionaryMethod = (target: ObjectValue, ...rest: Parameters<Native>) => Value

/** Puts what a mapping or pairs hold, and keywords, into a dictionary. */
export const fill = (target: ObjectValue, source: Value, keywords: ReadonlyMap<string, Value>, evaluator: Evaluator): void => {
  if (typeof source === 'object' && source?.kind === 'object' && source.prototype === undefined) {
    for (const [key, value] of source.entries) setEntry(target, findEntry(target, key)?.key ?? key, value, doubtOf(source, key))
    if (mayHaveOthers(source)) openUp(target)
  } else if (source !== undefined) {
    const pairs = iterate(source, evaluator)
    for (const { item, doubt } of pairs ? partsOf(pairs) : [GAP]) {
      const [key, value] = iterate(item, evaluator)?.items ?? []
      if (key === undefined || isUnknown(key)) openUp(target)
      else setEntry(target, findEntry(target, key)?.key ?? key, value, doubt)
    }
  }
  for (const [key, value] of keywords) setEntry(target, key, value)
}

/** Before it is changed. */
const changing =
  (method: DictionaryMethod): DictionaryMethod =>
  (target, args, invocation) => {
    invocation.evaluator.changes.noteContents(target)
    return method(target, args, invocation)
  }

const listing =
  (item: (key: Value, value: Value) => Value): DictionaryMethod =>
  (target, _args, { evaluator }) =>
    listOfEntries(
      target,
      [...target.entries].map(([key, value]) => [key, item(key, value)]),
      evaluator.uncertainty,
    )

const METHODS: Record<string, DictionaryMethod> = {
  keys: listing((key) => key),
  values: listing((_key, value) => value),
  items: listing((key, value) => list([key, value], { type: 'tuple' })),
  get: (target, [key, fallback = null]) => {
    const found = findEntry(target, key)
    if (found) return doubtOf(target, found.key) ? either(found.value, fallback) : found.value
    return mayHave(target, key) ? UNKNOWN : fallback
  },
  setdefault: changing((target, [key, fallback = null], { evaluator }) => {
    const found = findEntry(target, key)
    const doubt = found && doubtOf(target, found.key)
    if (found && !doubt) return found.value
    if (mayHave(target, key) || mayNotHappen(target, evaluator)) {
      openUp(target)
      return UNKNOWN
    }
    const value = found ? either(found.value, fallback) : fallback
    setEntry(target, found?.key ?? key, value)
    return value
  }),
  pop: changing((target, [key, fallback], { evaluator }) => {
    const found = findEntry(target, key)
    if (mayNotHappen(target, evaluator)) {
      if (found) doubtEntry(target, found.key, 'once')
      else openUp(target)
      return UNKNOWN
    }
    if (!found) return mayHave(target, key) ? UNKNOWN : fallback
    const isSure = doubtOf(target, found.key) === undefined
    removeEntry(target, found.key)
    return isSure ? found.value : either(found.value, fallback)
  }),
  update: changing((target, [source], { keywords, evaluator, open }) => {
    if (mayNotHappen(target, evaluator) || open) openUp(target)
    else fill(target, source, keywords, evaluator)
    return null
  }),
  copy: (target, _args, { evaluator }) => object(target.entries, { open: target.open, birth: evaluator.uncertainty }),
}

export const dictionaryMember = (target: ObjectValue, property: string): Value | MissingMember => {
  const method = Object.hasOwn(METHODS, property) ? METHODS[property] : undefined
  return method ? native(property, (args, invocation) => method(target, args, invocation), { takesOpen: property === 'update' }) : MISSING
}
