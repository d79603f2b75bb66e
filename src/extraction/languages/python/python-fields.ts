/** Classes whose constructor follows from their fields: dataclasses, named tuples, and what other libraries make alike. */
import { type ClassValue, type Invocation, object, type ObjectValue, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { apply } from './python-calls.ts'
import { baseNames, findMember, methodResolutionOrder } from './python-classes.ts'

export interface ClassField {
  name: string
  /** What the constructor calls it where that is another name; null where it isn't given to the constructor. */
  parameter?: string | null
  /** Not taken by place. */
  keywordOnly?: true
  /** Undefined where it must be given. */
  default?: Value
  /** What is made of a given or default value. */
  converter?: Value
}

export interface ClassFields {
  kind: 'record' | 'tuple'
  fields: ClassField[]
  /** The method that the constructor calls at its end. */
  after?: string
}

/** Where a class has its fields: `attrs` takes what is made by its functions, `attrs annotated` also what is only annotated. */
export type RecordStyle = 'dataclass' | 'attrs' | 'attrs annotated'

const RECORDS = new WeakMap<ClassValue, RecordStyle>()

/** Remembers what `@dataclass` and the like were applied to. */
export const markRecord = (type: ClassValue, style: RecordStyle): void => {
  RECORDS.set(type, style)
}

/** What `field()` and the like made: see library/dataclasses.ts. */
export const isField = (value: Value): value is ObjectValue =>
  typeof value === 'object' && value?.kind === 'object' && value.type === 'field'

const withoutUnderscores = (name: string): string => name.replace(/^_+/, '')

const fieldOf = (name: string, given: Value, style: RecordStyle | undefined): ClassField => {
  const parameter = style?.startsWith('attrs') ? withoutUnderscores(name) : name
  if (!isField(given)) return { name, parameter, default: given }
  const { entries } = given
  const alias = entries.get('alias')
  const field: ClassField = { name, parameter: entries.get('init') === false ? null : typeof alias === 'string' ? alias : parameter }
  if (entries.get('kw_only') === true) field.keywordOnly = true
  if (entries.has('converter')) field.converter = entries.get('converter')
  if (entries.has('default') || entries.has('factory')) field.default = given
  return field
}

/** The fields that a class has itself, in order. */
const ownFields = (type: ClassValue, style: RecordStyle | undefined): ClassField[] => {
  const made = [...type.members].flatMap(([name, given]) => (isField(given) ? [name] : []))
  const annotated = new Map(
    type.facts.body.flatMap((statement): [string, ClassField][] => {
      if (statement.kind !== 'declare' || statement.pattern.kind !== 'name' || !statement.annotated) return []
      const { name } = statement.pattern
      if (statement.value !== null) return [[name, fieldOf(name, type.members.get(name), style)]]
      const { default: _none, ...needed } = fieldOf(name, undefined, style)
      return [[name, needed]]
    }),
  )
  // Where one that a function made isn't annotated, annotations alone make none.
  const byAnnotation = style !== 'attrs' && (style !== 'attrs annotated' || made.every((name) => annotated.has(name)))
  return byAnnotation ? [...annotated.values()] : made.map((name) => fieldOf(name, type.members.get(name), style))
}

/** Undefined for a class whose constructor is its own affair. */
export const fieldsOf = (type: ClassValue): ClassFields | undefined => {
  const order = methodResolutionOrder(type)
  const bases = baseNames(type)
  const isTuple = bases.has('NamedTuple')
  const isModel = bases.has('BaseModel')
  const record = order.find((one) => RECORDS.has(one))
  if (!isTuple && !isModel && !record) return undefined
  const fields = new Map<string, ClassField>()
  for (const one of order.toReversed())
    if (isTuple || isModel || RECORDS.has(one)) for (const field of ownFields(one, RECORDS.get(one))) fields.set(field.name, field)
  const style = record && RECORDS.get(record)
  return {
    kind: isTuple ? 'tuple' : 'record',
    fields: [...fields.values()],
    ...(style ? { after: style === 'dataclass' ? '__post_init__' : '__attrs_post_init__' } : {}),
  }
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
const fallbackOf = ({ default: given }: ClassField, invocation: Invocation): Value => {
  if (!isField(given)) return given
  if (given.entries.has('default')) return given.entries.get('default')
  const factory = given.entries.get('factory')
  return typeof factory === 'object' && factory !== null ? apply(factory, [], invocation) : UNKNOWN
}

/** What a field is given, or falls back to; undefined where it is neither. */
const valueOf = (field: ClassField, place: number, invocation: Invocation): { value: Value } | undefined => {
  const { arguments: given, keywords, open } = invocation
  const { parameter = field.name } = field
  if (parameter !== null && place >= 0 && place < given.length) return { value: given[place] }
  if (parameter !== null && keywords.has(parameter)) return { value: keywords.get(parameter) }
  if (open && parameter !== null) return { value: UNKNOWN }
  return 'default' in field ? { value: fallbackOf(field, invocation) } : undefined
}

/** An instance with its fields set by what its constructor is given. */
export const construct = (type: ClassValue, { fields, after }: ClassFields, invocation: Invocation): ObjectValue => {
  const { evaluator } = invocation
  const instance = object([], { birth: evaluator.uncertainty, open: invocation.open })
  instance.prototype = type
  const places = fields.filter(({ parameter, keywordOnly }) => parameter !== null && !keywordOnly)
  for (const field of fields) {
    const found = valueOf(field, places.indexOf(field), invocation)
    if (found)
      instance.entries.set(field.name, field.converter === undefined ? found.value : apply(field.converter, [found.value], invocation))
    // A method makes it, or the instance is none.
    else if (type.members.has(field.name)) instance.entries.set(field.name, UNKNOWN)
  }
  const method = after === undefined ? undefined : findMember(type, after)?.value
  if (typeof method === 'object' && method?.kind === 'closure') apply({ ...method, receiver: instance }, [], invocation)
  return instance
}
