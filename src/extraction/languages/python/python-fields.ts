/** Classes whose constructor follows from their fields: dataclasses, named tuples, and what other libraries make alike. */
import { type ClassValue, type Invocation, object, type ObjectValue, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { apply } from './python-calls.ts'
import { baseNames, findMember, methodResolutionOrder } from './python-classes.ts'

export interface ClassField {
  name: string
  /** What the constructor calls it; null where it isn't given to the constructor. */
  parameter: string | null
  /** Not taken by place. */
  keywordOnly?: true
  /** Undefined where it must be given. */
  default?: Value
  /** What is made of a given or default value. */
  converter?: Value
  /** The constructor takes it, for the method that it calls at its end, and keeps nothing of it. */
  isInitial?: true
}

export interface ClassFields {
  kind: 'record' | 'tuple'
  fields: ClassField[]
  /** The method that the constructor calls at its end. */
  after?: string
}

/** Where a class has its fields: `attrs` takes what is made by its functions, `attrs annotated` also what is only annotated. */
export type RecordStyle = 'dataclass' | 'attrs' | 'attrs annotated'

export interface RecordMark {
  readonly style: RecordStyle
  /** No field of the class itself is taken by place. */
  readonly keywordOnly: boolean
  /** Whether its constructor follows from its fields, rather than being one that it has or inherits. */
  readonly constructs: boolean
  /** Whether its text follows from its fields. */
  readonly isShown: boolean
}

const RECORDS = new WeakMap<ClassValue, RecordMark>()

/** Remembers what `@dataclass` and the like were applied to. */
export const markRecord = (type: ClassValue, mark: RecordMark): void => {
  RECORDS.set(type, mark)
}

/** What `attrs.Factory(make)` gives for a default: see library/dataclasses.ts. */
const isFactory = (value: Value): value is ObjectValue =>
  typeof value === 'object' && value?.kind === 'object' && value.type === 'attrs factory'

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
const ownFields = (type: ClassValue, mark: RecordMark | undefined): ClassField[] => {
  const style = mark?.style
  const made = [...type.members].flatMap(([name, given]) => (isField(given) ? [name] : []))
  const annotated = new Map<string, ClassField>()
  let isByPlace = !mark?.keywordOnly
  for (const statement of type.facts.body) {
    if (statement.kind !== 'declare' || statement.pattern.kind !== 'name' || !statement.annotated || statement.annotated === 'ClassVar')
      continue
    const { name } = statement.pattern
    if (statement.annotated === 'KW_ONLY') {
      isByPlace = false
      continue
    }
    const { default: fallback, ...field } = fieldOf(name, statement.value === null ? undefined : type.members.get(name), style)
    if (!isByPlace) field.keywordOnly = true
    if (statement.annotated === 'InitVar') field.isInitial = true
    annotated.set(name, statement.value === null || fallback === undefined ? field : { ...field, default: fallback })
  }
  // Where one that a function made isn't annotated, annotations alone make none.
  const byAnnotation = style !== 'attrs' && (style !== 'attrs annotated' || made.every((name) => annotated.has(name)))
  if (byAnnotation) return [...annotated.values()]
  return made.map((name) => ({ ...fieldOf(name, type.members.get(name), style), ...(isByPlace ? {} : { keywordOnly: true }) }))
}

/** `NamedTuple` is a base of the very class that has fields by it: what is derived of that adds none. */
const isNamedTuple = ({ bases }: ClassValue): boolean =>
  bases.some((base) => {
    const path =
      typeof base === 'object' && base?.kind === 'host' ? base.name : typeof base === 'object' && base?.kind === 'unknown' ? base.path : ''
    return path === 'NamedTuple' || path?.endsWith('.NamedTuple') === true
  })

/** Whether the class itself gets a constructor by its fields. */
export const makesByFields = (type: ClassValue): boolean => RECORDS.get(type)?.constructs === true || isNamedTuple(type)

/** What a class's instances are made by that follows from fields; undefined for a class whose constructor is its own affair. */
export const constructorFields = (type: ClassValue): ClassFields | undefined => {
  for (const one of methodResolutionOrder(type)) {
    if (makesByFields(one)) return fieldsOf(one)
    if (one.members.has('__init__') || one.members.has('__new__')) return undefined
  }
  return baseNames(type).has('BaseModel') ? fieldsOf(type) : undefined
}

/** The fields of a class that has any. */
export const fieldsOf = (type: ClassValue): ClassFields | undefined => {
  const order = methodResolutionOrder(type)
  const bases = baseNames(type)
  const isTuple = bases.has('NamedTuple') && order.some(isNamedTuple)
  const isModel = bases.has('BaseModel')
  const record = order.find((one) => RECORDS.has(one))
  if (!isTuple && !isModel && !record) return undefined
  const fields = new Map<string, ClassField>()
  for (const one of order.toReversed()) {
    const mark = RECORDS.get(one)
    if (isTuple ? !isNamedTuple(one) : !isModel && !mark) continue
    for (const field of ownFields(one, mark)) {
      // What is declared anew moves to the end, but not in the language's own classes.
      if (mark?.style.startsWith('attrs')) fields.delete(field.name)
      fields.set(field.name, field)
    }
  }
  const style = record && RECORDS.get(record)?.style
  return {
    kind: isTuple ? 'tuple' : 'record',
    fields: [...fields.values()],
    ...(style ? { after: style === 'dataclass' ? '__post_init__' : '__attrs_post_init__' } : {}),
  }
}

/** Those that an instance has. */
export const keptFields = ({ fields }: ClassFields): ClassField[] => fields.filter(({ isInitial }) => !isInitial)

/** The names of the fields that `repr` shows in order; undefined where the class has fields of another's making. */
export const shownFields = (type: ClassValue): string[] | undefined => {
  const fields = fieldsOf(type)
  const isPlain = fields?.fields.every(({ default: given }) => !isField(given) || given.entries.get('repr') === true)
  const isShown = methodResolutionOrder(type).every((one) => RECORDS.get(one)?.isShown !== false)
  return fields && isPlain && isShown && !baseNames(type).has('BaseModel') && !type.members.has('__init__')
    ? keptFields(fields).map(({ name }) => name)
    : undefined
}

/** `field(default=…)` and the like: what a field falls back to. */
const fallbackOf = ({ default: given }: ClassField, invocation: Invocation): Value => {
  const fallback = isField(given) && given.entries.has('default') ? given.entries.get('default') : given
  if (!isField(fallback) && !isFactory(fallback)) return fallback
  const factory = fallback.entries.get('factory')
  return typeof factory === 'object' && factory !== null ? apply(factory, [], invocation) : UNKNOWN
}

/** What a field is given, or falls back to; undefined where it is neither. */
const valueOf = (field: ClassField, place: number, invocation: Invocation): { value: Value } | undefined => {
  const { arguments: given, keywords, open } = invocation
  const { parameter } = field
  if (parameter !== null && place >= 0 && place < given.length) return { value: given[place] }
  if (parameter !== null && keywords.has(parameter)) return { value: keywords.get(parameter) }
  if (open && parameter !== null) return { value: UNKNOWN }
  return 'default' in field ? { value: fallbackOf(field, invocation) } : undefined
}

/** An instance with its fields set by what its constructor is given. */
export const construct = (type: ClassValue, fields: ClassFields, invocation: Invocation): ObjectValue => {
  const instance = object([], { birth: invocation.evaluator.uncertainty, open: invocation.open })
  instance.prototype = type
  initialize(instance, fields, invocation)
  return instance
}

/** What the constructor does to an instance. */
export const initialize = (instance: ObjectValue, { fields, after }: ClassFields, invocation: Invocation): void => {
  const type = instance.prototype
  instance.open ||= invocation.open
  const places = fields.filter(({ parameter, keywordOnly }) => parameter !== null && !keywordOnly)
  const initial: Value[] = []
  for (const field of fields) {
    const found = valueOf(field, places.indexOf(field), invocation)
    if (field.isInitial) initial.push(found ? found.value : UNKNOWN)
    else if (found)
      instance.entries.set(field.name, field.converter === undefined ? found.value : apply(field.converter, [found.value], invocation))
    // A method makes it, or the instance is none.
    else instance.entries.set(field.name, UNKNOWN)
  }
  const method = after !== undefined && typeof type === 'object' && type?.kind === 'class' ? findMember(type, after)?.value : undefined
  if (typeof method === 'object' && method?.kind === 'closure') apply({ ...method, receiver: instance }, initial, invocation)
}
