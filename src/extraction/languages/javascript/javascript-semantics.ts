/** JavaScript as the evaluator needs to know it. */
import { posix } from 'node:path'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { readMember } from '../../evaluation/members.ts'
import { ModuleInstance } from '../../evaluation/module-instance.ts'
import type { Iteration, Semantics } from '../../evaluation/semantics.ts'
import { host, isUnknown, type MissingMember, MISSING, object, type ObjectValue, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { functionMember, inheritedMember, prototypeOf } from './function-members.ts'
import { functionName } from './function-name.ts'
import { javaScriptGlobal } from './javascript-globals.ts'
import { entriesOf, listMember } from './list-methods.ts'
import { dateMember } from './library-objects.ts'
import { mapMember } from './map-methods.ts'
import { MODULE_GLOB } from './module-glob.ts'
import { REPOSITORY_ROOT } from './node-library.ts'
import { regexMember } from './regular-expressions.ts'
import { stringMember } from './string-methods.ts'
import { isSymbol } from './symbols.ts'
import { keyText, textOf } from './text-of-value.ts'
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
  return (left === right) !== negated
}

const isDefinite = (value: Value): boolean => isPrimitive(value) || (value.kind !== 'either' && value.kind !== 'unknown')

/** `+` joins texts where either side is one, or becomes one as objects do. */
const joins = (value: Value): boolean =>
  typeof value === 'string' ||
  (typeof value === 'object' && (value?.kind === 'list' || value?.kind === 'object' || value?.kind === 'regex'))

const arithmetic = (operator: string, left: Value, right: Value, evaluator: Evaluator): Value => {
  if (operator === '+' && (joins(left) || joins(right))) {
    const [before, after] = [textOf(left, evaluator), textOf(right, evaluator)]
    return before === undefined || after === undefined || before.length + after.length > 100_000 ? UNKNOWN : before + after
  }
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
  const [a, b] = typeof left === 'string' && typeof right === 'string' ? [left, right] : [Number(left), Number(right)]
  if (operator === '<') return a < b
  if (operator === '<=') return a <= b
  return operator === '>' ? a > b : a >= b
}

const binary = (operator: string, left: Value, right: Value, evaluator: Evaluator): Value => {
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
      return typeof right === 'object' && right?.kind === 'object' && !right.open ? right.entries.has(left) : UNKNOWN
    case 'instanceof':
      return UNKNOWN
    default:
      return arithmetic(operator, left, right, evaluator)
  }
}

const TYPES = { list: 'object', object: 'object', regex: 'object', closure: 'function', class: 'function' } as const

const unary = (operator: string, operand: Value, evaluator: Evaluator): Value => {
  switch (operator) {
    case '!': {
      const truth = truthiness(operand)
      return truth === undefined ? UNKNOWN : !truth
    }
    case '-':
      return typeof operand === 'number' || typeof operand === 'bigint' ? -operand : UNKNOWN
    case '+':
      return isPrimitive(operand) && typeof operand !== 'bigint' ? Number(operand) : UNKNOWN
    case '~':
      return typeof operand === 'number' ? ~operand : UNKNOWN
    case 'typeof': {
      if (operand === null) return 'object'
      if (typeof operand !== 'object') return typeof operand
      if (operand.kind === 'host') return operand.call ? 'function' : isSymbol(operand) ? 'symbol' : 'object'
      if (operand.kind === 'module')
        return evaluator.deeper(() => unary(operator, exportsOrNamespace(operand.module, evaluator), evaluator), UNKNOWN)
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

const iterate = (value: Value, binds: 'values' | 'keys' | 'entries', evaluator: Evaluator): Iteration | undefined => {
  if (typeof value === 'string') {
    const characters = [...value]
    return { items: binds === 'keys' ? characters.map((_character, index) => String(index)) : characters, open: false }
  }
  if (typeof value !== 'object' || value === null) return undefined
  if (value.kind === 'module' && evaluator.load(value.module)) {
    // A file of JSON, and what a CommonJS module gives.
    const { module } = value
    const isJson = module.facts?.language === 'json'
    if (!isJson && module.exports.size > 0) return undefined
    const given = isJson ? module.exports.get('default')?.() : exportsOf(module)
    return evaluator.deeper(() => iterate(given, binds, evaluator), undefined)
  }
  if (value.kind === 'list' && binds === 'values') return { items: [...value.items], open: value.open }
  if (value.kind === 'object' || (value.kind === 'list' && binds === 'keys')) {
    if (value.kind === 'object' && binds === 'values' && value.type !== 'Map') return undefined
    const items = entriesOf(value, binds === 'keys' ? 'keys' : 'entries', evaluator)
    return typeof items === 'object' && items?.kind === 'list' ? { items: items.items, open: items.open } : undefined
  }
  return undefined
}

/** What all objects have; a class's own are found before. */
const objectMember = (target: ObjectValue, property: string): Value | MissingMember => {
  if (property === 'toString') return host('toString', { call: ({ evaluator }) => textOf(target, evaluator) ?? UNKNOWN })
  if (property === 'hasOwnProperty')
    return host(property, {
      call: ({ arguments: [key] }) =>
        target.entries.has(key) ||
        target.entries.has(keyText(key)) ||
        (target.open || (typeof key === 'object' && key !== null) ? UNKNOWN : false),
    })
  return MISSING
}

const member = (target: Value, property: string, evaluator: Evaluator): Value | MissingMember => {
  if (target === undefined || target === null) return MISSING
  if (typeof target === 'string' && /^\d+$/.test(property)) return target[Number(property)]
  if (typeof target !== 'object') {
    const found = stringMember(target, property)
    return found === MISSING && !(property in Object(target)) ? undefined : found
  }
  switch (target.kind) {
    case 'list':
      return /^\d+$/.test(property) ? index(target, property, evaluator) : listMember(target, property)
    case 'closure':
      if (property === 'prototype' && !target.facts.arrow) return prototypeOf(target)
      return functionMember(target, functionName(target), property)
    case 'class':
      if (property === 'prototype') return { ...object(), prototype: target }
      return functionMember(target, functionName(target), property)
    case 'regex':
      return regexMember(target, property)
    case 'object':
      if (target.type === 'Date') return dateMember(target, property)
      if (target.type === 'Map') return mapMember(target, property, evaluator)
      return ((inherited) => (inherited === MISSING ? objectMember(target, property) : inherited))(
        inheritedMember(evaluator, target, property),
      )
    default:
      return MISSING
  }
}

const index = (target: Value, key: Value, evaluator: Evaluator): Value => {
  if (typeof target === 'string') return typeof key === 'number' ? target[key] : valueOr(stringMember(target, keyText(key)))
  if (typeof target !== 'object' || target === null) return UNKNOWN
  if (target.kind === 'list') {
    if (typeof key !== 'number' && !(typeof key === 'string' && /^\d+$/.test(key)))
      return typeof key === 'string' ? valueOr(listMember(target, key)) : UNKNOWN
    return Number(key) < target.items.length ? target.items[Number(key)] : target.open ? UNKNOWN : undefined
  }
  // A class whose members by symbols nobody set has none.
  if (target.kind === 'class' && isSymbol(key)) return undefined
  if (target.kind === 'object' && isSymbol(key) && target.entries.has(key)) return target.entries.get(key)
  if (target.kind !== 'object' || (typeof key === 'object' && key !== null)) return UNKNOWN
  if (target.entries.has(key)) return target.entries.get(key)
  const name = keyText(key)
  if (target.entries.has(name)) return target.entries.get(name)
  return target.open || target.prototype !== undefined ? UNKNOWN : valueOr(member(target, name, evaluator), undefined)
}

const valueOr = (value: Value | MissingMember, fallback: Value = UNKNOWN): Value => (value === MISSING ? fallback : value)

const exportsOf = (module: ModuleInstance): Value => {
  const binding = module.scope.names.get('module')
  return typeof binding?.value === 'object' && binding.value?.kind === 'object' ? binding.value.entries.get('exports') : undefined
}

export const javaScriptSemantics: Semantics = {
  followsGenerator: () => true,
  hoistsFunctions: true,
  blockScoped: true,
  unorderedTopLevel: false,
  explicitReceiver: false,
  declaresByCalls: true,
  prepareModule: (module, evaluator) => {
    const exports = object()
    module.scope.declare('exports', exports, 0)
    module.scope.declare('module', object([['exports', exports]]), 0)
    const file = `${REPOSITORY_ROOT}/${module.path}`
    const directory = posix.dirname(file)
    module.scope.declare('__filename', file, 0)
    module.scope.declare('__dirname', directory, 0)
    const provided = (source: string): Value => {
      const found = evaluator.resolver.resolve(source, module)
      return found instanceof ModuleInstance ? undefined : found
    }
    const meta: [string, Value][] = [
      ['url', `file://${file}`],
      ['filename', file],
      ['dirname', directory],
      ['glob', provided(MODULE_GLOB)],
    ]
    // Tests that stand in the source itself are declared only where it is run as a test file.
    meta.push(['vitest', module.isEntry ? provided('vitest') : undefined])
    module.scope.declare('import.meta', object(meta, { open: true }), 0)
  },
  moduleMember: (module, name, evaluator) => {
    // What a JSON file holds is what requiring it gives: `require('./users.json').forEach(…)`.
    if (module.facts?.language === 'json') return readMember(evaluator, module.exports.get('default')?.(), name)
    const exports = exportsOf(module)
    const isCommonJs = typeof exports !== 'object' || exports === null || exports.kind !== 'object' || exports.entries.size > 0
    if (!isCommonJs) return MISSING
    if (typeof exports === 'object' && exports?.kind === 'object') {
      if (exports.entries.has(name)) return exports.entries.get(name)
      if (name === 'default') return exports
      if (exports.prototype !== undefined) return readMember(evaluator, exports, name)
      return exports.open ? UNKNOWN : MISSING
    }
    return name === 'default' ? exports : readMember(evaluator, exports, name)
  },
  moduleValue: (module, evaluator) => {
    if (!evaluator.load(module)) return undefined
    return module.exports.get('default')?.() ?? exportsOf(module)
  },
  truthiness,
  isNullish: (value) => {
    if (value === undefined || value === null) return true
    return typeof value === 'object' && (value.kind === 'unknown' || value.kind === 'either') ? undefined : false
  },
  unary,
  binary,
  format: (value, _format, _conversion, evaluator) => textOf(value, evaluator),
  member,
  index,
  slice: () => UNKNOWN,
  iterate,
  global: javaScriptGlobal,
}
