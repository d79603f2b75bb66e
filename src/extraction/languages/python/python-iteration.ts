/** What a loop over a value visits. */
import { listOfEntries } from '../../evaluation/doubtful-entries.ts'
import { inPlaces, lose, takeOut } from '../../evaluation/doubtful-items.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import type { Iteration } from '../../evaluation/semantics.ts'
import { type ClassValue, either, type ObjectValue, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { exhaust, isIterator } from './python-iterators.ts'
import { distinct } from './python-equality.ts'
import { fieldsOf } from './python-fields.ts'

/** What surely is there, in order; open where there may be more. An iterator is gone through. */
export const iterate = (value: Value, evaluator: Evaluator): Iteration | undefined => {
  const known = peek(value, evaluator)
  if (isIterator(value)) exhaust(value, evaluator)
  return known
}

/** The same of what stays as it is. */
export const peek = (value: Value, evaluator: Evaluator): Iteration | undefined => {
  if (typeof value === 'string') return { items: [...value], open: false }
  if (typeof value !== 'object' || value === null) return undefined
  switch (value.kind) {
    case 'typed':
      return value.type === 'bytes'
        ? { items: Array.from(String(value.value), (character) => character.charCodeAt(0)), open: false }
        : undefined
    case 'list': {
      const items = value.type === 'set' ? distinct(value.items) : [...value.items]
      return {
        items,
        open: value.open,
        isUnordered: value.isUnordered === true || (value.type === 'set' && (items.length > 1 || value.open !== false)),
      }
    }
    case 'object':
      return iterateObject(value, evaluator)
    case 'class':
      return iterateClass(value)
    case 'either':
      return iterateEither(value.options, evaluator)
    default:
      return undefined
  }
}

/** Whichever it is: as far as all are equally long, each place has one of what they have there. */
const iterateEither = (options: readonly Value[], evaluator: Evaluator): Iteration | undefined => {
  const known = options.map((option) => inPlaces(iterate(option, evaluator)))
  const [first] = known
  if (!first || !known.every((one) => one !== undefined && !one.open && one.items.length === first.items.length)) return undefined
  return { items: first.items.map((_item, index) => either(...known.map((one) => one?.items[index]))), open: false }
}

const iterateObject = (value: ObjectValue, evaluator: Evaluator): Iteration | undefined => {
  if (value.prototype === undefined)
    return listOfEntries(
      value,
      [...value.entries.keys()].map((key) => [key, key]),
      0,
    )
  if (typeof value.prototype === 'object' && value.prototype?.kind === 'class') {
    const fields = fieldsOf(value.prototype)
    if (fields?.kind === 'tuple') return { items: fields.fields.map((field) => value.entries.get(field.name)), open: value.open !== false }
    return undefined
  }
  const inner = value.entries.get('%items')
  return inner === undefined ? undefined : evaluator.semantics.iterate(inner, 'values', evaluator)
}

/** An enumeration's members in order of definition, aliases left out. */
const iterateClass = (type: ClassValue): Iteration | undefined => {
  if (!type.members.has('%enum')) return undefined
  const items = [...type.members].flatMap(([name, member]) =>
    typeof member === 'object' && member?.kind === 'object' && member.type === 'enum member' && member.entries.get('name') === name
      ? [member]
      : [],
  )
  return { items, open: type.open !== undefined }
}

/** `next(iterator)`, which takes an item out of it; what is no list then is an iterator all the same. */
export const nextItem = (args: readonly Value[], { evaluator }: { evaluator: Evaluator }): Value => {
  const [items, fallback] = args
  const known = inPlaces(peek(items, evaluator))
  if (!known) return UNKNOWN
  const [first] = known.items
  if (typeof items === 'object' && items?.kind === 'list') {
    evaluator.changes.noteContents(items)
    if (known.isUnordered || (items.open && items.items.length === 0)) lose(items)
    else takeOut(items, 0, evaluator)
  }
  if (known.items.length > 0) return first
  if (!known.open && args.length === 1) evaluator.raise()
  return args.length > 1 && !known.open ? fallback : UNKNOWN
}
