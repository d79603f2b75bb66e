/** Numbers as `fmt` and `strconv` print them. */

/** Digits and exponent of a finite number's shortest form: 0.d1d2d3… × 10^point. */
const shortest = (value: number): { digits: string; point: number } => {
  const [mantissa = '0', exponent = '0'] = value.toExponential().split('e')
  return { digits: mantissa.replace('.', ''), point: Number(exponent) + 1 }
}

const withExponent = (text: string): string => text.replace(/e([+-])(\d)$/, 'e$10$2')

/** The number whose digits are the fewest that read back as the same float of 32 bits. */
const shortestSingle = (value: number): number => {
  for (let digits = 1; digits < 10; digits++) {
    const candidate = Number(value.toPrecision(digits))
    if (Math.fround(candidate) === Math.fround(value)) return candidate
  }
  return value
}

/** `%e`, `%f` and `%g` with an optional precision; without one it is the shortest that reads back the same. */
export const formatFloat = (given: number, verb: 'e' | 'f' | 'g', precision?: number, isSingle = false): string => {
  const value = isSingle && precision === undefined && Number.isFinite(given) ? shortestSingle(given) : given
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf'
  const sign = value < 0 || Object.is(value, -0) ? '-' : ''
  const size = Math.abs(value)
  if (verb === 'e') return sign + withExponent(size.toExponential(precision === undefined ? undefined : Math.min(precision, 100)))
  if (verb === 'f') return sign + (precision === undefined ? plainDecimal(size) : fixed(size, Math.min(precision, 90)))
  return sign + general(size, precision)
}

/** As many as the language allows: enough to tell a half from what only rounds to one. */
const MOST_DECIMALS = 100

/** Rounds halves to even, where `toFixed` rounds them up. */
const fixed = (size: number, precision: number): string => {
  const rounded = size.toFixed(precision)
  if (size >= 2 ** 52) return rounded
  const decimals = size.toFixed(MOST_DECIMALS).split('.')[1] ?? ''
  const isHalf = decimals[precision] === '5' && /^0*$/.test(decimals.slice(precision + 1))
  if (!isHalf || Number(rounded.at(-1)) % 2 === 0) return rounded
  const below = size.toFixed(MOST_DECIMALS).slice(0, precision - MOST_DECIMALS)
  return precision === 0 ? below.slice(0, -1) : below
}

const general = (size: number, precision: number | undefined): string => {
  if (size === 0) return '0'
  const rounded = precision === undefined ? size : Number(size.toPrecision(Math.min(Math.max(precision, 1), 100)))
  const { digits, point } = shortest(rounded)
  let limit = precision ?? 6 // The shortest form is judged by a precision of 6.
  if (precision !== undefined && limit > digits.length && digits.length >= point) limit = digits.length
  const exponent = point - 1
  return exponent < -4 || exponent >= limit ? withExponent(rounded.toExponential()) : plainDecimal(rounded)
}

const plainDecimal = (size: number): string => {
  const { digits, point } = shortest(size)
  if (point <= 0) return `0.${'0'.repeat(-point)}${digits}`
  return point >= digits.length ? digits.padEnd(point, '0') : `${digits.slice(0, point)}.${digits.slice(point)}`
}
