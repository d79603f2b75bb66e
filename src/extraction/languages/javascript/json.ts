/** `JSON`, and copies of what is as plain as that. */
import { isGetter, valueOfGetter } from '../../evaluation/accessors.ts'
import { mapEntries, removeEntry } from '../../evaluation/doubtful-entries.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { readMember } from '../../evaluation/members.ts'
import { type ClosureValue, type Invocation, isUnknown, list, object, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { isPlainJson, jsonFileOf } from '../text/json-file.ts'
import { callback } from './callback.ts'
import { errorOf } from './library-objects.ts'
import { entriesOf } from './list-methods.ts'
import { keyText, plainOf, undecided } from './text-of-value.ts'

const MAXIMUM_DEPTH = 100
const MAXIMUM_TEXT = 1_000_000

/** A plain value as one of the program's own. */
export const valueOfPlain = (plain: unknown, evaluator: Evaluator, depth = 0): Value => {
  if (depth > MAXIMUM_DEPTH) return UNKNOWN
  const options = { birth: evaluator.uncertainty }
  if (Array.isArray(plain)) {
    return list(
      plain.map((item) => valueOfPlain(item, evaluator, depth + 1)),
      options,
    )
  }
  if (typeof plain === 'object' && plain !== null)
    return object(
      Object.entries(plain).map(([key, item]): [Value, Value] => [key, valueOfPlain(item, evaluator, depth + 1)]),
      options,
    )
  return typeof plain === 'string' || typeof plain === 'number' || typeof plain === 'boolean' || plain === null ? plain : undefined
}

/** A copy that shares nothing; what can't be copied is unknown. */
export const cloneOf = (value: Value, evaluator: Evaluator, depth = 0): Value => {
  if (typeof value !== 'object' || value === null || value.kind === 'regex') return value
  if (depth > MAXIMUM_DEPTH) return UNKNOWN
  evaluator.step()
  const inner = (item: Value): Value => cloneOf(item, evaluator, depth + 1)
  if (value.kind === 'list') return list(value.items.map(inner), { open: value.open, birth: evaluator.uncertainty })
  if (value.kind !== 'object') return UNKNOWN
  const { prototype: _prototype, hidden, ...own } = value
  const copy = { ...mapEntries(own, inner), birth: evaluator.uncertainty }
  for (const key of hidden ?? []) removeEntry(copy, key)
  return copy
}

/** What a reviver makes of a value, from the inside out. */
const revived = (value: Value, key: string, holder: Value, reviver: ClosureValue, invocation: Invocation): Value => {
  if (typeof value === 'object' && value?.kind === 'list')
    value.items = value.items.map((item, at) => revived(item, String(at), value, reviver, invocation))
  if (typeof value === 'object' && value?.kind === 'object')
    for (const [name, item] of value.entries) {
      const made = revived(item, keyText(name), value, reviver, invocation)
      if (made === undefined) value.entries.delete(name)
      else value.entries.set(name, made)
    }
  return callback(invocation, bound(reviver, holder), [key, value])
}

export const parseJson = (invocation: Invocation): Value => {
  const { arguments: [text, reviver], evaluator } = invocation // prettier-ignore
  if (reviver !== undefined && reviver !== null) {
    if (!isClosure(reviver)) return UNKNOWN
    const value = parseJson({ ...invocation, arguments: [text] })
    return isUnknown(value) ? UNKNOWN : revived(value, '', object([['', value]], { birth: evaluator.uncertainty }), reviver, invocation)
  }
  const module = jsonFileOf(text)
  if (module && evaluator.load(module) && isPlainJson(module)) return cloneOf(module.exports.get('default')?.(), evaluator)
  if (typeof text !== 'string' || text.length > MAXIMUM_TEXT) return UNKNOWN
  let plain: unknown
  try {
    plain = JSON.parse(text)
  } catch {
    evaluator.raise(errorOf('SyntaxError')({ ...invocation, arguments: [UNKNOWN] }))
    return UNKNOWN
  }
  return valueOfPlain(plain, evaluator)
}

/** A value as `JSON.stringify` goes through it: what objects say of themselves, and no names that it leaves out. */
const plainForJson = (value: Value, key: string, holder: Value, writing: Writing, depth = 0): unknown => {
  const { invocation, replacer } = writing
  const { evaluator } = invocation
  evaluator.step()
  if (depth > MAXIMUM_DEPTH) return undecided
  let at = value
  if (typeof at === 'object' && at?.kind === 'object' && at.type !== 'Date') {
    const own = readMember(evaluator, at, 'toJSON')
    if (isUnknown(own)) return undecided
    if (own !== undefined) at = callback({ ...invocation, receiver: at }, bound(own, at), [key])
  }
  if (replacer) at = callback(invocation, bound(replacer, holder), [key, at])
  const inside = (item: Value, name: string): unknown => plainForJson(item, name, at, writing, depth + 1)
  if (typeof at === 'object' && at?.kind === 'closure') return undefined
  if (typeof at === 'object' && at?.kind === 'regex') return {}
  if (typeof at === 'object' && at?.kind === 'list' && at.type === 'list') {
    const items = at.open ? [undecided] : at.items.map((item, index) => inside(item, String(index)))
    return items.includes(undecided) ? undecided : items
  }
  if (typeof at !== 'object' || at?.kind !== 'object' || at.type === 'Date') return plainOf(at)
  if (at.open || (at.type !== undefined && at.type !== 'Map')) return undecided
  if (at.type === 'Map') return {}
  const { entries } = at
  const names = entriesOf(at, 'keys', evaluator)
  const entriesGiven = typeof names === 'object' && names?.kind === 'list' ? names.items : []
  const written = entriesGiven
    .filter((name): name is string => typeof name === 'string' && !name.startsWith('#') && (writing.names?.includes(name) ?? true))
    .map((name) => {
      const own = entries.has(name) ? entries.get(name) : entries.get(Number(name))
      return [name, inside(isGetter(own) ? valueOfGetter(evaluator, own, at) : own, name)] as const
    })
  return written.some(([, item]) => item === undecided) ? undecided : Object.fromEntries(written)
}

interface Writing {
  readonly invocation: Invocation
  readonly replacer: ClosureValue | null
  /** The only names to write. */
  readonly names: readonly string[] | null
}

/** A function with the object that it is called on. */
const bound = (callee: Value, receiver: Value): Value => (isClosure(callee) && !callee.facts.arrow ? { ...callee, receiver } : callee)

const isClosure = (value: Value): value is ClosureValue => typeof value === 'object' && value?.kind === 'closure'

export const stringifyJson = (invocation: Invocation): Value => {
  const { arguments: [value, given, space], evaluator } = invocation // prettier-ignore
  const isNames = typeof given === 'object' && given?.kind === 'list'
  if ((given !== undefined && given !== null && !isClosure(given) && !isNames) || (isNames && given.open)) return UNKNOWN
  const writing: Writing = { invocation, replacer: isClosure(given) ? given : null, names: isNames ? given.items.map(keyText) : null }
  const plain = plainForJson(value, '', object([['', value]], { birth: evaluator.uncertainty }), writing)
  if (plain === undecided || typeof plain === 'bigint' || (typeof space === 'object' && space !== null)) return UNKNOWN
  try {
    return JSON.stringify(plain, null, typeof space === 'number' || typeof space === 'string' ? space : undefined)
  } catch {
    return UNKNOWN
  }
}
