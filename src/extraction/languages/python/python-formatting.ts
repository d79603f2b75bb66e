/** The format mini-language, `str.format` and `%`. Undefined where a result can't be told. */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import type { Value } from '../../evaluation/value.ts'
import { findEntry } from './python-equality.ts'
import { integerOf, isFloat, numberOf } from './python-numbers.ts'
import { formattedByMethod, printed, represented } from './python-printing.ts'

const SPECIFICATION = /^(?:([\s\S])?([<>=^]))?([+\- ])?(#)?(0)?(\d+)?([,_])?(?:\.(\d+))?([bcdeEfFgGnosxX%])?$/u
const WIDTH_LIMIT = 10_000

/** `format(value, specification)`. */
export const formatValue = (value: Value, specification: string, evaluator: Evaluator): string | undefined => {
  const own = formattedByMethod(value, specification, evaluator)
  if (own) return own.text
  if (specification === '') return printed(value, evaluator)
  const parts = SPECIFICATION.exec(specification)
  if (!parts) return undefined
  const [, fill, align, sign = '-', alternate, zero, width, group, precision, type] = parts
  if (Number(width ?? 0) > WIDTH_LIMIT || Number(precision ?? 0) > 100) return undefined
  const isNumber = numberOf(value) !== undefined
  const body = isNumber
    ? formatNumber(value, type, precision === undefined ? undefined : Number(precision), alternate !== undefined, group, evaluator)
    : formatText(value, precision, type)
  if (body === undefined) return undefined
  const signed = isNumber && !body.startsWith('-') && sign !== '-' ? sign + body : body
  return pad(
    signed,
    Number(width ?? 0),
    fill ?? (zero === undefined ? ' ' : '0'),
    align ?? (zero !== undefined && isNumber ? '=' : isNumber ? '>' : '<'),
  )
}

const formatText = (value: Value, precision: string | undefined, type: string | undefined): string | undefined => {
  if (type !== undefined && type !== 's') return undefined
  if (typeof value !== 'string') return undefined
  return precision === undefined ? value : [...value].slice(0, Number(precision)).join('')
}

const pad = (text: string, width: number, fill: string, align: string): string => {
  const missing = width - [...text].length
  if (missing <= 0) return text
  switch (align) {
    case '<':
      return text + fill.repeat(missing)
    case '>':
      return fill.repeat(missing) + text
    case '^':
      return fill.repeat(missing >> 1) + text + fill.repeat(missing - (missing >> 1))
    default: {
      const signs = /^[+\- ]?(?:0[xob])?/i.exec(text)?.[0] ?? ''
      return signs + fill.repeat(missing) + text.slice(signs.length)
    }
  }
}

const grouped = (digits: string, separator: string | undefined): string => {
  if (separator === undefined) return digits
  const [, sign = '', whole = '', rest = ''] = /^(-?)(\d+)(.*)$/.exec(digits) ?? []
  return sign + whole.replace(/\B(?=(?:\d{3})+$)/g, separator) + rest
}

const BASES: Record<string, { base: number; prefix: string }> = {
  b: { base: 2, prefix: '0b' },
  o: { base: 8, prefix: '0o' },
  x: { base: 16, prefix: '0x' },
  X: { base: 16, prefix: '0X' },
}

const formatNumber = (
  value: Value,
  type: string | undefined,
  precision: number | undefined,
  alternate: boolean,
  group: string | undefined,
  evaluator: Evaluator,
): string | undefined => {
  const whole = integerOf(value)
  if (whole !== undefined) {
    if (type === undefined && precision === undefined) return grouped(String(whole), group)
    if (type === 'd' || type === 'n') return grouped(String(whole), group)
    if (type === 'c') return String.fromCodePoint(Math.min(Math.max(Number(whole), 0), 0x10ffff))
    const base = type === undefined ? undefined : BASES[type]
    if (base) {
      const digits = (whole < 0 ? -BigInt(whole) : BigInt(whole)).toString(base.base)
      return (whole < 0 ? '-' : '') + (alternate ? base.prefix : '') + (type === 'X' ? digits.toUpperCase() : digits)
    }
  }
  const number = numberOf(value)
  if (number === undefined || !Number.isFinite(number)) return undefined
  switch (type) {
    case 'f':
    case 'F':
      return Math.abs(number) < 1e21 ? grouped(fixed(number, precision ?? 6), group) : undefined
    case '%':
      return Math.abs(number) < 1e19 ? `${fixed(number * 100, precision ?? 6)}%` : undefined
    case 'e':
    case 'E': {
      const text = number.toExponential(precision ?? 6).replace(/e([+-])(\d)$/, 'e$10$2')
      return type === 'E' ? text.toUpperCase() : text
    }
    case 'g':
    case 'n':
      return general(number, precision ?? 6, alternate)
    case 'G':
      return general(number, precision ?? 6, alternate).toUpperCase()
    case undefined:
      if (group !== undefined && precision === undefined) return grouped(printed(value, evaluator) ?? '', group)
      return precision === undefined ? printed(value, evaluator) : isFloat(value) ? generalOfFloat(number, precision) : undefined
    default:
      return undefined
  }
}

/** JavaScript rounds a tie up, Python to the even digit. */
const fixed = (number: number, digits: number): string => {
  const rounded = number.toFixed(digits)
  const exact = number.toFixed(Math.min(100, digits + 30))
  const point = exact.indexOf('.')
  const rest = exact.slice(digits === 0 ? point + 1 : point + 1 + digits)
  if (!/^50*$/.test(rest)) return rounded
  const cut = exact.slice(0, digits === 0 ? point : point + 1 + digits)
  return Number(cut.at(-1)) % 2 === 0 ? cut : rounded
}

const general = (number: number, digits: number, alternate: boolean): string => {
  const precision = Math.max(1, digits)
  const exponent = number === 0 ? 0 : Number(number.toExponential(precision - 1).split('e')[1])
  const isLarge = exponent < -4 || exponent >= precision
  const text = isLarge
    ? number.toExponential(precision - 1).replace(/e([+-])(\d)$/, 'e$10$2')
    : number.toFixed(Math.max(0, precision - 1 - exponent))
  return alternate
    ? text
    : text.replace(/\.?0+(?=e|$)/, (zeros, offset: number) => (text.slice(0, offset + zeros.length).includes('.') ? '' : zeros))
}

/** A float with a precision and no type keeps one digit behind the point. */
const generalOfFloat = (number: number, precision: number): string => {
  const text = general(number, precision, false)
  return /[.e]/.test(text) ? text : `${text}.0`
}

const CONVERSION = /%(?:\(([^)]*)\))?([#0\- +]*)(\*|\d+)?(?:\.(\*|\d+))?[hlL]?([diouxXeEfFgGcrsa%])/g

/** `template % argument`. */
export const formatPercent = (template: string, argument: Value, evaluator: Evaluator): string | undefined => {
  const isTuple = typeof argument === 'object' && argument?.kind === 'list' && argument.type === 'tuple'
  if (isTuple && argument.open) return undefined
  const values = isTuple ? argument.items : [argument]
  let next = 0
  let isUndecided = false
  const text = template.replace(
    CONVERSION,
    (_all, name: string | undefined, flags: string, width: string | undefined, precision: string | undefined, type: string) => {
      if (type === '%') return '%'
      if (width === '*' || precision === '*') {
        isUndecided = true
        return ''
      }
      let value: Value
      if (name === undefined) {
        if (next >= values.length) isUndecided = true
        value = values[next++]
      } else value = typeof argument === 'object' && argument?.kind === 'object' ? findEntry(argument, name)?.value : undefined
      const shown = convert(value, type, flags, width, precision, evaluator)
      if (shown === undefined) isUndecided = true
      return shown ?? ''
    },
  )
  return isUndecided || (isTuple && next < values.length) ? undefined : text
}

const convert = (
  value: Value,
  type: string,
  flags: string,
  width: string | undefined,
  precision: string | undefined,
  evaluator: Evaluator,
): string | undefined => {
  const align = flags.includes('-') ? '<' : ''
  if (type === 's' || type === 'r' || type === 'a') {
    const shown = type === 's' ? printed(value, evaluator) : represented(value, evaluator)
    return shown === undefined
      ? undefined
      : formatValue(shown, `${align || '>'}${width ?? ''}${precision === undefined ? '' : `.${precision}`}`, evaluator)
  }
  if (type === 'c' && typeof value === 'string') return value
  const sign = flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : ''
  const zero = flags.includes('0') && align === '' ? '0' : ''
  const isWhole = 'diu'.includes(type)
  const number = isWhole && isFloat(value) ? Math.trunc(value.value) : value
  const specification = `${align}${sign}${flags.includes('#') ? '#' : ''}${zero}${width ?? ''}${precision === undefined || isWhole ? '' : `.${precision}`}${isWhole ? 'd' : type}`
  return numberOf(number) === undefined ? undefined : formatValue(number, specification, evaluator)
}

/** `template.format(*positional, **keywords)`; `member` reads `{a.b}`. */
export const formatBraces = (
  template: string,
  positional: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
  read: (value: Value, path: string) => Value,
  evaluator: Evaluator,
): string | undefined => {
  let next = 0
  let isUndecided = false
  const text = template.replace(
    /\{\{|\}\}|\{([^{}!:]*)(![rsa])?(?::([^{}]*))?\}|[{}]/g,
    (all, field: string | undefined, conversion: string | undefined, specification: string | undefined) => {
      if (all === '{{' || all === '}}') return all.charAt(0)
      if (field === undefined) {
        isUndecided = true
        return ''
      }
      const [, root = '', path = ''] = /^([^.[]*)(.*)$/s.exec(field) ?? []
      const found = root === '' ? positional[next++] : /^\d+$/.test(root) ? positional[Number(root)] : keywords.get(root)
      const value = path === '' ? found : read(found, path)
      const shown =
        conversion === '!r' || conversion === '!a' ? represented(value, evaluator) : conversion === '!s' ? printed(value, evaluator) : value
      const formatted = shown === undefined ? undefined : formatValue(shown, specification ?? '', evaluator)
      if (formatted === undefined) isUndecided = true
      return formatted ?? ''
    },
  )
  return isUndecided ? undefined : text
}
