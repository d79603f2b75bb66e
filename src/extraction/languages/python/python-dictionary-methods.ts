import { doubtEntry, doubtOf, listOfEntries, mayHaveOthers, openUp, removeEntry, setEntry } from '../../evaluation/doubtful-entries.ts'
import { doubtNow, GAP, mayNotHappen, partsOf } from '../../evaluation/doubtful-items.ts'
import { follow } from '../../evaluation/followers.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import {
  type Doubt,
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
import { isShownOtherwise, showOtherwise } from './python-text.ts'

type DictionaryMethod = (target: ObjectValue, ...rest: Parameters<Native>) => Value

/** Puts what a mapping or pairs hold, and keywords, into a dictionary; `doubt`: what that is under where it only may happen. */
export const fill = (
  target: ObjectValue,
  source: Value,
  keywords: ReadonlyMap<string, Value>,
  evaluator: Evaluator,
  doubt?: Doubt,
): void => {
  if (typeof source === 'object' && source?.kind === 'object' && source.prototype === undefined) {
    for (const [key, value] of source.entries) setEntry(target, findEntry(target, key)?.key ?? key, value, doubtOf(source, key) ?? doubt)
    if (mayHaveOthers(source)) openUp(target)
  } else if (source !== undefined) {
    const pairs = iterate(source, evaluator)
    for (const { item, doubt: own } of pairs ? partsOf(pairs) : [GAP]) {
      const [key, value] = iterate(item, evaluator)?.items ?? []
      if (key === undefined || isUnknown(key)) openUp(target)
      else setEntry(target, findEntry(target, key)?.key ?? key, value, own ?? doubt)
    }
  }
  for (const [key, value] of keywords) setEntry(target, key, value, doubt)
}

/** The doubt that a change of it is under now; undefined where it surely happens. */
const doubtOfChange = (target: ObjectValue, evaluator: Evaluator): Doubt | undefined =>
  mayNotHappen(target, evaluator) ? doubtNow(evaluator) : undefined

/** Before it is changed. */
const changing =
  (method: DictionaryMethod): DictionaryMethod =>
  (target, args, invocation) => {
    invocation.evaluator.changes.noteContents(target)
    return method(target, args, invocation)
  }

const listing =
  (item: (key: Value, value: Value) => Value): DictionaryMethod =>
  (target, _args, { evaluator }) => {
    const made = listOfEntries(
      target,
      [...target.entries].map(([key, value]) => [key, item(key, value)]),
      evaluator.uncertainty,
    )
    follow(made, target)
    return showOtherwise(made)
  }

/** Any of its entries may be gone. */
const doubtAll = (target: ObjectValue): void => {
  for (const key of target.entries.keys()) if (!doubtOf(target, key)) doubtEntry(target, key, 'once')
}

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
    if (mayHave(target, key)) {
      openUp(target)
      return UNKNOWN
    }
    const value = found ? either(found.value, fallback) : fallback
    setEntry(target, found?.key ?? key, value, doubtOfChange(target, evaluator))
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
    if (open) openUp(target)
    fill(target, source, keywords, evaluator, doubtOfChange(target, evaluator))
    return null
  }),
  clear: changing((target, _args, { evaluator }) => {
    if (mayNotHappen(target, evaluator)) doubtAll(target)
    else {
      target.entries.clear()
      target.open = false
    }
    return null
  }),
  popitem: changing((target, _args, { evaluator }) => {
    if (target.open || mayNotHappen(target, evaluator)) {
      doubtAll(target)
      return UNKNOWN
    }
    const last = [...target.entries].at(-1)
    if (!last) return UNKNOWN
    removeEntry(target, last[0])
    return list(last, { type: 'tuple' })
  }),
  copy: (target, _args, { evaluator }) => {
    const copy = object(target.entries, { open: target.open, birth: evaluator.uncertainty })
    return isShownOtherwise(target) ? showOtherwise(copy) : copy
  },
}

export const dictionaryMember = (target: ObjectValue, property: string): Value | MissingMember => {
  const method = Object.hasOwn(METHODS, property) ? METHODS[property] : undefined
  return method ? native(property, (args, invocation) => method(target, args, invocation), { takesOpen: property === 'update' }) : MISSING
}
