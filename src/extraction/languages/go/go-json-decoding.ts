/** How `encoding/json` fills a value of a type that is known with what parsed JSON says. */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { type ClassValue, isUnknown, list, MISSING, type ObjectValue, UNKNOWN, type Value } from '../../evaluation/value.ts'
import type { Expression } from '../../facts/program.ts'
import { capacityOf, sliceOf } from './go-backing.ts'
import { universalType } from './go-builtins.ts'
import { convert, emptyMap, toBasic, underlying, zeroValue } from './go-conversion.ts'
import { fieldFor, type JsonField, jsonFieldsOf } from './go-json-fields.ts'
import { addKey, keysLike } from './go-map-keys.ts'
import { goMember } from './go-members.ts'
import { methodNamesOf } from './go-methods.ts'
import { cellOf, newVariable } from './go-pointers.ts'
import {
  box,
  float,
  goTypeOf,
  type GoType,
  isClass,
  isList,
  isMap,
  isNil,
  isObject,
  isStructType,
  POINTER,
  rememberedType,
  rememberType,
  typeValue,
  unbox,
} from './go-values.ts'

/** Interfaces that anything is. */
const EMPTY = new Set(['any', 'interface{}'])

/** Of a value that may be given another. */
export const typeOfVariable = (value: Value): Value => {
  if (isList(value) || isMap(value)) return rememberedType(value) ?? UNKNOWN
  if (isObject(value)) return value.prototype ?? UNKNOWN
  if (typeof value === 'string') return universalType('string')
  if (typeof value === 'boolean') return universalType('bool')
  if (typeof value === 'number') return universalType('int')
  const isNumber = typeof value === 'object' && value?.kind === 'typed' && (value.type === 'float' || value.type === 'rune')
  return isNumber ? universalType(value.type === 'float' ? 'float64' : 'rune') : UNKNOWN
}

type Literal = string | number | boolean | null

const isObjectLiteral = (json: Expression): json is Expression & { kind: 'object' } => json.kind === 'object'

export class JsonDecoding {
  /** Whether something isn't of the type that it should be; the rest is there all the same. */
  failed = false
  /** Whether all that was decoded is known. */
  isKnown = true
  private readonly evaluator: Evaluator
  private readonly isStrict: boolean
  private readonly fields = new Map<ClassValue, readonly JsonField[] | undefined>()
  private readonly decoders = new Map<ClassValue, boolean>()
  /** What `any` holds of lists and objects. */
  private readonly anyList = { kind: 'slice', element: universalType('any') } as const
  private readonly anyMap = { kind: 'map', key: universalType('string'), element: universalType('any') } as const

  /** `isStrict`: names that stand for no field are errors. */
  constructor(evaluator: Evaluator, isStrict: boolean) {
    this.evaluator = evaluator
    this.isStrict = isStrict
  }

  /** What a variable of a type holds afterwards that held `former`, which is changed in place where it can be. */
  decode(type: Value, json: Expression, former: Value): Value {
    return this.evaluator.deeper(() => this.decodeInner(type, json, former), UNKNOWN)
  }

  private decodeInner(type: Value, json: Expression, former: Value): Value {
    this.evaluator.step()
    if (isClass(type)) return this.toClass(type, json, former)
    const goType = goTypeOf(type)
    switch (goType?.kind) {
      case 'basic':
        return this.toBasic(type, goType.name, json, former)
      case 'slice':
      case 'array':
        return this.toList(type, goType, json, former)
      case 'map':
        return this.toMap(type, goType, json, former)
      case 'pointer':
        return this.toPointer(goType.to, json, former)
      case 'named':
        return this.toNamed(goType.prototype, json, former)
      case 'opaque':
        return EMPTY.has(goType.name) && (former === null || !this.leadsOn(former)) ? this.toAnything(json) : this.unknown()
      default:
        return this.unknown()
    }
  }

  private unknown(): Value {
    this.isKnown = false
    return UNKNOWN
  }

  private mismatch(former: Value): Value {
    this.failed = true
    return former
  }

  /** What an interface holds is filled where it is a pointer. */
  private leadsOn(value: Value): boolean {
    return isUnknown(value) || cellOf(value) !== null || (isObject(value) && value.type === POINTER)
  }

  private toClass(type: ClassValue, json: Expression, former: Value): Value {
    if (this.decodesItself(type)) return this.unknown()
    if (isStructType(type)) return this.toStruct(type, json, former)
    const under = underlying(this.evaluator, type)
    if (goTypeOf(under)?.kind === 'opaque' || under === type) return this.decode(under === type ? UNKNOWN : under, json, former)
    const made = this.decode(under, json, isList(former) || isMap(former) ? former : unbox(former))
    if (isUnknown(made)) return made
    if (isClass(under)) return convert(this.evaluator, type, made)
    return isList(made) || isMap(made) ? rememberType(made, type) : box(unbox(made), type)
  }

  private decodesItself(type: ClassValue): boolean {
    const known = this.decoders.get(type)
    if (known !== undefined) return known
    const names = methodNamesOf(type, this.evaluator, { isPointer: true })
    const found = names.includes('UnmarshalJSON') || names.includes('UnmarshalText')
    this.decoders.set(type, found)
    return found
  }

  private fieldsOf(type: ClassValue): readonly JsonField[] | undefined {
    if (!this.fields.has(type)) this.fields.set(type, jsonFieldsOf(type, this.evaluator))
    return this.fields.get(type)
  }

  private toStruct(type: ClassValue, json: Expression, former: Value): Value {
    const fields = this.fieldsOf(type)
    const target = former === undefined || former === null ? zeroValue(this.evaluator, type) : former
    if (!fields || !isObject(target)) return this.unknown()
    if (isNull(json)) return target
    if (!isObjectLiteral(json)) return this.mismatch(target)
    for (const entry of json.entries) {
      if ('kind' in entry || typeof entry.key !== 'string') return this.unknown()
      const field = fieldFor(entry.key.toWellFormed(), fields)
      if (field) this.fill(target, field, entry.value)
      else if (this.isStrict) this.failed = true
    }
    return target
  }

  private fill(struct: ObjectValue, field: JsonField, json: Expression): void {
    let owner = struct
    for (const name of field.through) {
      const inner = this.embedded(owner, name)
      if (!inner) {
        this.isKnown = false
        struct.open = true
        return
      }
      owner = inner
    }
    const former = goMember(this.evaluator, owner, field.field)
    const value = field.options.includes('string') ? this.unknown() : this.decode(field.type, json, former === MISSING ? UNKNOWN : former)
    owner.entries.set(field.field, value)
  }

  /** An embedded struct; a pointer that is nil is given one. */
  private embedded(owner: ObjectValue, name: string): ObjectValue | null {
    const inner = goMember(this.evaluator, owner, name)
    if (inner !== MISSING && isObject(inner)) return inner
    const type = isClass(owner.prototype) ? this.pointedTo(owner.prototype, name) : undefined
    if (inner !== null || type === undefined || !/^\p{Lu}/u.test(name)) return null
    const made = newVariable(this.evaluator, zeroValue(this.evaluator, type))
    if (!isObject(made)) return null
    owner.entries.set(name, made)
    return made
  }

  private pointedTo(type: ClassValue, name: string): Value {
    const written = (type.facts.keywords ?? []).find((field) => field.name === `.${name}`)?.value
    return written?.kind === 'unary' && written.operator === '*' ? this.evaluator.evaluate(written.operand, type.scope) : undefined
  }

  private toPointer(to: Value, json: Expression, former: Value): Value {
    if (isNull(json)) return null
    const pointer = former === null ? newVariable(this.evaluator, zeroValue(this.evaluator, to)) : former
    const cell = cellOf(pointer)
    if (cell) {
      cell.set(this.decode(to, json, cell.get()))
      return pointer
    }
    // What leads to a struct has its entries, one to a slice or a map is that to us.
    if (!isObject(pointer) || !isClass(to) || !isStructType(to)) return this.unknown()
    const made = this.decode(to, json, pointer)
    return isUnknown(made) ? made : pointer
  }

  private toNamed(prototype: Value, json: Expression, former: Value): Value {
    const made = this.toBasic(universalType('int64'), 'int64', json, undefined)
    return made === undefined ? former : isUnknown(made) ? made : box(unbox(made), prototype)
  }

  private toBasic(type: Value, name: string, json: Expression, former: Value): Value {
    const value = literalOf(json)
    if (value === null) return former
    if (name === 'string') return typeof value === 'string' ? value.toWellFormed() : this.mismatch(former)
    if (name === 'bool') return typeof value === 'boolean' ? value : this.mismatch(former)
    if (typeof value !== 'number' || name.startsWith('complex')) return this.mismatch(former)
    return this.toNumber(type, name, value, isWrittenAsFloat(json), former)
  }

  /** `isFraction`: it is written as `1.0` or `1e3`, which is no integer. */
  private toNumber(type: Value, name: string, value: number, isFraction: boolean, former: Value): Value {
    if (name.startsWith('float')) {
      const isTooLarge = !Number.isFinite(name === 'float32' ? Math.fround(value) : value)
      return isTooLarge ? this.mismatch(former) : name === 'float64' ? float(value) : convert(this.evaluator, type, value)
    }
    if (isFraction || !Number.isInteger(value)) return this.mismatch(former)
    // Of larger ones not all digits were kept when the text was read.
    if (!Number.isSafeInteger(value)) return this.unknown()
    const wanted = name === 'rune' ? 'int32' : name
    return toBasic(wanted, value) === value + 0 ? convert(this.evaluator, type, value + 0) : this.mismatch(former)
  }

  private toList(type: Value, { kind, element, ...rest }: GoType & { kind: 'slice' | 'array' }, json: Expression, former: Value): Value {
    if (isNull(json)) return kind === 'slice' ? zeroValue(this.evaluator, type) : former
    const name = goTypeOf(element)
    // A slice of bytes is written in base64.
    if (kind === 'slice' && name?.kind === 'basic' && /^(?:byte|uint8)$/.test(name.name)) return this.unknown()
    if (json.kind !== 'array') return this.mismatch(former)
    const held = isList(former) ? former.items : []
    // What the array behind the slice's end still holds would come to light again.
    if (isList(former) && !isNil(former) && held.length < json.items.length && capacityOf(former) !== held.length) return this.unknown()
    const items = json.items.map((item, at): Value => {
      if (!item || item.kind === 'spread') return this.unknown()
      return this.decode(element, item, at < held.length ? held[at] : zeroValue(this.evaluator, element))
    })
    const length = 'length' in rest ? rest.length : null
    if (kind === 'array') {
      if (length === null) return this.unknown()
      items.length = Math.min(items.length, length)
      while (items.length < Math.min(length, 1000)) items.push(zeroValue(this.evaluator, element))
    }
    // The array stays the same, and with it what is behind the end.
    if (kind === 'slice' && isList(former) && !former.open && items.length > 0 && items.length <= held.length) {
      items.forEach((item, at) => void (held[at] = item))
      return sliceOf(former, 0, items.length, undefined)
    }
    return rememberType(list(items, { birth: this.evaluator.uncertainty }), type)
  }

  private toMap(type: Value, { key: keyType, element }: GoType & { kind: 'map' }, json: Expression, former: Value): Value {
    if (isNull(json)) return zeroValue(this.evaluator, type)
    if (!isObjectLiteral(json)) return this.mismatch(former)
    const made = isMap(former) && !isNil(former) ? former : emptyMap(this.evaluator, type)
    for (const entry of json.entries) {
      const key = 'kind' in entry || typeof entry.key !== 'string' ? this.unknown() : this.keyOf(keyType, entry.key.toWellFormed())
      const value = 'kind' in entry ? UNKNOWN : this.decode(element, entry.value, zeroValue(this.evaluator, element))
      const { found, isFound } = keysLike(made, key)
      if (isUnknown(key)) made.open = true
      else if (isFound) made.entries.set(found, value)
      else addKey(made, key, value)
    }
    return made
  }

  private keyOf(type: Value, key: string): Value {
    if (isClass(type) && (isStructType(type) || this.decodesItself(type))) return this.unknown()
    const under = goTypeOf(isClass(type) ? underlying(this.evaluator, type) : type)
    if (under?.kind !== 'basic') return this.unknown()
    if (under.name === 'string') return convert(this.evaluator, type, key)
    const number = /^-?\d+$/.test(key) && Number.isSafeInteger(Number(key)) ? Number(key) : undefined
    return number !== undefined && toBasic(under.name, number) === number ? convert(this.evaluator, type, number) : this.unknown()
  }

  /** As `any` has it. */
  private toAnything(json: Expression): Value {
    if (json.kind === 'array') return this.toList(typeValue(this.anyList), this.anyList, json, null)
    if (isObjectLiteral(json)) return this.toMap(typeValue(this.anyMap), this.anyMap, json, null)
    const value = literalOf(json)
    if (value === undefined) return this.unknown()
    if (typeof value === 'number') return Number.isFinite(value) ? float(value) : this.mismatch(null)
    return typeof value === 'string' ? value.toWellFormed() : value
  }
}

/** Of numbers only `-0` is written with a sign of its own (see lower-json.ts). */
const literalOf = (json: Expression): Literal | undefined =>
  json.kind === 'literal' ? json.value : json.kind === 'unary' && json.operator === '-' ? -0 : undefined

const isWrittenAsFloat = (json: Expression): boolean =>
  json.kind === 'unary' ? isWrittenAsFloat(json.operand) : json.kind === 'literal' && json.type === 'float'

const isNull = (json: Expression): boolean => json.kind === 'literal' && json.value === null
