/** Classes whose constructor follows from their fields: dataclasses, named tuples, and what other libraries make alike. */
import { type ClassValue, type Invocation, object, type ObjectValue, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { apply } from './python-calls.ts'
import { baseNames, methodResolutionOrder } from './python-classes.ts'

export interface ClassField {
  name: string
  /** Undefined where it must be given. */
  default?: Value
}

export interface ClassFields {
  kind: 'record' | 'tuple'
  fields: ClassField[]
}

const RECORDS = new WeakSet<ClassValue>()

/** Remembers what `@dataclass` was applied to. */
export const markRecord = (type: ClassValue): void => {
  RECORDS.add(type)
}

/** Undefined for a class whose constructor is its own affair. */
export const fieldsOf = (type: ClassValue): ClassFields | undefined => {
  const order = methodResolutionOrder(type)
  const bases = baseNames(type)
  const isTuple = bases.has('NamedTuple')
  const isModel = bases.has('BaseModel')
  if (!isTuple && !isModel && !order.some((one) => RECORDS.has(one))) return undefined
  const fields = new Map<string, ClassField>()
  for (const one of order.toReversed())
    for (const statement of one.facts.body) {
      if (statement.kind !== 'declare' || statement.pattern.kind !== 'name' || statement.annotated !== true) continue
      const { name } = statement.pattern
      const given = one.members.get(name)
      fields.set(name, statement.value === null ? { name } : { name, default: given })
    }
  return { kind: isTuple ? 'tuple' : 'record', fields: [...fields.values()] }
}

/** The names of the fields that `repr` shows in order; undefined where the class has fields of another's making. */
export const shownFields = (type: ClassValue): string[] | undefined => {
  const fields = fieldsOf(type)
  const isPlain = fields?.fields.every(
    ({ default: given }) =>
      typeof given !== 'object' || given?.kind !== 'object' || given.type !== 'field' || given.entries.get('repr') === true,
  )
  return fields && isPlain && !baseNames(type).has('BaseModel') && !type.members.has('__init__')
    ? fields.fields.map(({ name }) => name)
    : undefined
}

/** `field(default=…)` and the like: what a field falls back to. */
const fallbackOf = (field: ClassField, invocation: Invocation): Value => {
  const { default: given } = field
  if (typeof given !== 'object' || given?.kind !== 'object' || given.type !== 'field') return given
  if (given.entries.has('default')) return given.entries.get('default')
  const factory = given.entries.get('factory')
  return typeof factory === 'object' && factory !== null ? apply(factory, [], invocation) : UNKNOWN
}

/** An instance with its fields set by what its constructor is given. */
export const construct = (type: ClassValue, { fields }: ClassFields, invocation: Invocation): ObjectValue => {
  const instance = object([], { birth: invocation.evaluator.uncertainty, open: invocation.open })
  instance.prototype = type
  fields.forEach((field, index) => {
    if (index < invocation.arguments.length) instance.entries.set(field.name, invocation.arguments[index])
    else if (invocation.keywords.has(field.name)) instance.entries.set(field.name, invocation.keywords.get(field.name))
    else if (invocation.open) instance.entries.set(field.name, UNKNOWN)
    else if ('default' in field) instance.entries.set(field.name, fallbackOf(field, invocation))
  })
  return instance
}
