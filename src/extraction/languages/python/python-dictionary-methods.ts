import type { Evaluator } from '../../evaluation/evaluator.ts'
import { isUnknown, list, type MissingMember, MISSING, object, type ObjectValue, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { native, type Native } from './python-calls.ts'
import { findEntry, mayHave } from './python-equality.ts'
import { iterate } from './python-iteration.ts'

type DictionaryMethod = (target: ObjectValue, ...rest: Parameters<Native>) => Value

/** Puts what a mapping or pairs hold, and keywords, into a dictionary. */
export const fill = (target: ObjectValue, source: Value, keywords: ReadonlyMap<string, Value>, evaluator: Evaluator): void => {
  if (typeof source === 'object' && source?.kind === 'object' && source.prototype === undefined) {
    for (const [key, value] of source.entries) target.entries.set(findEntry(target, key)?.key ?? key, value)
    target.open ||= source.open
  } else if (source !== undefined) {
    const pairs = iterate(source, evaluator)
    target.open ||= pairs?.open !== false
    for (const pair of pairs?.items ?? []) {
      const [key, value] = iterate(pair, evaluator)?.items ?? []
      if (key === undefined || isUnknown(key)) target.open = true
      else target.entries.set(findEntry(target, key)?.key ?? key, value)
    }
  }
  for (const [key, value] of keywords) target.entries.set(key, value)
}

/** Before it is changed. */
const changing =
  (method: DictionaryMethod): DictionaryMethod =>
  (target, args, invocation) => {
    invocation.evaluator.changes.noteContents(target)
    return method(target, args, invocation)
  }

const METHODS: Record<string, DictionaryMethod> = {
  keys: (target, _args, { evaluator }) => list([...target.entries.keys()], { open: target.open, birth: evaluator.uncertainty }),
  values: (target, _args, { evaluator }) => list([...target.entries.values()], { open: target.open, birth: evaluator.uncertainty }),
  items: (target, _args, { evaluator }) =>
    list(
      [...target.entries].map(([key, value]) => list([key, value], { type: 'tuple' })),
      { open: target.open, birth: evaluator.uncertainty },
    ),
  get: (target, [key, fallback = null]) => {
    const found = findEntry(target, key)
    if (found) return found.value
    return mayHave(target, key) ? UNKNOWN : fallback
  },
  setdefault: changing((target, [key, fallback = null], { evaluator }) => {
    const found = findEntry(target, key)
    if (found) return found.value
    if (mayHave(target, key) || evaluator.uncertainty > target.birth) {
      target.open = true
      return UNKNOWN
    }
    target.entries.set(key, fallback)
    return fallback
  }),
  pop: changing((target, [key, fallback], { evaluator }) => {
    const found = findEntry(target, key)
    if (evaluator.uncertainty > target.birth) {
      target.open = true
      return UNKNOWN
    }
    if (!found) return mayHave(target, key) ? UNKNOWN : fallback
    target.entries.delete(found.key)
    return found.value
  }),
  update: changing((target, [source], { keywords, evaluator, open }) => {
    if (evaluator.uncertainty > target.birth || open) target.open = true
    else fill(target, source, keywords, evaluator)
    return null
  }),
  copy: (target, _args, { evaluator }) => object(target.entries, { open: target.open, birth: evaluator.uncertainty }),
}

export const dictionaryMember = (target: ObjectValue, property: string): Value | MissingMember => {
  const method = Object.hasOwn(METHODS, property) ? METHODS[property] : undefined
  return method ? native(property, (args, invocation) => method(target, args, invocation), { takesOpen: property === 'update' }) : MISSING
}
