/** What every Go file has without declaring it. */
import { GAP, listOf } from '../../evaluation/doubtful-items.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { host, type HostValue, type Invocation, list, MISSING, type MissingMember, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { appended, capacityOf, madeSlice, setItem } from './go-backing.ts'
import { appendedBytes, spoilBytes } from './go-bytes.ts'
import { asElementOf } from './go-constants.ts'
import { convert, emptyMap, zeroValue } from './go-conversion.ts'
import { EMBED, EMBED_FOLDERS } from './go-embed.ts'
import { embedFolders } from './go-file-trees.ts'
import { EMBEDDED } from './go-files.ts'
import { forgetKeys, keysLike } from './go-map-keys.ts'
import { newVariable, stored } from './go-pointers.ts'
import { partsOfAlternatives } from './go-shared-beginning.ts'
import { goTypeOf, isClass, isList, isMap, numberOf, rememberedType, wholeTextOf, typeValue } from './go-values.ts'

const BASIC =
  'bool string int int8 int16 int32 int64 uint uint8 uint16 uint32 uint64 uintptr byte rune float32 float64 complex64 complex128'.split(' ')
const OPAQUE = ['func', 'interface', 'interface{}', 'chan', 'error', 'any', 'comparable']

/** Longer slices are buffers: nothing is named by their elements. */
const MAXIMUM_LENGTH = 256

const isLength = (count: number | undefined): count is number =>
  Number.isInteger(count) && count !== undefined && count >= 0 && count <= MAXIMUM_LENGTH

const lengthOf = (value: Value): Value => {
  if (value === null) return 0
  const text = wholeTextOf(value)
  if (text !== undefined) return Buffer.byteLength(text)
  if (isList(value)) return value.open ? UNKNOWN : value.items.length
  return isMap(value) && !value.open ? value.entries.size : UNKNOWN
}

const append = ({ evaluator, arguments: [target, ...given], open }: Invocation): Value => {
  const added = given.map((one) => stored(asElementOf(evaluator, target, one), evaluator))
  if (target === null) return list(added, { open, birth: evaluator.uncertainty })
  if (isList(target)) return appended(evaluator, target, added, open)
  if (!open) {
    const bytes = appendedBytes(target, added)
    if (bytes !== undefined) return bytes
  }
  // What there is before them may be of any length.
  const before = typeof target === 'object' && target.kind === 'either' ? partsOfAlternatives(evaluator, target.options) : [GAP]
  return listOf([...before, ...added.map((item) => ({ item })), ...(open ? [GAP] : [])], { birth: evaluator.uncertainty })
}

/** One zero stands for all where nothing can change it: there are thousands of buffers. */
const zeros = (evaluator: Evaluator, element: Value, count: number): Value[] => {
  if (goTypeOf(element)?.kind !== 'basic') return Array.from({ length: count }, () => zeroValue(evaluator, element))
  const items: Value[] = []
  items.length = count
  return items.fill(zeroValue(evaluator, element))
}

const make = ({ evaluator, arguments: [type, length, capacity] }: Invocation): Value => {
  let goType = goTypeOf(type)
  if (isClass(type)) goType = goTypeOf(evaluator.evaluate(type.facts.keywords?.[0]?.value ?? { kind: 'unknown' }, type.scope))
  if (goType?.kind === 'map') return emptyMap(evaluator, type)
  if (goType?.kind !== 'slice') return UNKNOWN
  const count = length === undefined ? 0 : numberOf(length)
  const { element } = goType
  // What can't be a length comes of what isn't known well enough.
  if (!isLength(count)) return list([], { open: true, birth: evaluator.uncertainty })
  const items = zeros(evaluator, element, count)
  const room = capacity === undefined ? count : numberOf(capacity)
  return madeSlice(items, isLength(room) ? room : undefined, evaluator.uncertainty, type)
}

const extreme =
  (sign: number) =>
  ({ arguments: args }: Invocation): Value => {
    const numbers = args.map(numberOf)
    if (!numbers.every((number) => number !== undefined)) return UNKNOWN
    return args[numbers.indexOf(sign < 0 ? Math.min(...numbers) : Math.max(...numbers))]
  }

const bytesOf = (text: string): number[] => [...Buffer.from(text)]

const copy = ({ evaluator, arguments: [target, source] }: Invocation): Value => {
  if (!isList(target)) {
    spoilBytes(target)
    return UNKNOWN
  }
  const text = wholeTextOf(source)
  const items = isList(source) ? [...source.items] : text === undefined ? null : bytesOf(text)
  const isKnown = items !== null && !target.open && !(isList(source) && source.open)
  const count = isKnown ? Math.min(items.length, target.items.length) : target.items.length
  for (let at = 0; at < count; at++) setItem(evaluator, target, at, isKnown ? stored(items[at], evaluator) : UNKNOWN)
  return isKnown ? count : UNKNOWN
}

const clear = ({ evaluator, arguments: [value] }: Invocation): Value => {
  if (isMap(value)) {
    value.entries.clear()
    forgetKeys(value)
  }
  if (!isList(value)) return UNKNOWN
  const type = goTypeOf(rememberedType(value))
  for (let at = 0; at < value.items.length; at++)
    setItem(evaluator, value, at, type?.kind === 'slice' ? zeroValue(evaluator, type.element) : UNKNOWN)
  return UNKNOWN
}

/** `delete(target, key)` */
export const remove = ({ evaluator, arguments: [target, key] }: Pick<Invocation, 'evaluator' | 'arguments'>): Value => {
  if (!isMap(target)) return UNKNOWN
  const { found, isFound, possible } = keysLike(target, key)
  // One that only may still be there is none that can be listed.
  if (possible.length > 0 || (isFound && evaluator.uncertainty > target.birth)) target.open = true
  for (const known of isFound ? [...possible, found] : possible) target.entries.delete(known)
  forgetKeys(target)
  return UNKNOWN
}

const FUNCTIONS: Record<string, HostValue['call']> = {
  len: ({ arguments: [value] }) => lengthOf(value),
  cap: ({ arguments: [value] }) => (isList(value) ? (capacityOf(value) ?? UNKNOWN) : value === null ? 0 : UNKNOWN),
  append,
  make,
  copy,
  delete: remove,
  new: ({ evaluator, arguments: [type] }) => newVariable(evaluator, zeroValue(evaluator, type)),
  min: extreme(-1),
  max: extreme(1),
  panic: () => UNKNOWN,
  // It is asked where a panic is expected, and panics aren't followed.
  recover: () => UNKNOWN,
  print: () => UNKNOWN,
  println: () => UNKNOWN,
  clear,
  close: () => UNKNOWN,
}

const conversion =
  (type: HostValue): HostValue['call'] =>
  (invocation) =>
    convert(invocation.evaluator, type, invocation.arguments[0])

const UNIVERSE = new Map<string, Value>([
  ['true', true],
  ['false', false],
  ['nil', null],
])
for (const name of BASIC) {
  const type = typeValue({ kind: 'basic', name })
  UNIVERSE.set(name, typeValue({ kind: 'basic', name }, conversion(type)))
}
for (const name of OPAQUE)
  UNIVERSE.set(
    name,
    typeValue({ kind: 'opaque', name }, ({ arguments: [value] }) => value),
  )
for (const [name, call] of Object.entries(FUNCTIONS)) UNIVERSE.set(name, host(name, call ? { call } : {}))

UNIVERSE.set(EMBED, EMBEDDED)
UNIVERSE.set(EMBED_FOLDERS, host(EMBED_FOLDERS, { call: embedFolders }))

export const isUniversal = (name: string): boolean => UNIVERSE.has(name)

export const universe = (name: string): Value | MissingMember => (UNIVERSE.has(name) ? UNIVERSE.get(name) : MISSING)

/** A type of the language's own, `string` or `any`. */
export const universalType = (name: string): Value => (UNIVERSE.has(name) ? UNIVERSE.get(name) : UNKNOWN)
