/** What `json.Marshal` writes of a value that is known. */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { type ClassValue, type ListValue, MISSING, type ObjectValue, type Value } from '../../evaluation/value.ts'
import { plainType } from './go-type-names.ts'
import { jsonFileOf } from '../text/json-file.ts'
import { isBytes } from './go-bytes.ts'
import { type JsonField, jsonFieldsOf } from './go-json-fields.ts'
import { goMember } from './go-members.ts'
import { methodNamesOf } from './go-methods.ts'
import { cellOf } from './go-pointers.ts'
import {
  compareValues,
  isBoxed,
  isClass,
  goTypeOf,
  isFloat,
  isList,
  isMap,
  isNil,
  isObject,
  isStructType,
  numberOf,
  POINTER,
  rememberedType,
  unbox,
} from './go-values.ts'

const DEEPEST = 100

/** What stands for bytes that are no UTF-8 is written otherwise than what is one itself. */
const quoted = (text: string): string | undefined =>
  text.includes('\ufffd')
    ? undefined
    : JSON.stringify(text.toWellFormed()).replaceAll(/[<>&\u2028\u2029]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** Slices of bytes are written in base64. */
const holdsBytes = (evaluator: Evaluator, value: ListValue): boolean => {
  const type = goTypeOf(plainType(evaluator, rememberedType(value)))
  const element = type?.kind === 'slice' ? goTypeOf(plainType(evaluator, type.element)) : null
  return element?.kind === 'basic' && /^(?:byte|uint8)$/.test(element.name)
}

/** Whether its type says itself how it is written. */
const writesItself = (type: Value, evaluator: Evaluator): boolean =>
  isClass(type) && methodNamesOf(type, evaluator, { isPointer: true }).some((name) => name === 'MarshalJSON' || name === 'MarshalText')

const typeOf = (value: Value): Value =>
  isList(value) || isMap(value) ? rememberedType(value) : isObject(value) ? value.prototype : undefined

export class JsonEncoding {
  private readonly evaluator: Evaluator
  private readonly fields = new Map<ClassValue, readonly JsonField[] | undefined>()

  constructor(evaluator: Evaluator) {
    this.evaluator = evaluator
  }

  /** Undefined where that isn't known. */
  write(value: Value, depth = 0): string | undefined {
    this.evaluator.step()
    if (depth > DEEPEST || value === undefined || writesItself(typeOf(value), this.evaluator)) return undefined
    if (isNil(value)) return 'null'
    const cell = cellOf(value)
    if (cell) return this.write(cell.get(), depth + 1)
    if (isMap(value)) return this.ofMap(value, depth)
    if (isList(value)) return value.open || holdsBytes(this.evaluator, value) ? undefined : this.ofList(value.items, depth)
    if (isObject(value) && isClass(value.prototype) && isStructType(value.prototype)) return this.ofStruct(value, value.prototype, depth)
    return isBytes(value) || jsonFileOf(value) ? undefined : scalar(value)
  }

  private ofList(items: readonly Value[], depth: number): string | undefined {
    const written = items.map((item) => this.write(item, depth + 1))
    return written.includes(undefined) ? undefined : `[${written.join(',')}]`
  }

  private ofMap(map: ObjectValue, depth: number): string | undefined {
    if (map.open) return undefined
    const entries: [string, string][] = []
    for (const [key, item] of map.entries) {
      const name = writesItself(typeOf(key), this.evaluator) || isFloat(key) ? undefined : nameOf(key)
      const written = this.write(item, depth + 1)
      if (name === undefined || written === undefined) return undefined
      entries.push([name, written])
    }
    const sorted = entries.toSorted(([one], [other]) => compareValues(one, other))
    return `{${sorted.map(([name, written]) => `${quoted(name)}:${written}`).join(',')}}`
  }

  private fieldsOf(type: ClassValue): readonly JsonField[] | undefined {
    if (!this.fields.has(type)) this.fields.set(type, jsonFieldsOf(type, this.evaluator))
    return this.fields.get(type)
  }

  private ofStruct(struct: ObjectValue, type: ClassValue, depth: number): string | undefined {
    const fields = this.fieldsOf(type)
    if (struct.open || !fields) return undefined
    const written: string[] = []
    for (const { name, through, field, options } of fields) {
      const value = this.fieldAt(struct, [...through, field])
      // What a pointer that is nil would lead to is left out.
      if (value === null) continue
      const found = this.write(value.held, depth + 1)
      const isLeftOut = options.includes('omitempty') ? isEmpty(value.held) : false
      if (found === undefined || isLeftOut === undefined || options.includes('omitzero') || options.includes('string')) return undefined
      if (!isLeftOut) written.push(`${quoted(name)}:${found}`)
    }
    return `{${written.join(',')}}`
  }

  private fieldAt(struct: ObjectValue, path: readonly string[]): { held: Value } | null {
    let at: Value = struct
    for (const name of path) {
      if (at === null) return null
      const inner = goMember(this.evaluator, at, name)
      at = inner === MISSING ? undefined : inner
    }
    return { held: at }
  }
}

const scalar = (value: Value): string | undefined => {
  const plain = unbox(value)
  if (typeof plain === 'string') return quoted(plain)
  if (typeof plain === 'boolean' || typeof plain === 'bigint') return String(plain)
  const number = numberOf(plain)
  // Of 32 bits fewer digits are written.
  const isShort = number !== undefined && isFloat(plain) && isBoxed(value) && Math.fround(number) === number && !Number.isInteger(number)
  if (number === undefined || !Number.isFinite(number) || isShort) return undefined
  return Object.is(number, -0) ? '-0' : String(number)
}

/** A key of a map: a text, or a whole number. */
const nameOf = (key: Value): string | undefined => {
  const plain = unbox(key)
  return typeof plain === 'string' ? plain : numberOf(plain)?.toString()
}

/** As `omitempty` has it: false, 0, nil, and what has nothing in it. */
const isEmpty = (value: Value): boolean | undefined => {
  if (isNil(value)) return true
  if (isMap(value)) return value.entries.size === 0
  if (isList(value)) return value.items.length === 0
  if (isObject(value) && (value.type === POINTER || isClass(value.prototype)) && unbox(value) === value) return false
  const plain = unbox(value)
  const number = numberOf(plain)
  if (number !== undefined) return number === 0
  return typeof plain === 'string' || typeof plain === 'boolean' ? plain === '' || plain === false : undefined
}
