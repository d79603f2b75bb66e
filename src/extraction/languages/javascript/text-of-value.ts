/** How JavaScript's own conversions print a value; undefined where that can't be told. */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { callFunction } from '../../evaluation/calls.ts'
import { classMember } from '../../evaluation/members.ts'
import { type ClosureValue, isUndecided, type ListValue, MISSING, type ObjectValue, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { functionName } from './function-name.ts'
import { plainDate } from './dates.ts'
import { isSymbol, LANGUAGE_SYMBOLS, symbolName } from './symbols.ts'

/** An object's own `toString`, or that of its class. */
const toStringOf = (value: ObjectValue, evaluator: Evaluator): ClosureValue | null => {
  const { prototype } = value
  const inherited = typeof prototype === 'object' && prototype?.kind === 'class' ? classMember(evaluator, prototype, 'toString') : undefined
  const found = value.entries.has('toString') ? value.entries.get('toString') : inherited
  return typeof found === 'object' && found?.kind === 'closure' ? found : null
}

/** Members by which an object says otherwise how it is converted. */
const CONVERTING = ['toPrimitive', 'toStringTag']

/** Whether an object or its class has a member, by its name or as the language's symbol. */
const has = ({ entries, prototype }: ObjectValue, evaluator: Evaluator | undefined, name: string, key: Value): boolean =>
  entries.has(key) ||
  (evaluator !== undefined &&
    typeof prototype === 'object' &&
    prototype?.kind === 'class' &&
    classMember(evaluator, prototype, name) !== MISSING)

const convertsItself = (value: ObjectValue, evaluator: Evaluator | undefined): boolean =>
  CONVERTING.some((name) => has(value, evaluator, symbolName(name), LANGUAGE_SYMBOLS[name]))

/** Whether it is another value than its text where an operator asks for one. */
export const hasOtherValue = (value: Value, evaluator: Evaluator): boolean =>
  typeof value === 'object' && value?.kind === 'object' && has(value, evaluator, 'valueOf', 'valueOf')

const textOfObject = (value: ObjectValue, evaluator: Evaluator | undefined): string | undefined => {
  if (convertsItself(value, evaluator)) return undefined
  const own = evaluator && toStringOf(value, evaluator)
  if (own) {
    const given = { arguments: [], keywords: new Map(), open: false, receiver: value, site: null, module: own.module }
    const text = evaluator.deeper((): Value => callFunction(evaluator, own, given), undefined)
    return typeof text === 'string' ? text : undefined
  }
  if (value.type === 'Error') {
    const [name, message] = [value.entries.get('name'), value.entries.get('message')]
    return typeof name === 'string' && typeof message === 'string' ? [name, message].filter((part) => part !== '').join(': ') : undefined
  }
  return value.open || value.type !== undefined || value.prototype !== undefined || value.entries.has('toString')
    ? undefined
    : '[object Object]'
}

/** `String(value)`, template holes and string concatenation. */
export const textOf = (value: Value, evaluator?: Evaluator): string | undefined => {
  if (typeof value !== 'object' || value === null) return String(value)
  switch (value.kind) {
    case 'regex':
      return value.text
    case 'list': {
      if (value.open) return undefined
      if (value.type === 'set') return '[object Set]'
      const parts = value.items.map((item) => (item === undefined || item === null ? '' : textOf(item, evaluator)))
      return parts.includes(undefined) ? undefined : parts.join(',')
    }
    case 'object':
      return textOfObject(value, evaluator)
    default:
      return undefined
  }
}

/** What an object has a member by: a symbol, or a text whatever else is given. */
export const propertyKey = (key: Value, evaluator: Evaluator): Value =>
  isUndecided(key) || isSymbol(key) ? key : (textOf(key, evaluator) ?? UNKNOWN)

/** A property's key as text; keys of the language are primitives. */
export const keyText = (key: Value): string => (typeof key === 'object' && key !== null ? '' : String(key))

/** The plain value behind it, for JSON and printf formats; `undecided` where something inside isn't known. */
export const undecided = Symbol('undecided')

/** Thrown where a function's source is asked for: a runner may have transformed it. */
class UnknownSource extends Error {}

/** What comes of printing plain values; null where a function's source is printed. */
export const printed = <T>(print: () => T): T | null => {
  try {
    return print()
  } catch (error) {
    if (error instanceof UnknownSource) return null
    throw error
  }
}

// On the prototype: properties of its own would be shown.
const FUNCTION: unknown = Object.create(Function.prototype, {
  toString: {
    value: () => {
      throw new UnknownSource('the source of a function')
    },
  },
})

/** Stands for a function or class: most ways of printing tell its name, some its source. */
const plainFunction = (base: object, name: string): unknown =>
  Object.setPrototypeOf(Object.defineProperty(base, 'name', { value: name }), FUNCTION as object)

export const plainOf = (value: Value, depth = 0): unknown => {
  if (typeof value !== 'object' || value === null) return value
  if (depth > 20) return undecided
  switch (value.kind) {
    case 'list':
      return plainList(value, depth)
    case 'object':
      return plainObject(value, depth)
    case 'regex': {
      const end = value.text.lastIndexOf('/')
      try {
        return new RegExp(value.text.slice(1, end), value.text.slice(end + 1))
      } catch {
        return undecided
      }
    }
    case 'closure':
      if (value.facts.accessor) return undecided
      return plainFunction(() => {}, functionName(value))
    case 'class':
      return plainFunction(class {}, functionName(value))
    case 'host':
      return isSymbol(value) ? Symbol(value.name.slice('Symbol('.length, -1)) : undecided
    default:
      return undecided
  }
}

const plainList = (value: ListValue, depth: number): unknown => {
  if (value.open) return undecided
  const items = value.items.map((item) => plainOf(item, depth + 1))
  if (items.includes(undecided)) return undecided
  if (value.type === 'bytes') return Uint8Array.from(items, Number)
  return value.type === 'set' ? new Set(items) : items
}

/** Functions by which an object says itself how it is printed. */
const TELLING = new Set(['toString', 'toJSON', 'valueOf', 'inspect', 'asymmetricMatch'])

const plainObject = (value: ObjectValue, depth: number): unknown => {
  if (value.open || value.prototype !== undefined) return undecided
  if (value.type === 'Date') return plainDate(value) ?? undecided
  if (value.type !== undefined && value.type !== 'Map') return undecided
  if (value.type === 'Map') {
    const pairs = [...value.entries].map(([key, entry]) => [plainOf(key, depth + 1), plainOf(entry, depth + 1)] as const)
    return pairs.some((pair) => pair.includes(undecided)) ? undecided : new Map(pairs)
  }
  // What is only found by a symbol, or isn't shown, is printed by some and not by others.
  if (value.hidden || [...value.entries.keys()].some(isSymbol)) return undecided
  const entries = [...value.entries].map(([key, entry]) => [keyText(key), plainOf(entry, depth + 1)] as const)
  if (entries.some(([key, entry]) => entry === undecided || (typeof entry === 'function' && TELLING.has(key)))) return undecided
  return Object.fromEntries(entries)
}
