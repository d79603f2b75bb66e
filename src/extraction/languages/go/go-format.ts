/** How `fmt` prints values that are known; undefined where the text can't be told. */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { ModuleInstance } from '../../evaluation/module-instance.ts'
import { type ListValue, MISSING, type ObjectValue, type Value } from '../../evaluation/value.ts'
import { fieldsOf } from './go-conversion.ts'
import { formatFloat } from './go-format-number.ts'
import { formatSyntax } from './go-format-syntax.ts'
import { decodeBytes } from './go-literals.ts'
import { goMember } from './go-members.ts'
import { quote } from './go-quote.ts'
import { elementOf, typeName } from './go-type-names.ts'
import {
  isBoxed,
  isClass,
  isFloat,
  isList,
  isListPointer,
  isMap,
  isObject,
  isStructType,
  numberOf,
  POINTER,
  textOf,
  unbox,
} from './go-values.ts'

export interface Directive {
  flags: string
  width: number | undefined
  precision: number | undefined
  verb: string
}

/** What `String()` or `Error()` of a value returns; null where it has neither. */
const ownText = (evaluator: Evaluator, value: Value): string | null | undefined => {
  if (typeof value !== 'object' || value === null || (value.kind !== 'object' && value.kind !== 'host' && value.kind !== 'list'))
    return null
  for (const name of ['Error', 'String']) {
    const method = goMember(evaluator, value, name)
    if (typeof method !== 'object' || method === null || (method.kind !== 'closure' && method.kind !== 'host')) continue
    const site = { kind: 'call', callee: { kind: 'unknown' }, arguments: [], line: 0, endLine: 0 } as const
    const result = evaluator.call(method, {
      evaluator,
      site: { ...site, arguments: [] },
      arguments: [],
      expressions: [],
      keywords: new Map(),
      open: false,
      receiver: value,
      module: method.kind === 'closure' ? method.module : NO_MODULE,
    })
    return textOf(result)
  }
  return null
}

/** Methods of the library are called from nowhere. */
const NO_MODULE = new ModuleInstance('')

const pad = (text: string, { flags, width }: Directive, zeros = false): string => {
  const missing = (width ?? 0) - [...text].length
  if (missing <= 0) return text
  if (flags.includes('-')) return text + ' '.repeat(missing)
  if (!zeros || !flags.includes('0')) return ' '.repeat(missing) + text
  const sign = /^[+-]/.exec(text)?.[0] ?? ''
  return sign + '0'.repeat(missing) + text.slice(sign.length)
}

const RADIX: Record<string, number> = { b: 2, o: 8, O: 8, d: 10, x: 16, X: 16, v: 10 }
const PREFIX: Record<string, string> = { b: '0b', o: '0', x: '0x', X: '0X' }

const formatInteger = (value: number | bigint, directive: Directive): string | undefined => {
  const { verb, flags } = directive
  if (verb === 'c') return pad(String.fromCodePoint(Number(value)), directive)
  if (verb === 'q') return pad(quote(String.fromCodePoint(Number(value)), "'"), directive)
  if (verb === 'U') return pad(`U+${Number(value).toString(16).toUpperCase().padStart(4, '0')}`, directive)
  const radix = RADIX[verb]
  if (radix === undefined) return undefined
  const digits = (value < 0 ? -value : value).toString(radix)
  const body = (verb === 'X' ? digits.toUpperCase() : digits).padStart(directive.precision ?? 0, '0')
  const prefix = verb === 'O' ? '0o' : flags.includes('#') ? (PREFIX[verb] ?? '') : ''
  const sign = value < 0 ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : ''
  return pad(sign + prefix + body, directive, directive.precision === undefined)
}

const FLOAT_VERBS = new Set(['e', 'f', 'F', 'g', 'v', 'E', 'G'])

const formatNumber = (value: number, directive: Directive): string | undefined => {
  const { verb, flags, precision } = directive
  if (!FLOAT_VERBS.has(verb)) return undefined
  const form = verb === 'v' || verb === 'g' || verb === 'G' ? 'g' : verb === 'e' || verb === 'E' ? 'e' : 'f'
  const text = formatFloat(value, form, precision ?? (form === 'g' ? undefined : 6))
  const signed = (flags.includes('+') && !text.startsWith('-') ? '+' : '') + text
  return pad(verb === 'E' || verb === 'G' ? signed.toUpperCase() : signed, directive, true)
}

const hex = (text: string, upper: boolean): string => {
  const digits = Buffer.from(text).toString('hex')
  return upper ? digits.toUpperCase() : digits
}

const formatText = (text: string, directive: Directive): string | undefined => {
  const { verb, precision, flags } = directive
  const cut = precision === undefined ? text : [...text].slice(0, precision).join('')
  switch (verb) {
    case 'v':
      return flags.includes('#') ? quote(text) : pad(cut, directive)
    case 's':
      return pad(cut, directive)
    case 'q':
      return pad(flags.includes('#') && !text.includes('`') ? `\`${cut}\`` : quote(cut), directive)
    case 'x':
    case 'X':
      return pad(hex(cut, verb === 'X'), directive)
    default:
      return undefined
  }
}

const join = (parts: (string | undefined)[], open: string, close: string): string | undefined =>
  parts.every((part) => part !== undefined) ? `${open}${parts.join(' ')}${close}` : undefined

const compareKeys = (left: Value, right: Value): number => {
  const [a, b] = [numberOf(left), numberOf(right)]
  if (a !== undefined && b !== undefined) return a - b
  const [x, y] = [textOf(left) ?? '', textOf(right) ?? '']
  return x < y ? -1 : Number(x > y)
}

const formatObject = (evaluator: Evaluator, value: ObjectValue, directive: Directive, depth: number): string | undefined => {
  if (value.open) return undefined
  const inner = (one: Value): string | undefined => formatValue(evaluator, one, directive, depth + 1)
  if (isMap(value)) {
    const keys = [...value.entries.keys()].toSorted(compareKeys)
    const parts = keys.map((key) => join([inner(key), inner(value.entries.get(key))], '', '')?.replace(' ', ':'))
    return join(parts, 'map[', ']')
  }
  if (!isClass(value.prototype) || !isStructType(value.prototype)) return undefined
  // The addresses of nested pointers are told by no text.
  if (value.type === POINTER && depth > 0) return undefined
  const { prototype } = value
  const names = directive.flags.includes('+')
  const parts = fieldsOf(prototype).map(({ name, type }) => {
    const field = value.entries.has(name) ? value.entries.get(name) : goMember(evaluator, value, name)
    const text = field === MISSING ? undefined : inner(field)
    return text === undefined ||
      (type.kind === 'unary' && type.operator === '*' && value.entries.get(name) !== null && value.entries.has(name))
      ? undefined
      : names
        ? `${name}:${text}`
        : text
  })
  return join(parts, value.type === POINTER ? '&{' : '{', '}')
}

const TEXT_VERBS = new Set(['s', 'q', 'x', 'X'])

/** A slice of bytes is a text for the verbs of texts. */
const formatList = (evaluator: Evaluator, value: ListValue, directive: Directive, depth: number): string | undefined => {
  if (value.open) return undefined
  if (TEXT_VERBS.has(directive.verb) && value.items.some((item) => numberOf(item) !== undefined && !isFloat(item))) {
    const element = elementOf(evaluator, value)
    if (element === undefined) return undefined
    if (element === 'uint8') {
      const bytes = value.items.map(numberOf)
      if (!bytes.every((byte) => byte !== undefined)) return undefined
      return formatText(decodeBytes(bytes), directive)
    }
  }
  return join(
    value.items.map((item) => formatValue(evaluator, item, directive, depth + 1)),
    '[',
    ']',
  )
}

export const formatValue = (evaluator: Evaluator, value: Value, directive: Directive, depth = 0): string | undefined => {
  const { verb } = directive
  if (depth > 10) return undefined
  // `%+v` names fields; it puts no plus before numbers.
  const scalar = verb === 'v' ? { ...directive, flags: directive.flags.replace('+', '') } : directive
  if (verb === 'T') return typeName(evaluator, value)
  if (isListPointer(value)) return undefined
  if (directive.flags.includes('#') && verb === 'v') return formatSyntax(evaluator, value)
  if ('vsqxX'.includes(verb) && !directive.flags.includes('#')) {
    const own = ownText(evaluator, value)
    if (own !== null) return own === undefined ? undefined : formatText(own, directive)
  }
  const plain = unbox(value)
  if (plain === null) return verb === 'v' ? pad('<nil>', directive) : `%!${verb}(<nil>)`
  if (typeof plain === 'boolean')
    return verb === 'v' || verb === 't' ? pad(String(plain), directive) : wrongVerb(evaluator, value, directive)
  // No constant that doesn't fit is ever printed, so this is an int that went over.
  if (typeof plain === 'bigint') return formatInteger(isBoxed(value) ? plain : BigInt.asIntN(64, plain), scalar)
  const number = numberOf(plain)
  if (number !== undefined)
    return (isFloat(plain) ? formatNumber(number, scalar) : formatInteger(number, scalar)) ?? wrongVerb(evaluator, value, directive)
  if (typeof plain === 'object' && plain?.kind === 'typed' && plain.type === 'bytes' && verb === 'v')
    return join([...Buffer.from(String(plain.value))].map(String), '[', ']')
  const text = textOf(plain)
  if (text !== undefined)
    return formatText(text, directive) ?? (typeof plain === 'string' ? wrongVerb(evaluator, value, directive) : undefined)
  if (isList(plain)) return formatList(evaluator, plain, directive, depth)
  return isObject(plain) ? formatObject(evaluator, plain, directive, depth) : undefined
}

/** `%d` of a string prints `%!d(string=…)`. */
const wrongVerb = (evaluator: Evaluator, value: Value, directive: Directive): string | undefined => {
  const type = typeName(evaluator, value)
  const text = formatValue(evaluator, unbox(value), { ...directive, verb: 'v' })
  return type === undefined || text === undefined ? undefined : `%!${directive.verb}(${type}=${text})`
}

const PLAIN: Directive = { flags: '', width: undefined, precision: undefined, verb: 'v' }

/** `fmt.Sprint` puts a space between two operands that are no strings, `Sprintln` between all. */
export const sprint = (evaluator: Evaluator, args: readonly Value[], line: boolean): string | undefined => {
  let text = ''
  for (const [index, value] of args.entries()) {
    const formatted = formatValue(evaluator, value, PLAIN)
    if (formatted === undefined) return undefined
    const former = args[index - 1]
    if (index > 0 && (line || (typeof value !== 'string' && typeof former !== 'string'))) text += ' '
    text += formatted
  }
  return line ? `${text}\n` : text
}
