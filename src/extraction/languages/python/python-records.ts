/** What dataclasses and named tuples can be asked for beside their fields: copies with changes, their fields as a dictionary. */
import { listOf, mapParts, partsOf } from '../../evaluation/doubtful-items.ts'
import {
  type ClassValue,
  type Invocation,
  list,
  type MissingMember,
  MISSING,
  object,
  type ObjectValue,
  UNKNOWN,
  type Value,
} from '../../evaluation/value.ts'
import { type Native, native } from './python-calls.ts'
import { fieldsOf, initialize, keptFields } from './python-fields.ts'
import { iterate } from './python-iteration.ts'

const DEPTH_LIMIT = 20

const namesOfType = (type: ClassValue): string[] | undefined => {
  const fields = fieldsOf(type)
  return fields && keptFields(fields).map(({ name }) => name)
}

/** The names of an instance's fields; undefined where it is none, or not all of it is known. */
const namesOf = (value: Value): string[] | undefined => {
  if (typeof value !== 'object' || value?.kind !== 'object' || value.open) return undefined
  const type = value.prototype
  return typeof type === 'object' && type?.kind === 'class' ? namesOfType(type) : undefined
}

/** `dataclasses.replace`, `attrs.evolve`: the class is called with the fields of the instance, and these instead. */
export const replace: Native = ([value], invocation) => {
  if (typeof value !== 'object' || value?.kind !== 'object' || value.open) return UNKNOWN
  const type = value.prototype
  const known = typeof type === 'object' && type?.kind === 'class' ? fieldsOf(type) : undefined
  if (!known) return UNKNOWN
  if (known.kind === 'tuple') return replaceInTuple(value, invocation)
  const keywords = new Map(invocation.keywords)
  for (const { name, parameter = name, isInitial } of known.fields)
    if (parameter !== null && !isInitial && !keywords.has(parameter)) keywords.set(parameter, value.entries.get(name))
  return invocation.evaluator.call(type, { ...invocation, arguments: [], expressions: [], keywords, receiver: undefined })
}

/** No constructor runs. */
const replaceInTuple = (value: ObjectValue, { keywords, evaluator }: Invocation): Value => {
  const names = namesOf(value)
  if (!names || ![...keywords.keys()].every((name) => names.includes(name))) return UNKNOWN
  const copy = object([...value.entries, ...keywords], { birth: evaluator.uncertainty })
  copy.prototype = value.prototype
  return copy
}

/** `__attrs_init__`, which a constructor of its own calls. */
export const attrsConstructor = (instance: ObjectValue): Value | MissingMember => {
  const type = instance.prototype
  const fields = typeof type === 'object' && type?.kind === 'class' ? fieldsOf(type) : undefined
  if (fields?.after !== '__attrs_post_init__') return MISSING
  return native(
    '__attrs_init__',
    (_args, invocation) => {
      initialize(instance, fields, invocation)
      return null
    },
    { takesOpen: true },
  )
}

/** Records in records, and in lists and dictionaries, are taken apart too. */
const takenApart = (value: Value, as: 'dictionary' | 'tuple', birth: number, depth = 0): Value => {
  if (depth > DEPTH_LIMIT || typeof value !== 'object' || value === null) return value
  const inner = (one: Value): Value => takenApart(one, as, birth, depth + 1)
  if (value.kind === 'list') return listOf(mapParts(partsOf(value), inner), { type: value.type, birth })
  if (value.kind !== 'object') return value
  const names = namesOf(value)
  if (names) {
    const entries = names.map((name): [Value, Value] => [name, inner(value.entries.get(name))])
    return as === 'dictionary'
      ? object(entries, { birth })
      : list(
          entries.map(([, one]) => one),
          { type: 'tuple', birth },
        )
  }
  if (value.prototype !== undefined) return value
  return object(
    [...value.entries].map(([key, one]) => [key, inner(one)]),
    { open: value.open, birth },
  )
}

const taking =
  (as: 'dictionary' | 'tuple'): Native =>
  ([value], { keywords, evaluator }) =>
    namesOf(value) && keywords.size === 0 ? takenApart(value, as, evaluator.uncertainty) : UNKNOWN

export const asDictionary = taking('dictionary')
export const asTuple = taking('tuple')

/** `dataclasses.fields(type or instance)` */
export const fieldsOfRecord: Native = ([value]) => {
  const type = typeof value === 'object' && value?.kind === 'object' ? value.prototype : value
  const known = typeof type === 'object' && type?.kind === 'class' ? fieldsOf(type) : undefined
  if (known?.kind !== 'record') return UNKNOWN
  return list(
    keptFields(known).map(({ name }) => object([['name', name]], { open: true })),
    { type: 'tuple' },
  )
}

/** Of a named tuple's class or of an instance of it. */
export const namedTupleMember = (target: Value, property: string): Value | MissingMember => {
  if (!/^_(?:fields|make|asdict|replace)$/.test(property) || typeof target !== 'object' || target === null) return MISSING
  const type = target.kind === 'object' ? target.prototype : target
  const known = typeof type === 'object' && type?.kind === 'class' ? fieldsOf(type) : undefined
  if (known?.kind !== 'tuple' || typeof type !== 'object' || type?.kind !== 'class') return MISSING
  const names = known.fields.map(({ name }) => name)
  if (property === '_fields') return list(names, { type: 'tuple' })
  if (property === '_make')
    return native(property, ([items], { evaluator }) => {
      const given = iterate(items, evaluator)
      if (!given || given.open || given.items.length !== names.length) return UNKNOWN
      const made = object(
        names.map((name, index) => [name, given.items[index]]),
        { birth: evaluator.uncertainty },
      )
      made.prototype = type
      return made
    })
  if (target.kind !== 'object' || target.open) return UNKNOWN
  return property === '_asdict'
    ? native(property, (_args, { evaluator }) =>
        object(
          names.map((name) => [name, target.entries.get(name)]),
          { birth: evaluator.uncertainty },
        ),
      )
    : native(property, (_args, invocation) => replaceInTuple(target, invocation))
}
