/** What JavaScript's operators make of values. */
import { doubtOf, mayHaveOthers } from '../../evaluation/doubtful-entries.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import type { ModuleInstance } from '../../evaluation/module-instance.ts'
import { classMember } from '../../evaluation/members.ts'
import { type HostValue, isUnknown, MISSING, object, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { isInstance } from './instance-of.ts'
import { exportsOf } from './module-exports.ts'
import { isSymbol, symbolName } from './symbols.ts'
import { hasOtherValue, textOf } from './text-of-value.ts'
import { truthiness } from './truthiness.ts'

const isPrimitive = (value: Value): value is string | number | boolean | bigint | null | undefined =>
  typeof value !== 'object' || value === null

const compare = (operator: string, left: Value, right: Value): Value => {
  const negated = operator.startsWith('!')
  if (isPrimitive(left) && isPrimitive(right)) {
    const loose = operator.length === 2
    // oxlint-disable-next-line eqeqeq -- it is the repository's own comparison that is evaluated.
    return (loose ? left == right : left === right) !== negated
  }
  if (isUnknown(left) || isUnknown(right) || !isDefinite(left) || !isDefinite(right)) return UNKNOWN
  // An object becomes a text or a number before it is compared with one.
  if (operator.length === 2 && isPrimitive(left) !== isPrimitive(right) && !isNothing(left) && !isNothing(right)) return UNKNOWN
  return (left === right) !== negated
}

const isNothing = (value: Value): boolean => value === undefined || value === null

const isDefinite = (value: Value): boolean => isPrimitive(value) || (value.kind !== 'either' && value.kind !== 'unknown')

/** `+` joins texts where either side is one, or becomes one as objects do. */
const joins = (value: Value): boolean =>
  typeof value === 'string' ||
  (typeof value === 'object' && (value?.kind === 'list' || value?.kind === 'object' || value?.kind === 'regex'))

/** No power is larger, nor a shift. */
const LARGEST_POWER = 4096n

/** Larger ones are not reckoned with: a program can square one again and again. */
const LARGEST = 1n << 16_384n
const isLarge = (value: bigint): boolean => value > LARGEST || value < -LARGEST

const ofBigIntegers = (operator: string, a: bigint, b: bigint): Value => {
  if (isLarge(a) || isLarge(b)) return UNKNOWN
  switch (operator) {
    case '+':
      return a + b
    case '-':
      return a - b
    case '*':
      return a * b
    case '/':
      return b === 0n ? UNKNOWN : a / b
    case '%':
      return b === 0n ? UNKNOWN : a % b
    case '**':
      return b >= 0n && b <= LARGEST_POWER && a <= LARGEST_POWER && a >= -LARGEST_POWER ? a ** b : UNKNOWN
    case '<<':
      return b >= 0n && b <= LARGEST_POWER ? a << b : UNKNOWN
    case '>>':
      return b >= 0n && b <= LARGEST_POWER ? a >> b : UNKNOWN
    default:
      return UNKNOWN
  }
}

const arithmetic = (operator: string, left: Value, right: Value, evaluator: Evaluator): Value => {
  if (operator === '+' && (joins(left) || joins(right))) {
    if (hasOtherValue(left, evaluator) || hasOtherValue(right, evaluator)) return UNKNOWN
    const [before, after] = [textOf(left, evaluator), textOf(right, evaluator)]
    return before === undefined || after === undefined || before.length + after.length > 100_000 ? UNKNOWN : before + after
  }
  if (typeof left === 'bigint' && typeof right === 'bigint') return ofBigIntegers(operator, left, right)
  if (!isPrimitive(left) || !isPrimitive(right) || typeof left === 'bigint' || typeof right === 'bigint') return UNKNOWN
  const [a, b] = [Number(left), Number(right)]
  switch (operator) {
    case '+':
      return a + b
    case '-':
      return a - b
    case '*':
      return a * b
    case '/':
      return a / b
    case '%':
      return a % b
    case '**':
      return a ** b
    case '&':
      return a & b
    case '|':
      return a | b
    case '^':
      return a ^ b
    case '<<':
      return a << b
    case '>>':
      return a >> b
    case '>>>':
      return a >>> b
    default:
      return UNKNOWN
  }
}

const order = (operator: string, left: Value, right: Value): Value => {
  if (!isPrimitive(left) || !isPrimitive(right)) return UNKNOWN
  const isAsIs = (typeof left === 'string' && typeof right === 'string') || (typeof left === 'bigint' && typeof right === 'bigint')
  const [a, b] = isAsIs ? [left, right] : [Number(left), Number(right)]
  if (operator === '<') return a < b
  if (operator === '<=') return a <= b
  return operator === '>' ? a > b : a >= b
}

const isIn = (key: Value, target: Value, evaluator: Evaluator): Value => {
  if (typeof target !== 'object' || target === null) return UNKNOWN
  if (isSymbol(key) && target.kind === 'object')
    return target.entries.has(key) || (target.open || target.prototype !== undefined ? UNKNOWN : false)
  if (!isPrimitive(key)) return UNKNOWN
  const name = String(key)
  if (target.kind === 'list') {
    if (!/^\d+$/.test(name)) return evaluator.semantics.member(target, name, evaluator) === MISSING ? UNKNOWN : true
    return Number(name) < target.items.length || (target.open ? UNKNOWN : false)
  }
  if (target.kind !== 'object') return UNKNOWN
  if (doubtOf(target, key) ?? doubtOf(target, name)) return UNKNOWN
  if (target.entries.has(key) || target.entries.has(name)) return true
  const { prototype } = target
  if (typeof prototype === 'object' && prototype?.kind === 'class' && classMember(evaluator, prototype, name) !== MISSING) return true
  // A private name is in nothing but instances of its class.
  if (name.startsWith('#')) return false
  return mayHaveOthers(target) || prototype !== undefined || name in {} ? UNKNOWN : false
}

/** Whether a class says itself what is an instance of it. */
const asksItself = (type: Value, evaluator: Evaluator): boolean =>
  typeof type === 'object' && type?.kind === 'class' && classMember(evaluator, type, symbolName('hasInstance')) !== MISSING

export const binary = (operator: string, left: Value, right: Value, evaluator: Evaluator): Value => {
  switch (operator) {
    case '==':
    case '!=':
    case '===':
    case '!==':
      return compare(operator, left, right)
    case '<':
    case '<=':
    case '>':
    case '>=':
      return order(operator, left, right)
    case 'in':
      return isIn(left, right, evaluator)
    case 'instanceof':
      return asksItself(right, evaluator) ? UNKNOWN : isInstance(left, right)
    default:
      return arithmetic(operator, left, right, evaluator)
  }
}

/** Classes of the language of which only members are known are functions all the same. */
const isFunction = ({ call, name }: HostValue): boolean => call !== undefined || typeof Reflect.get(globalThis, name) === 'function'

const TYPES = { list: 'object', object: 'object', regex: 'object', closure: 'function', class: 'function' } as const

export const unary = (operator: string, operand: Value, evaluator: Evaluator): Value => {
  switch (operator) {
    case '!': {
      const truth = truthiness(operand)
      return truth === undefined ? UNKNOWN : !truth
    }
    case '-':
      return isPrimitive(operand) ? -(typeof operand === 'bigint' ? operand : Number(operand)) : UNKNOWN
    case '+':
      return isPrimitive(operand) && typeof operand !== 'bigint' ? Number(operand) : UNKNOWN
    case '~':
      return typeof operand === 'number' ? ~operand : UNKNOWN
    case 'typeof': {
      if (operand === null) return 'object'
      if (typeof operand !== 'object') return typeof operand
      if (operand.kind === 'host') return isFunction(operand) ? 'function' : isSymbol(operand) ? 'symbol' : 'object'
      if (operand.kind === 'module')
        return evaluator.deeper(() => unary(operator, exportsOrNamespace(operand.module, evaluator), evaluator), UNKNOWN)
      if (operand.kind === 'either') {
        const types = new Set(operand.options.map((option) => unary(operator, option, evaluator)))
        return types.size === 1 ? types.values().next().value : UNKNOWN
      }
      if (operand.kind === 'unknown') return operand.type ?? UNKNOWN
      return operand.kind in TYPES ? TYPES[operand.kind as keyof typeof TYPES] : UNKNOWN
    }
    default:
      return UNKNOWN
  }
}

/** What requiring a module gives, or what stands for the names of one that has no such value. */
const exportsOrNamespace = (module: ModuleInstance, evaluator: Evaluator): Value => {
  if (!evaluator.load(module)) return UNKNOWN
  return module.exports.size > 0 || module.wildcards.length > 0 ? object() : exportsOf(module)
}
