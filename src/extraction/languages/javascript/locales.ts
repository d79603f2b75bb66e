/** Numbers as a locale writes them, where the program names the locale; without one it is that of the machine. */
import { host, type Invocation, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { plainOf, undecided } from './text-of-value.ts'

const isOptions = (value: unknown): value is Intl.NumberFormatOptions => typeof value === 'object' && value !== null

const formatOf = (locale: Value, options: Value): Intl.NumberFormat | null => {
  const plain = options === undefined ? {} : plainOf(options)
  if (typeof locale !== 'string' || plain === undecided || !isOptions(plain)) return null
  try {
    return new Intl.NumberFormat(locale, plain)
  } catch {
    return null
  }
}

/** `number.toLocaleString('en-US', { … })` */
export const localNumber = (number: number | bigint, { arguments: [locale, options] }: Invocation): Value =>
  formatOf(locale, options)?.format(number) ?? UNKNOWN

const numberFormat = ({ arguments: [locale, options] }: Invocation): Value => {
  const format = formatOf(locale, options)
  if (!format) return UNKNOWN
  const call = ({ arguments: [number] }: Invocation): Value =>
    typeof number === 'number' || typeof number === 'bigint' ? format.format(number) : UNKNOWN
  return host('NumberFormat', { member: (property) => (property === 'format' ? host('format', { call }) : UNKNOWN) })
}

export const INTL = host('Intl', {
  member: (property) => (property === 'NumberFormat' ? host('NumberFormat', { call: numberFormat }) : UNKNOWN),
})
