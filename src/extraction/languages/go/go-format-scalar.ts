/** How `fmt` prints texts, truths and numbers by their directives; undefined where a verb is none of theirs. */
import { formatFloat } from './go-format-number.ts'
import { isPrintable, quote } from './go-quote.ts'

export interface Directive {
  flags: string
  width: number | undefined
  precision: number | undefined
  verb: string
}

const has = ({ flags }: Directive, flag: string): boolean => flags.includes(flag)

/** Zeros go wherever they were asked for, and never behind. */
export const pad = (text: string, directive: Directive): string => {
  const missing = (directive.width ?? 0) - [...text].length
  if (missing <= 0) return text
  if (has(directive, '-')) return text + ' '.repeat(missing)
  return (has(directive, '0') ? '0' : ' ').repeat(missing) + text
}

const RADIX: Record<string, number> = { b: 2, o: 8, O: 8, d: 10, x: 16, X: 16, v: 10 }
const PREFIX: Record<string, string> = { b: '0b', x: '0x', X: '0X' }

const isCodePoint = (code: number): boolean => code >= 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)

const characterOf = (value: number | bigint): string => (isCodePoint(Number(value)) ? String.fromCodePoint(Number(value)) : '\ufffd')

const signOf = (isNegative: boolean, directive: Directive): string =>
  isNegative ? '-' : has(directive, '+') ? '+' : has(directive, ' ') ? ' ' : ''

const formatUnicode = (value: number | bigint, directive: Directive): string => {
  const digits = Number(value).toString(16).toUpperCase()
  const character = characterOf(value)
  const shown = has(directive, '#') && isPrintable(character) ? ` '${character}'` : ''
  return pad(`U+${digits.padStart(Math.max(4, directive.precision ?? 4), '0')}${shown}`, {
    ...directive,
    flags: directive.flags.replace('0', ''),
  })
}

export const formatInteger = (value: number | bigint, directive: Directive): string | undefined => {
  const { verb, precision, width } = directive
  if (verb === 'c') return pad(characterOf(value), directive)
  if (verb === 'q') return pad(quote(characterOf(value), "'", has(directive, '+')), directive)
  if (verb === 'U') return value < 0 ? undefined : formatUnicode(value, directive)
  const radix = RADIX[verb]
  if (radix === undefined) return undefined
  if (precision === 0 && Number(value) === 0) return pad('', { ...directive, flags: '' })
  const sign = signOf(value < 0, directive)
  // Zeros up to the width stand between the sign and the digits, and a prefix comes on top of that.
  const isFilled = precision === undefined && width !== undefined && has(directive, '0') && !has(directive, '-')
  const digits = (value < 0 ? -value : value).toString(radix).padStart(isFilled ? width - sign.length : (precision ?? 0), '0')
  const octal = has(directive, '#') && verb === 'o' && !digits.startsWith('0') ? '0' : ''
  const prefix = verb === 'O' ? '0o' : has(directive, '#') ? (PREFIX[verb] ?? octal) : ''
  const body = sign + prefix + (verb === 'X' ? digits.toUpperCase() : digits)
  return pad(body, { ...directive, flags: directive.flags.replace('0', '') })
}

const FLOAT_FORMS: Record<string, 'e' | 'f' | 'g'> = { e: 'e', E: 'e', f: 'f', F: 'f', g: 'g', G: 'g', v: 'g' }

/** Verbs that print a float by its bits, which is not done here. */
const BIT_VERBS = new Set(['b', 'x', 'X'])

/** `null`: the verb is one of floats, and what it prints can't be told. */
export const formatNumber = (value: number, directive: Directive, isSingle: boolean): string | null | undefined => {
  const { verb, precision, width } = directive
  if (BIT_VERBS.has(verb)) return null
  const form = FLOAT_FORMS[verb]
  if (form === undefined) return undefined
  if (has(directive, '#')) return null
  const text = formatFloat(value, form, precision ?? (form === 'g' ? undefined : 6), isSingle)
  const size = text.replace(/^[+-]/, '')
  const isNumber = Number.isFinite(value)
  // That of infinity is always shown, that of what is no number only where it is asked for.
  const asked = signOf(text.startsWith('-'), directive)
  const sign = has(directive, ' ') && !has(directive, '+') && asked === '' ? ' ' : asked === '' && size === 'Inf' ? '+' : asked
  const shown = verb === 'E' || verb === 'G' ? size.toUpperCase() : size
  const missing = (width ?? 0) - shown.length - sign.length
  const isFilled = isNumber && has(directive, '0') && !has(directive, '-') && missing > 0
  return isFilled ? sign + '0'.repeat(missing) + shown : pad(sign + shown, { ...directive, flags: directive.flags.replace('0', '') })
}

/** `%x` and `%X` of texts and of slices of bytes. */
export const hexadecimal = (bytes: Iterable<number>, directive: Directive): string => {
  const isUpper = directive.verb === 'X'
  const digits = [...bytes].slice(0, directive.precision).map((byte) => byte.toString(16).padStart(2, '0'))
  const shown = isUpper ? digits.map((byte) => byte.toUpperCase()) : digits
  const prefix = has(directive, '#') && shown.length > 0 ? (isUpper ? '0X' : '0x') : ''
  return pad(has(directive, ' ') ? shown.map((byte) => prefix + byte).join(' ') : prefix + shown.join(''), directive)
}

/** Stands for bytes that are no text, of which nothing more is known. */
const isBroken = (text: string): boolean => text.includes('\ufffd')

/** Whether a text may stand between backquotes as it is. */
const canBackquote = (text: string): boolean => !/[`\p{Cc}\ufeff\ufffd]/u.test(text.replaceAll('\t', ''))

/** `null`: the verb is one of texts, and what it prints can't be told. */
export const formatText = (text: string, directive: Directive): string | null | undefined => {
  const { verb, precision } = directive
  if ('qxX'.includes(verb) && isBroken(text)) return null
  const cut = precision === undefined ? text : [...text].slice(0, precision).join('')
  switch (verb) {
    case 'v':
    case 's':
      return pad(cut, directive)
    case 'q':
      return pad(has(directive, '#') && canBackquote(cut) ? `\`${cut}\`` : quote(cut, '"', has(directive, '+')), directive)
    case 'x':
    case 'X':
      return hexadecimal(Buffer.from(text), directive)
    default:
      return undefined
  }
}

export const formatBoolean = (value: boolean, directive: Directive): string | undefined =>
  directive.verb === 'v' || directive.verb === 't' ? pad(String(value), directive) : undefined
