import { doubtOf } from '../../evaluation/doubtful-entries.ts'
import { certainItems, hasGap, concatenated, listOf, partsOf, possibleItems } from '../../evaluation/doubtful-items.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { either, isUnknown, object, type ObjectValue, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { joinPaths } from './library/pathlib.ts'
import { combineFlags } from './library/re-flags.ts'
import { instanceOf, isPythonHostData, nativeClass } from './python-calls.ts'
import { fill } from './python-dictionary-methods.ts'
import { complexArithmetic, negatedComplex } from './python-complex.ts'
import { findMember } from './python-classes.ts'
import { equals, findEntry, includes, mayHave } from './python-equality.ts'
import { formatPercent } from './python-formatting.ts'
import { iterate, peek } from './python-iteration.ts'
import { spend } from './python-iterators.ts'
import { combine } from './python-set-operations.ts'
import { arithmetic, float, indexOf, integerOf, isFloat } from './python-numbers.ts'
import { compare } from './python-sorting.ts'
import { truthiness } from './python-truthiness.ts'
import { comparePlatform, inclination, inclined } from './python-platform.ts'
import { compareVersion, likelihood, likely } from './python-version.ts'

const TEXT_LIMIT = 100_000
const ITEM_LIMIT = 100_000

const negated = (verdict: boolean | undefined): Value => (verdict === undefined ? UNKNOWN : !verdict)

const containsKey = (container: ObjectValue, key: Value): boolean | undefined => {
  const found = findEntry(container, key)
  if (found) return doubtOf(container, found.key) ? undefined : true
  return mayHave(container, key) ? undefined : false
}

const contains = (container: Value, item: Value, evaluator: Evaluator): boolean | undefined => {
  if (isUnknown(item) || item === undefined) return undefined
  if (typeof container === 'string') return typeof item === 'string' ? container.includes(item) : undefined
  if (typeof container === 'object' && container?.kind === 'object' && container.prototype === undefined)
    return containsKey(container, item)
  const known = peek(container, evaluator)
  spend(container, evaluator)
  if (!known) return undefined
  const verdict = includes(certainItems(known), item)
  if (verdict !== false || !known.open) return verdict
  return !hasGap(known) && includes(possibleItems(known), item) === false ? false : undefined
}

const identical = (left: Value, right: Value): boolean | undefined => {
  if (left === undefined || right === undefined || isUnknown(left) || isUnknown(right)) return undefined
  if ((typeof left === 'object' && left?.kind === 'either') || (typeof right === 'object' && right?.kind === 'either')) return undefined
  return left === right
}

const comparison = (operator: string, left: Value, right: Value): Value => {
  const order = compare(left, right)
  if (order === undefined) return UNKNOWN
  if (operator === '<') return order < 0
  if (operator === '<=') return order <= 0
  return operator === '>' ? order > 0 : order >= 0
}

const repeated = (value: Value, count: Value, evaluator: Evaluator): Value | undefined => {
  const times = indexOf(count)
  if (times === undefined) return undefined
  if (typeof value === 'string') return value.length * Math.max(0, times) > TEXT_LIMIT ? UNKNOWN : value.repeat(Math.max(0, times))
  if (typeof value !== 'object' || value === null) return undefined
  if (value.kind === 'typed' && value.type === 'bytes') {
    const text = String(value.value)
    return text.length * Math.max(0, times) > TEXT_LIMIT ? UNKNOWN : { ...value, value: text.repeat(Math.max(0, times)) }
  }
  if (value.kind !== 'list' || value.type === 'set') return undefined
  if (value.items.length * times > ITEM_LIMIT) return UNKNOWN
  const parts = partsOf(value)
  const { type, isUnordered } = value
  return listOf(Array.from({ length: Math.max(0, times) }, () => parts).flat(), { type, birth: evaluator.uncertainty, isUnordered })
}

const added = (left: Value, right: Value, evaluator: Evaluator): Value | undefined => {
  if (typeof left === 'string' && typeof right === 'string') return left.length + right.length > TEXT_LIMIT ? UNKNOWN : left + right
  if (typeof left === 'object' && left?.kind === 'host' && isPythonHostData(left.data) && left.data.add) return left.data.add(right)
  const isList = (value: Value): boolean => typeof value === 'object' && value?.kind === 'list' && value.type !== 'set'
  if (isList(left) || isList(right)) {
    // What is known of one side is known of the whole.
    const type = typeof left === 'object' && left?.kind === 'list' ? left.type : 'list'
    const made = concatenated([iterate(left, evaluator), iterate(right, evaluator)], { type, birth: evaluator.uncertainty })
    // A loop that adds item by item copies all of them each time.
    evaluator.budget.copy(made.items.length + (typeof made.open === 'boolean' ? 0 : made.open.length))
    return made
  }
  const bytes = [left, right].map((value) =>
    typeof value === 'object' && value?.kind === 'typed' && value.type === 'bytes' ? String(value.value) : undefined,
  )
  if (bytes[0] !== undefined && bytes[1] !== undefined) return { kind: 'typed', type: 'bytes', value: bytes[0] + bytes[1] }
  return undefined
}

const SET_OPERATIONS = { '|': 'union', '-': 'difference', '&': 'intersection', '^': 'symmetricDifference' } as const

const combined = (operator: string, left: Value, right: Value, evaluator: Evaluator): Value | undefined => {
  if (typeof left !== 'object' || left === null || !(operator in SET_OPERATIONS)) return undefined
  // Lists have no such operators: what looks like one is a dictionary's keys or items.
  if (left.kind === 'list' && (left.type === 'set' || left.type === 'list')) {
    const operation = Object.entries(SET_OPERATIONS).find(([name]) => name === operator)?.[1]
    return operation && combine(left, [right], operation, { evaluator })
  }
  if (left.kind !== 'object' || left.prototype !== undefined || operator !== '|') return undefined
  const result = object(left.entries, { open: left.open, birth: evaluator.uncertainty })
  fill(result, right, new Map(), evaluator)
  return result
}

/** `int | None` is an object of its own. */
const UNION_TYPE = nativeClass('types.UnionType')

const isTypeOrNone = (value: Value): boolean =>
  value === null ||
  (typeof value === 'object' &&
    (value.kind === 'class' ||
      (value.kind === 'host' && isPythonHostData(value.data) && value.data.python === 'class') ||
      (value.kind === 'object' && value.prototype === UNION_TYPE)))

export const binary = (operator: string, left: Value, right: Value, evaluator: Evaluator): Value => {
  const ofVersion = compareVersion(operator, left, right) ?? comparePlatform(operator, left, right, evaluator)
  if (ofVersion !== undefined) return ofVersion
  switch (operator) {
    case '==':
      return equals(left, right) ?? UNKNOWN
    case '!=':
      return negated(equals(left, right))
    case 'is':
      return identical(left, right) ?? UNKNOWN
    case 'is not':
      return negated(identical(left, right))
    case 'in':
      return contains(right, left, evaluator) ?? UNKNOWN
    case 'not in':
      return negated(contains(right, left, evaluator))
    case '<':
    case '<=':
    case '>':
    case '>=':
      return comparison(operator, left, right)
    default:
  }
  if (typeof left === 'object' && left?.kind === 'either')
    return either(...left.options.map((option) => binary(operator, option, right, evaluator)))
  if (typeof right === 'object' && right?.kind === 'either')
    return either(...right.options.map((option) => binary(operator, left, option, evaluator)))
  if (operator === '%' && typeof left === 'string') return formatPercent(left, right, evaluator) ?? UNKNOWN
  if (operator === '*') {
    const result = repeated(left, right, evaluator) ?? repeated(right, left, evaluator)
    if (result !== undefined) return result
  }
  if (operator === '+') {
    const result = added(left, right, evaluator)
    if (result !== undefined) return result
  }
  if (operator === '/') {
    const path = joinPaths(left, right, evaluator)
    if (path !== undefined) return path
  }
  const flags = combineFlags(operator, left, right)
  if (flags !== undefined) return flags
  if (operator === '|' && isTypeOrNone(left) && isTypeOrNone(right)) return instanceOf(UNION_TYPE, evaluator)
  return (
    combined(operator, left, right, evaluator) ?? arithmetic(operator, left, right) ?? complexArithmetic(operator, left, right) ?? UNKNOWN
  )
}

const UNARY_METHODS: Readonly<Record<string, string>> = { '-': '__neg__', '+': '__pos__', '~': '__invert__' }

/** A class may have a method for it. Flags are inverted to members that hang on Python's version and on all that there are. */
const isUndecided = (operator: string, operand: Value): boolean => {
  if (typeof operand !== 'object' || operand?.kind !== 'object') return false
  const { prototype } = operand
  const method = UNARY_METHODS[operator] ?? ''
  return operator === '~' || (typeof prototype === 'object' && prototype?.kind === 'class' && findMember(prototype, method) !== undefined)
}

export const unary = (operator: string, operand: Value): Value => {
  if (operator === 'not') {
    const tendency = inclination(operand)
    if (tendency !== undefined) return inclined(!tendency)
    const expected = likelihood(operand)
    return expected === undefined ? negated(truthiness(operand)) : likely(!expected)
  }
  if (isFloat(operand)) return operator === '-' ? float(-operand.value) : operator === '+' ? operand : UNKNOWN
  if (isUndecided(operator, operand)) return UNKNOWN
  const whole = integerOf(operand)
  if (whole === undefined) return (operator === '-' ? negatedComplex(operand) : undefined) ?? UNKNOWN
  if (operator === '-') return whole === 0 ? 0 : -whole
  if (operator === '+') return whole
  return typeof whole === 'number' ? -whole - 1 : -whole - 1n
}
