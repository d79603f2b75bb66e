/**
 * What Go copies and what pointers lead to. Structs, arrays and boxed values are copied when they are stored anywhere;
 * slices and maps are shared. A pointer to a struct has its entries, one to an array its items; one to anything else is a
 * reference to the variable.
 */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { readIndex, readMember } from '../../evaluation/members.ts'
import { assignMember } from '../../evaluation/member-changes.ts'
import { bindPattern } from '../../evaluation/patterns.ts'
import type { Scope } from '../../evaluation/scope.ts'
import {
  either,
  host,
  type HostValue,
  list,
  type ListValue,
  object,
  type ObjectValue,
  UNKNOWN,
  type Value,
} from '../../evaluation/value.ts'
import type { Expression } from '../../facts/program.ts'
import { underlying } from './go-conversion.ts'
import { goMember } from './go-members.ts'
import {
  anew,
  asPointer,
  box,
  float,
  goTypeOf,
  isBoxed,
  isClass,
  isList,
  isListPointer,
  isObject,
  numberOf,
  POINTER,
  rememberedType,
  rememberType,
  rune,
  unbox,
} from './go-values.ts'

/** A variable that a pointer leads to. */
interface Cell {
  get(): Value
  set(value: Value): void
}

const REFERENCE = 'go pointer'

/** Structs and arrays in each other to this depth are copied. */
const MAXIMUM_DEPTH = 12

const referenceTo = (cell: Cell): HostValue =>
  host(REFERENCE, { data: cell, member: (name, evaluator) => (name === '*' ? cell.get() : goMember(evaluator, cell.get(), name)) })

/** Only `referenceTo` makes hosts of this name, with a cell as data. */
export const cellOf = (value: Value): Cell | null =>
  typeof value === 'object' && value?.kind === 'host' && value.name === REFERENCE ? (value.data as Cell) : null

/** A struct, or a value of a named type. */
const isCopied = (value: Value): value is ObjectValue => isObject(value) && value.type === undefined

export const hasArrayType = (evaluator: Evaluator, value: ListValue): boolean => {
  let type = rememberedType(value)
  if (isClass(type)) type = underlying(evaluator, type)
  return goTypeOf(type)?.kind === 'array'
}

export const isArray = (evaluator: Evaluator, value: Value): value is ListValue =>
  isList(value) && !isListPointer(value) && hasArrayType(evaluator, value)

const copyOfObject = (evaluator: Evaluator, value: ObjectValue, depth: number): ObjectValue => {
  const copy = object([], { open: value.open, birth: evaluator.uncertainty })
  for (const [name, field] of value.entries) copy.entries.set(name, copyOf(evaluator, field, depth + 1))
  if (value.prototype !== undefined) copy.prototype = value.prototype
  return copy
}

const copyOfArray = (evaluator: Evaluator, value: ListValue, depth: number): ListValue =>
  rememberType(
    list(
      value.items.map((item) => copyOf(evaluator, item, depth + 1)),
      { open: value.open, birth: evaluator.uncertainty },
    ),
    rememberedType(value),
  )

const copyOf = (evaluator: Evaluator, value: Value, depth: number): Value => {
  if (typeof value !== 'object' || value === null || (value.kind !== 'object' && value.kind !== 'list')) return value
  if (depth > MAXIMUM_DEPTH) return UNKNOWN
  if (isCopied(value)) return copyOfObject(evaluator, value, depth)
  return isArray(evaluator, value) ? copyOfArray(evaluator, value, depth) : value
}

/** A constant has the type of what it is given to, as far as what is there tells that. */
const asFormer = (value: number | bigint, former: Value): Value => {
  if (isBoxed(former) && numberOf(former) !== undefined) return box(value, former.prototype)
  if (typeof former !== 'object' || former?.kind !== 'typed' || typeof value === 'bigint') return value
  return former.type === 'float' ? float(value) : former.type === 'rune' ? rune(value) : value
}

/** What a variable, a field or an element holds that is given a value. */
export const stored = (value: Value, evaluator: Evaluator, former?: Value): Value =>
  typeof value === 'number' || typeof value === 'bigint' ? asFormer(value, former) : copyOf(evaluator, value, 0)

/** Whether it may have more than is known is asked of what the pointer leads to. */
const sharing = <T extends ObjectValue | ListValue>(pointer: T, target: T): T =>
  Object.defineProperty(pointer, 'open', {
    enumerable: true,
    get: () => target.open,
    set: (open: boolean) => {
      target.open = open
    },
  })

const cellAt = (evaluator: Evaluator, expression: Expression, scope: Scope): Cell | null => {
  if (expression.kind === 'name') {
    const { name } = expression
    if (!scope.find(name)) return null
    return {
      get: () => evaluator.evaluate(expression, scope),
      set: (value) => bindPattern(evaluator, { kind: 'name', name }, value, scope, 'assign'),
    }
  }
  if (expression.kind !== 'member') return null
  const target = evaluator.evaluate(expression.object, scope)
  const property = typeof expression.property === 'string' ? expression.property : evaluator.evaluate(expression.property, scope)
  return {
    get: () => (typeof property === 'string' ? readMember(evaluator, target, property) : readIndex(evaluator, target, property)),
    set: (value) => assignMember(evaluator, target, property, value, scope.module),
  }
}

const pointerTo = (evaluator: Evaluator, value: Value): Value | undefined => {
  if (isCopied(value)) return isBoxed(value) ? undefined : sharing({ ...value, type: POINTER }, value)
  if (isArray(evaluator, value)) return asPointer(sharing(anew(value), value))
  return isObject(value) || isList(value) ? value : undefined
}

/** `&variable`. */
export const address = (value: Value, expression: Expression, scope: Scope, evaluator: Evaluator): Value => {
  const pointer = pointerTo(evaluator, value)
  if (pointer !== undefined) return pointer
  const cell = cellAt(evaluator, expression, scope)
  return cell ? referenceTo(cell) : UNKNOWN
}

/** `new(T)` of what is no struct: a variable without a name. */
export const newVariable = (evaluator: Evaluator, zero: Value): Value => {
  if (isCopied(zero) && !isBoxed(zero)) return { ...zero, type: POINTER }
  if (isList(zero) || (isObject(zero) && zero.type !== undefined)) return asPointer(zero)
  let value: Value = zero
  const birth = evaluator.uncertainty
  return referenceTo({
    get: () => value,
    set: (next) => {
      value = evaluator.uncertainty > birth ? either(next, value) : next
    },
  })
}

/** `*pointer` */
export const dereference = (value: Value, evaluator: Evaluator): Value => {
  const cell = cellOf(value)
  if (cell) return cell.get()
  if (typeof value === 'object' && value?.kind === 'either') return either(...value.options.map((option) => dereference(option, evaluator)))
  if (isObject(value) && value.type === POINTER) return copyOfObject(evaluator, value, 0)
  // That of a slice or a map is the slice itself to us, whose own type says so.
  if (isList(value) && isListPointer(value)) {
    const target = anew(value)
    return isArray(evaluator, target) ? copyOfArray(evaluator, target, 0) : value
  }
  return value
}

const insideOf = (boxed: ObjectValue, evaluator: Evaluator): Cell => ({
  get: () => boxed,
  set: (next) => {
    const plain = unbox(next)
    for (const [key, former] of boxed.entries) boxed.entries.set(key, evaluator.uncertainty > boxed.birth ? either(plain, former) : plain)
  },
})

/** The receiver as a method sees it: the variable itself, or a copy. */
export const receiverOf = (value: Value, isPointer: boolean, evaluator: Evaluator): Value => {
  if (!isPointer) return stored(dereference(value, evaluator), evaluator)
  const pointer = pointerTo(evaluator, value)
  if (pointer !== undefined) return pointer
  return isObject(value) && isBoxed(value) ? referenceTo(insideOf(value, evaluator)) : value
}
