/** Names that every Python module has. */
import { readMember } from '../../evaluation/members.ts'
import {
  either,
  host,
  isUnknown,
  list,
  type ListValue,
  type MissingMember,
  MISSING,
  object,
  UNKNOWN,
  type Value,
} from '../../evaluation/value.ts'
import { argument, isPythonHostData, type Native, native, nativeClass } from './python-calls.ts'
import { createClass } from './python-class-creation.ts'
import { linearize } from './python-classes.ts'
import { fill } from './python-dictionary-methods.ts'
import { distinct } from './python-equality.ts'
import { formatValue } from './python-formatting.ts'
import { iterate } from './python-iteration.ts'
import { arithmetic, float, indexOf, integer, integerOf, isFloat, numberOf } from './python-numbers.ts'
import { printed, represented } from './python-printing.ts'
import { compare, sorted } from './python-sorting.ts'
import { truthiness } from './python-truthiness.ts'

const ITEM_LIMIT = 100_000

const collection =
  (type: ListValue['type']): Native =>
  (args, { evaluator }) => {
    const [source] = args
    if (args.length === 0) return list([], { type, birth: evaluator.uncertainty })
    const known = iterate(source, evaluator)
    const items = known?.items ?? []
    return list(type === 'set' ? distinct(items) : items, { type, open: !known || known.open, birth: evaluator.uncertainty })
  }

const range: Native = (args) => {
  const numbers = args.map(indexOf)
  const [from = 0, to = 0, step = 1] = numbers.length === 1 ? [0, numbers[0]] : numbers
  if (numbers.length === 0 || numbers.includes(undefined) || step === 0) return UNKNOWN
  const count = Math.max(0, Math.ceil((to - from) / step))
  if (count > ITEM_LIMIT) return UNKNOWN
  return list(
    Array.from({ length: count }, (_item, index) => from + index * step),
    { type: 'list' },
  )
}

const zip: Native = (args, { evaluator }) => {
  const columns = args.map((one) => iterate(one, evaluator))
  if (columns.length === 0) return list([])
  if (!columns.every((column) => column !== undefined)) return UNKNOWN
  const length = Math.min(...columns.map((column) => column.items.length))
  const shortest = columns.filter((column) => column.items.length === length)
  return list(
    Array.from({ length }, (_item, index) =>
      list(
        columns.map((column) => column.items[index]),
        { type: 'tuple' },
      ),
    ),
    // A column that may be longer doesn't matter while a closed one ends first.
    { open: shortest.every((column) => column.open), birth: evaluator.uncertainty },
  )
}

const apply = (callee: Value, args: Value[], invocation: Parameters<Native>[1]): Value => {
  invocation.evaluator.step()
  return invocation.evaluator.call(callee, {
    ...invocation,
    arguments: args,
    expressions: [],
    keywords: new Map(),
    open: false,
    receiver: undefined,
  })
}

const extreme =
  (sign: number): Native =>
  (args, invocation) => {
    const known = args.length === 1 ? iterate(args[0], invocation.evaluator) : { items: [...args], open: false }
    if (!known || known.open || invocation.keywords.size > 0) return UNKNOWN
    let best = known.items[0]
    for (const item of known.items.slice(1)) {
      const order = compare(item, best)
      if (order === undefined) return UNKNOWN
      if (order * sign > 0) best = item
    }
    return best
  }

const toInteger: Native = ([value, base]) => {
  if (isFloat(value)) return Number.isFinite(value.value) ? integer(BigInt(Math.trunc(value.value))) : UNKNOWN
  const whole = integerOf(value)
  if (whole !== undefined) return whole
  if (value === undefined) return 0
  if (typeof value !== 'string') return UNKNOWN
  const radix = base === undefined ? 10 : indexOf(base)
  const text = value.trim().replace(/_/g, '')
  if (radix === 10 && /^[+-]?\d{1,4300}$/.test(text)) return integer(BigInt(text.replace(/^\+/, '')))
  return radix === 16 && /^(?:0x)?[0-9a-f]{1,13}$/i.test(text) ? Number.parseInt(text, 16) : UNKNOWN
}

const toFloat: Native = ([value]) => {
  const number = numberOf(value)
  if (number !== undefined) return float(number)
  if (value === undefined) return float(0)
  if (typeof value !== 'string') return UNKNOWN
  const text = value.trim().toLowerCase().replace(/_/g, '')
  if (/^[+-]?(?:inf|infinity)$/.test(text)) return float(text.startsWith('-') ? -Infinity : Infinity)
  if (/^[+-]?nan$/.test(text)) return float(Number.NaN)
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/.test(text) ? float(Number(text)) : UNKNOWN
}

const toBytes: Native = (args, invocation) => {
  const [value] = args
  if (typeof value === 'string') return apply(readMember(invocation.evaluator, value, 'encode'), args.slice(1), invocation)
  if (typeof value === 'object' && value?.kind === 'typed' && value.type === 'bytes') return value
  const size = indexOf(value)
  if (value === undefined || (size !== undefined && size < ITEM_LIMIT))
    return { kind: 'typed', type: 'bytes', value: '\0'.repeat(size ?? 0) }
  const known = iterate(value, invocation.evaluator)
  if (!known || known.open || !known.items.every((item) => typeof item === 'number' && item >= 0 && item < 256)) return UNKNOWN
  return { kind: 'typed', type: 'bytes', value: String.fromCharCode(...known.items.slice(0, 10_000).map(Number)) }
}

const TYPE_NAMES: Record<string, (value: Value) => boolean> = {
  str: (value) => typeof value === 'string',
  int: (value) => typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean',
  bool: (value) => typeof value === 'boolean',
  float: (value) => isFloat(value),
  bytes: (value) => typeof value === 'object' && value?.kind === 'typed' && value.type === 'bytes',
  list: (value) => typeof value === 'object' && value?.kind === 'list' && value.type === 'list',
  tuple: (value) => typeof value === 'object' && value?.kind === 'list' && value.type === 'tuple',
  set: (value) => typeof value === 'object' && value?.kind === 'list' && value.type === 'set',
  dict: (value) => typeof value === 'object' && value?.kind === 'object' && value.prototype === undefined,
  type: (value) =>
    typeof value === 'object' &&
    (value?.kind === 'class' || (value?.kind === 'host' && isPythonHostData(value.data) && value.data.python === 'class')),
}

/** Undefined: not decidable. */
const isInstance = (value: Value, type: Value): boolean | undefined => {
  if (value === undefined || isUnknown(value) || (typeof value === 'object' && value?.kind === 'either')) return undefined
  if (typeof type !== 'object' || type === null) return undefined
  if (type.kind === 'list') {
    const verdicts = type.items.map((one) => isInstance(value, one))
    return verdicts.includes(true) ? true : verdicts.includes(undefined) ? undefined : false
  }
  const prototype = typeof value === 'object' && value?.kind === 'object' ? value.prototype : undefined
  if (type.kind === 'class') {
    if (typeof prototype !== 'object' || prototype?.kind !== 'class') return prototype === undefined ? false : undefined
    return linearize(prototype).includes(type)
  }
  if (type.kind !== 'host') return undefined
  if (typeof prototype === 'object' && prototype?.kind === 'class') {
    const ancestors = linearize(prototype)
    return ancestors.includes(type) ? true : ancestors.some((one) => one.kind !== 'class') ? undefined : false
  }
  if (prototype !== undefined) return prototype === type ? true : undefined
  const test = Object.hasOwn(TYPE_NAMES, type.name) ? TYPE_NAMES[type.name] : undefined
  return test ? test(value) : undefined
}

const decided = (verdict: boolean | undefined): Value => verdict ?? UNKNOWN

const typeMembers: Record<string, Value> = {
  fromkeys: native('fromkeys', ([keys, value = null], { evaluator }) => {
    const known = iterate(keys, evaluator)
    return known
      ? object(
          known.items.map((key) => [key, value] as const),
          { open: known.open, birth: evaluator.uncertainty },
        )
      : UNKNOWN
  }),
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
  frozenset: collection('set'),
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
    const known = iterate(items, evaluator)
    const verdicts = known?.items.map(truthiness) ?? [undefined]
    return verdicts.includes(false) ? false : verdicts.includes(undefined) || known?.open ? UNKNOWN : true
  },
  any: ([items], { evaluator }) => {
    const known = iterate(items, evaluator)
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
  divmod: ([left, right]) => {
    const [quotient, rest] = [arithmetic('//', left, right), arithmetic('%', left, right)]
    return quotient === undefined ? UNKNOWN : list([quotient, rest], { type: 'tuple' })
  },
  enumerate: (_args, invocation) => {
    const known = iterate(invocation.arguments[0], invocation.evaluator)
    const start = indexOf(argument(invocation, 1, 'start') ?? 0)
    if (!known || start === undefined) return UNKNOWN
    return list(
      known.items.map((item, index) => list([start + index, item], { type: 'tuple' })),
      { open: known.open, birth: invocation.evaluator.uncertainty },
    )
  },
  filter: ([test, items], invocation) => {
    const known = iterate(items, invocation.evaluator)
    if (!known) return UNKNOWN
    let { open } = known
    const kept = known.items.filter((item) => {
      const verdict = truthiness(test === null ? item : apply(test, [item], invocation))
      if (verdict === undefined) open = true
      return verdict === true
    })
    return list(kept, { open, birth: invocation.evaluator.uncertainty })
  },
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
    const found = readMember(evaluator, target, name)
    return found === undefined || (isUnknown(found) && args.length > 2)
      ? args.length > 2
        ? either(found ?? UNKNOWN, fallback)
        : UNKNOWN
      : found
  },
  hex: ([value]) => baseText(value, 16, '0x'),
  isinstance: ([value, type]) => decided(isInstance(value, type)),
  issubclass: ([value, type]) =>
    typeof value === 'object' &&
    value?.kind === 'class' &&
    typeof type === 'object' &&
    type !== null &&
    (type.kind === 'class' || type.kind === 'host')
      ? linearize(value).includes(type) || UNKNOWN
      : UNKNOWN,
  iter: ([items]) => items,
  len: ([value], { evaluator }) => {
    const known = iterate(value, evaluator)
    return known && !known.open ? known.items.length : UNKNOWN
  },
  map: ([callee, ...columns], invocation) => {
    const known = columns.map((column) => iterate(column, invocation.evaluator))
    if (known.length === 0 || !known.every((column) => column !== undefined)) return UNKNOWN
    const length = Math.min(...known.map((column) => column.items.length))
    return list(
      Array.from({ length }, (_item, index) =>
        apply(
          callee,
          known.map((column) => column.items[index]),
          invocation,
        ),
      ),
      { open: known.some((column) => column.open), birth: invocation.evaluator.uncertainty },
    )
  },
  max: extreme(1),
  min: extreme(-1),
  next: ([items], { evaluator }) => {
    const known = iterate(items, evaluator)
    return known && known.items.length > 0 ? known.items[0] : UNKNOWN
  },
  oct: ([value]) => baseText(value, 8, '0o'),
  bin: ([value]) => baseText(value, 2, '0b'),
  ord: ([value]) => (typeof value === 'string' && [...value].length === 1 ? (value.codePointAt(0) ?? UNKNOWN) : UNKNOWN),
  pow: ([base, exponent, modulus]) => (modulus === undefined ? (arithmetic('**', base, exponent) ?? UNKNOWN) : UNKNOWN),
  range,
  repr: ([value], { evaluator }) => represented(value, evaluator) ?? UNKNOWN,
  reversed: ([items], { evaluator }) => {
    const known = iterate(items, evaluator)
    return known ? list(known.items.toReversed(), { open: known.open, birth: evaluator.uncertainty }) : UNKNOWN
  },
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
  setattr: ([target, name, value], { evaluator }) => {
    setAttribute(target, name, value, evaluator.uncertainty)
    return null
  },
  sorted: (_args, invocation) => {
    const result = sorted(invocation.arguments[0], invocation)
    return result ? list(result, { birth: invocation.evaluator.uncertainty }) : unordered(invocation)
  },
  staticmethod: ([callee]) =>
    typeof callee === 'object' && callee?.kind === 'closure' ? { ...callee, facts: { ...callee.facts, static: true } } : callee,
  classmethod: ([callee]) => {
    if (typeof callee === 'object' && callee?.kind === 'closure') callee.attributes.set('%classmethod', true)
    return callee
  },
  property: () => host('property', { data: { python: 'object', name: 'property' } }),
  sum: ([items, start = 0], { evaluator }) => {
    const known = iterate(items, evaluator)
    if (!known || known.open) return UNKNOWN
    let total: Value = start
    for (const item of known.items) total = evaluator.semantics.binary('+', total, item, evaluator)
    return total
  },
  super: () => UNKNOWN,
  type: (args, invocation) => typeOf(args, invocation),
  vars: () => UNKNOWN,
  zip,
}

/** Items whose order isn't known are still known items. */
const unordered = (invocation: Parameters<Native>[1]): Value => {
  const known = iterate(invocation.arguments[0], invocation.evaluator)
  return known ? list(known.items, { open: true, birth: invocation.evaluator.uncertainty }) : UNKNOWN
}

const baseText = (value: Value, base: number, prefix: string): Value => {
  const whole = integerOf(value)
  if (whole === undefined) return UNKNOWN
  return `${whole < 0 ? '-' : ''}${prefix}${(whole < 0 ? -BigInt(whole) : BigInt(whole)).toString(base)}`
}

const setAttribute = (target: Value, name: Value, value: Value, uncertainty: number): void => {
  if (typeof target !== 'object' || target === null || typeof name !== 'string') return
  if (target.kind === 'class') {
    target.members.set(name, value)
    target.scope.declare(name, value, uncertainty)
  } else if (target.kind === 'closure') target.attributes.set(name, value)
  else if (target.kind === 'module') target.module.scope.declare(name, value, uncertainty)
  else if (target.kind === 'object') target.entries.set(name, value)
}

/** `type(value)`, and `type(name, bases, members)`, which makes a class. */
const typeOf: Native = ([value, bases, members], invocation) => {
  if (bases === undefined) {
    if (typeof value === 'object' && value?.kind === 'object' && value.prototype !== undefined) return value.prototype
    for (const [name, test] of Object.entries(TYPE_NAMES))
      if (test(value)) return builtins[name === 'int' && typeof value === 'boolean' ? 'bool' : name] ?? UNKNOWN
    return UNKNOWN
  }
  const { evaluator, module, site } = invocation
  const known = iterate(bases, evaluator)
  if (typeof value !== 'string') return UNKNOWN
  return makeClass(
    value,
    known?.items ?? [UNKNOWN],
    typeof members === 'object' && members?.kind === 'object' ? members.entries : new Map(),
    invocation,
    module,
    site.line,
  )
}

const makeClass = (
  name: string,
  bases: Value[],
  entries: ReadonlyMap<Value, Value>,
  { evaluator }: Parameters<Native>[1],
  module: Parameters<Native>[1]['module'],
  line: number,
): Value => {
  const type = createClass(name, bases, module, line)
  for (const [key, value] of entries) if (typeof key === 'string') type.members.set(key, value)
  evaluator.semantics.finishClass?.(type, evaluator)
  return type
}

const EXCEPTIONS =
  'BaseException Exception ArithmeticError AssertionError AttributeError BlockingIOError BrokenPipeError BufferError ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError ConnectionResetError EOFError EnvironmentError FileExistsError FileNotFoundError FloatingPointError GeneratorExit IOError ImportError IndentationError IndexError InterruptedError IsADirectoryError KeyError KeyboardInterrupt LookupError MemoryError ModuleNotFoundError NameError NotADirectoryError NotImplementedError OSError OverflowError PermissionError ProcessLookupError RecursionError ReferenceError RuntimeError StopAsyncIteration StopIteration SyntaxError SystemError SystemExit TabError TimeoutError TypeError UnboundLocalError UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError ValueError ZeroDivisionError Warning BytesWarning DeprecationWarning EncodingWarning FutureWarning ImportWarning PendingDeprecationWarning ResourceWarning RuntimeWarning SyntaxWarning UnicodeWarning UserWarning ExceptionGroup BaseExceptionGroup'.split(
    ' ',
  )

const OPAQUE_CLASSES = ['bytearray', 'complex', 'memoryview', 'object', 'slice']

const builtins: Record<string, Value> = {
  ...Object.fromEntries(Object.entries(FUNCTIONS).map(([name, call]) => [name, native(name, call)])),
  ...Object.fromEntries(
    Object.entries(CLASSES).map(([name, call]) => [name, nativeClass(name, { call, members: name === 'dict' ? typeMembers : {} })]),
  ),
  ...Object.fromEntries([...OPAQUE_CLASSES, ...EXCEPTIONS].map((name) => [name, nativeClass(name)])),
  Ellipsis: host('Ellipsis', { data: { python: 'object', name: 'ellipsis' } }),
  NotImplemented: host('NotImplemented', { data: { python: 'object', name: 'NotImplementedType' } }),
  __debug__: true,
}

export const pythonGlobal = (name: string): Value | MissingMember => (Object.hasOwn(builtins, name) ? builtins[name] : MISSING)
