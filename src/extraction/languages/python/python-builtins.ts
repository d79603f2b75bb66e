/** Names that every Python module has. */
import { GAP, inPlaces, listOf, mapParts, partsOf, underDoubt } from '../../evaluation/doubtful-items.ts'
import { follow } from '../../evaluation/followers.ts'
import { readMember } from '../../evaluation/members.ts'
import {
  either,
  host,
  isUnknown,
  list,
  type MissingMember,
  MISSING,
  object,
  type Part,
  UNKNOWN,
  type Value,
} from '../../evaluation/value.ts'
import { bytesValue } from './library/encodings.ts'
import { open } from './library/open-files.ts'
import { asProperty, argument, type Native, native, nativeClass, SPECIAL_NAMES } from './python-calls.ts'
import { toComplex } from './python-complex.ts'
import { exceptionClasses } from './python-exceptions.ts'
import { fill } from './python-dictionary-methods.ts'
import { formatValue } from './python-formatting.ts'
import { iterate, nextItem, peek } from './python-iteration.ts'
import { asIterator, exhaust, isIterator, lazily, spend } from './python-iterators.ts'
import { arithmetic, float, indexOf, integerOf, isFloat } from './python-numbers.ts'
import { printed, represented } from './python-printing.ts'
import { namesOf, namesAround, namespaceOf } from './python-namespaces.ts'
import { sortedParts } from './python-sorting.ts'
import { escapeCharacter } from './python-text.ts'
import { truthiness } from './python-truthiness.ts'
import { typeMember } from './python-metaclasses.ts'
import { superOf } from './python-super.ts'
import { isClass, isInstance, isSubclass, setAttribute, typeOf } from './python-types.ts'
import { hasAttribute } from './python-attributes.ts'
import { toInteger, toFloat, toBytes, baseText } from './python-conversions.ts'
import { apply } from './python-calls.ts'
import { collection, range, zip, extreme } from './python-sequences.ts'

const decided = (verdict: boolean | undefined): Value => verdict ?? UNKNOWN

const MEMBERS: Record<string, Record<string, Value>> = {
  dict: {
    fromkeys: native('fromkeys', ([keys, value = null], { evaluator }) => {
      const known = iterate(keys, evaluator)
      return known
        ? object(
            known.items.map((key) => [key, value] as const),
            { open: known.open, birth: evaluator.uncertainty },
          )
        : UNKNOWN
    }),
  },
  bytes: {
    fromhex: native('fromhex', ([text]) => {
      const digits = typeof text === 'string' ? text.replaceAll(/\s/g, '') : ''
      return /^(?:[\da-f]{2})+$/i.test(digits) && digits.length <= 10_000 ? bytesValue(Buffer.from(digits, 'hex')) : UNKNOWN
    }),
  },
  str: {
    maketrans: native('maketrans', ([from, to, ...more], { evaluator }) => {
      if (typeof from !== 'string' || typeof to !== 'string' || more.length > 0 || [...from].length !== [...to].length) return UNKNOWN
      const by = [...to]
      return object(
        [...from].map((character, index) => [character.codePointAt(0) ?? 0, by[index]?.codePointAt(0) ?? 0]),
        { birth: evaluator.uncertainty },
      )
    }),
  },
}

const CLASSES: Record<string, Native> = {
  bool: ([value = false]) => truthiness(value) ?? UNKNOWN,
  bytes: toBytes,
  dict: ([source], { keywords, evaluator, open }) => {
    const result = object([], { birth: evaluator.uncertainty, open })
    fill(result, source, keywords, evaluator)
    return result
  },
  float: toFloat,
  complex: ([real, imaginary]) => toComplex(real, imaginary) ?? UNKNOWN,
  frozenset: collection('set', true),
  int: toInteger,
  list: collection('list'),
  set: collection('set'),
  str: (args, { evaluator }) => (args.length === 0 ? '' : args.length > 1 ? UNKNOWN : (printed(args[0], evaluator) ?? UNKNOWN)),
  tuple: collection('tuple'),
}

const FUNCTIONS: Record<string, Native> = {
  abs: ([value]) => {
    const whole = integerOf(value)
    if (whole !== undefined) return whole < 0 ? -whole : whole
    return isFloat(value) ? float(Math.abs(value.value)) : UNKNOWN
  },
  all: ([items], { evaluator }) => {
    const known = peek(items, evaluator)
    spend(items, evaluator)
    const verdicts = known?.items.map(truthiness) ?? [undefined]
    return verdicts.includes(false) ? false : verdicts.includes(undefined) || known?.open ? UNKNOWN : true
  },
  any: ([items], { evaluator }) => {
    const known = peek(items, evaluator)
    spend(items, evaluator)
    const verdicts = known?.items.map(truthiness) ?? [undefined]
    return verdicts.includes(true) ? true : verdicts.includes(undefined) || known?.open ? UNKNOWN : false
  },
  callable: ([value]) =>
    typeof value === 'object' && (value?.kind === 'closure' || value?.kind === 'class')
      ? true
      : isUnknown(value)
        ? UNKNOWN
        : typeof value === 'object' && value !== null
          ? UNKNOWN
          : false,
  chr: ([value]) => {
    const code = indexOf(value)
    return code !== undefined && code >= 0 && code <= 0x10ffff ? String.fromCodePoint(code) : UNKNOWN
  },
  dir: ([target], { evaluator }) => namesOf(target, evaluator),
  divmod: ([left, right]) => {
    const [quotient, rest] = [arithmetic('//', left, right), arithmetic('%', left, right)]
    return quotient === undefined ? UNKNOWN : list([quotient, rest], { type: 'tuple' })
  },
  enumerate: lazily((_args, invocation) => {
    const known = inPlaces(iterate(invocation.arguments[0], invocation.evaluator))
    const start = indexOf(argument(invocation, 1, 'start') ?? 0)
    if (!known || start === undefined) return UNKNOWN
    const { length } = known.items
    const parts = partsOf(known).map((part, at): Part => {
      if (part === GAP) return part
      // Where the first that may not be there is there, it stands behind those that are.
      const isPlaced = at < length || (at === length && part.doubt === 'once')
      return { ...part, item: list([isPlaced ? start + at : UNKNOWN, part.item], { type: 'tuple' }) }
    })
    return listOf(parts, { birth: invocation.evaluator.uncertainty })
  }),
  filter: lazily(([test, items], invocation) => {
    const known = iterate(items, invocation.evaluator)
    if (!known) return UNKNOWN
    const kept = partsOf(known).flatMap((part): Part[] => {
      if (part === GAP) return [part]
      const verdict = truthiness(test === null ? part.item : apply(test, [part.item], invocation))
      return verdict ? [part] : verdict === undefined ? [underDoubt(part, 'once')] : []
    })
    return listOf(kept, { birth: invocation.evaluator.uncertainty, isUnordered: known.isUnordered })
  }),
  format: ([value, specification = ''], { evaluator }) =>
    typeof specification === 'string' ? (formatValue(value, specification, evaluator) ?? UNKNOWN) : UNKNOWN,
  globals: (_args, { module }) => ({ kind: 'module', module }),
  getattr: (args, { evaluator }) => {
    const [target, name, fallback] = args
    if (typeof name !== 'string') return UNKNOWN
    // Values of Python's own kinds have no attributes but their own.
    const isPlain = typeof target !== 'object' || target === null || target.kind === 'typed' || target.kind === 'list'
    if (isPlain && target !== undefined && args.length > 2 && evaluator.semantics.member(target, name, evaluator) === MISSING)
      return fallback
    if (args.length > 2 && hasAttribute(target, name) === false) return fallback
    const found = readMember(evaluator, target, name)
    return found === undefined || (isUnknown(found) && args.length > 2)
      ? args.length > 2
        ? either(found ?? UNKNOWN, fallback)
        : UNKNOWN
      : found
  },
  hasattr: ([target, name]) => decided(typeof name === 'string' ? hasAttribute(target, name) : undefined),
  hex: ([value]) => baseText(value, 16, '0x'),
  isinstance: ([value, type]) => decided(isInstance(value, type)),
  issubclass: ([value, type], { evaluator }) => {
    if (isClass(value) === false) evaluator.raise()
    return decided(isSubclass(value, type))
  },
  // What it is made of is not used up with it.
  iter: ([items, ...more], { evaluator }) => {
    if (more.length > 0) return UNKNOWN
    const known = isIterator(items) ? undefined : peek(items, evaluator)
    if (!known) return items
    const made = listOf(partsOf(known), { birth: evaluator.uncertainty, isUnordered: known.isUnordered })
    follow(made, items)
    return asIterator(made)
  },
  len: ([value], { evaluator }) => {
    const known = isIterator(value) ? undefined : iterate(value, evaluator)
    return known && !known.open ? known.items.length : UNKNOWN
  },
  map: lazily(([callee, ...columns], invocation) => {
    const known = columns.map((column) => iterate(column, invocation.evaluator))
    const [only] = known
    if (known.length === 1 && only)
      return listOf(
        mapParts(partsOf(only), (item) => apply(callee, [item], invocation)),
        { birth: invocation.evaluator.uncertainty, isUnordered: only.isUnordered },
      )
    const placed = known.map(inPlaces)
    if (placed.length === 0 || !placed.every((column) => column !== undefined)) return UNKNOWN
    const length = Math.min(...placed.map((column) => column.items.length))
    return list(
      Array.from({ length }, (_item, index) =>
        apply(
          callee,
          placed.map((column) => column.items[index]),
          invocation,
        ),
      ),
      { open: placed.some((column) => column.open), birth: invocation.evaluator.uncertainty },
    )
  }),
  max: extreme(1),
  min: extreme(-1),
  next: nextItem,
  open,
  oct: ([value]) => baseText(value, 8, '0o'),
  bin: ([value]) => baseText(value, 2, '0b'),
  ord: ([value]) => (typeof value === 'string' && [...value].length === 1 ? (value.codePointAt(0) ?? UNKNOWN) : UNKNOWN),
  ascii: ([value], { evaluator }) => represented(value, evaluator)?.replaceAll(/[^\x20-\x7e]/gu, escapeCharacter) ?? UNKNOWN,
  pow: ([base, exponent, modulus]) => (modulus === undefined ? (arithmetic('**', base, exponent) ?? UNKNOWN) : UNKNOWN),
  range,
  repr: ([value], { evaluator }) => represented(value, evaluator) ?? UNKNOWN,
  reversed: lazily(([items], { evaluator }) => {
    const known = iterate(items, evaluator)
    return known ? listOf(partsOf(known).toReversed(), { birth: evaluator.uncertainty, isUnordered: known.isUnordered }) : UNKNOWN
  }),
  round: ([value, digits]) => {
    const whole = integerOf(value)
    if (whole !== undefined) return digits === undefined ? whole : UNKNOWN
    if (!isFloat(value)) return UNKNOWN
    if (digits !== undefined)
      return typeof digits === 'number' && digits >= 0 && digits < 16 ? float(Number(value.value.toFixed(digits))) : UNKNOWN
    const floor = Math.floor(value.value)
    const rest = value.value - floor
    return rest > 0.5 || (rest === 0.5 && floor % 2 !== 0) ? floor + 1 : floor
  },
  setattr: (args, invocation) => setAttribute(args, invocation),
  sorted: (_args, invocation) => {
    const [items] = invocation.arguments
    const result = sortedParts(items, invocation)
    if (result && isIterator(items)) exhaust(items, invocation.evaluator)
    return result
      ? listOf(result.parts, { birth: invocation.evaluator.uncertainty, isUnordered: result.isUnordered })
      : unordered(invocation)
  },
  staticmethod: ([callee]) =>
    typeof callee === 'object' && callee?.kind === 'closure' ? { ...callee, facts: { ...callee.facts, static: true } } : callee,
  classmethod: ([callee]) => (typeof callee === 'object' && callee?.kind === 'closure' ? { ...callee, ofClass: true } : callee),
  property: asProperty,
  sum: ([items, start = 0], { evaluator }) => {
    const known = iterate(items, evaluator)
    if (!known || known.open) return UNKNOWN
    let total: Value = start
    for (const item of known.items) total = evaluator.semantics.binary('+', total, item, evaluator)
    return total
  },
  super: superOf,
  locals: (_args, invocation) => namesAround(invocation),
  vars: (args, invocation) => (args.length === 0 ? namesAround(invocation) : namespaceOf(args[0])),
  zip,
}

/** Items whose order isn't known are still known items. */
const unordered = (invocation: Parameters<Native>[1]): Value => {
  const known = iterate(invocation.arguments[0], invocation.evaluator)
  return known ? listOf([GAP, ...partsOf(known)], { birth: invocation.evaluator.uncertainty }) : UNKNOWN
}

const OPAQUE_CLASSES = ['bytearray', 'memoryview', 'slice']

/** `object.__setattr__(self, 'name', value)`: how a class that is frozen sets what it has. */
const OBJECT = nativeClass('object', {
  members: {
    __module__: 'builtins',
    __dict__: SPECIAL_NAMES,
    __setattr__: native('__setattr__', (args, invocation) => setAttribute(args, invocation)),
  },
})

export const builtins: Record<string, Value> = {
  ...Object.fromEntries(Object.entries(FUNCTIONS).map(([name, call]) => [name, native(name, call)])),
  ...Object.fromEntries(
    Object.entries(CLASSES).map(([name, call]) => [
      name,
      nativeClass(name, { call, members: (Object.hasOwn(MEMBERS, name) ? MEMBERS[name] : undefined) ?? {} }),
    ]),
  ),
  ...Object.fromEntries(OPAQUE_CLASSES.map((name) => [name, nativeClass(name)])),
  object: OBJECT,
  ...exceptionClasses(),
  type: { ...native('type', (args, invocation) => typeOf(args, invocation)), member: (name) => typeMember(name) },
  Ellipsis: host('Ellipsis', { data: { python: 'object', name: 'ellipsis' } }),
  NotImplemented: host('NotImplemented', { data: { python: 'object', name: 'NotImplementedType' } }),
  __debug__: true,
}

export const pythonGlobal = (name: string): Value | MissingMember => (Object.hasOwn(builtins, name) ? builtins[name] : MISSING)
