/** `time.Duration`, `time.Month`, `time.Weekday` and `reflect.Kind`, whose values print as words. */
import { host, type HostValue, MISSING, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { float, numberOf } from './go-values.ts'

const UNITS: [string, number][] = [
  ['ns', 1],
  ['µs', 1000],
  ['ms', 1_000_000],
]
const SECOND = 1_000_000_000

/** `1h2m3.5s`; below a second in the largest unit that leaves a whole part. */
export const formatDuration = (nanoseconds: number): string => {
  if (nanoseconds === 0) return '0s'
  const sign = nanoseconds < 0 ? '-' : ''
  const size = Math.abs(nanoseconds)
  if (size < SECOND) {
    const [unit, scale] = UNITS.findLast(([, one]) => size >= one) ?? ['ns', 1]
    return `${sign}${size / scale}${unit}`
  }
  const hours = Math.floor(size / (3600 * SECOND))
  const minutes = Math.floor(size / (60 * SECOND)) % 60
  const seconds = (size % (60 * SECOND)) / SECOND
  return `${sign}${hours > 0 ? `${hours}h` : ''}${hours > 0 || minutes > 0 ? `${minutes}m` : ''}${Number(seconds.toFixed(9))}s`
}

const method = (compute: (value: number) => Value): Value =>
  host('method', {
    call: ({ receiver }) => {
      const number = numberOf(receiver)
      return number === undefined ? UNKNOWN : compute(number)
    },
  })

const DURATION_METHODS = new Map<string, Value>([
  ['String', method(formatDuration)],
  ['Hours', method((value) => float(value / (3600 * SECOND)))],
  ['Minutes', method((value) => float(value / (60 * SECOND)))],
  ['Seconds', method((value) => float(value / SECOND))],
  ['Milliseconds', method((value) => Math.trunc(value / 1_000_000))],
  ['Microseconds', method((value) => Math.trunc(value / 1000))],
  ['Nanoseconds', method((value) => value)],
])

export const DURATION = host('time.Duration', {
  instanceMember: (name) => (DURATION_METHODS.has(name) ? DURATION_METHODS.get(name) : MISSING),
})

/** A named number whose values have names, the first of them at `from`. */
const enumeration = (name: string, words: string, from: number): { names: readonly string[]; from: number; type: HostValue } => {
  const names = words.split(' ')
  const text = method((value) => names[value - from] ?? UNKNOWN)
  return { names, from, type: host(name, { instanceMember: (member) => (member === 'String' ? text : MISSING) }) }
}

export const MONTHS = enumeration('time.Month', 'January February March April May June July August September October November December', 1)

export const WEEKDAYS = enumeration('time.Weekday', 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday', 0)

export const REFLECTED_KINDS = enumeration(
  'reflect.Kind',
  'invalid bool int int8 int16 int32 int64 uint uint8 uint16 uint32 uint64 uintptr float32 float64 complex64 complex128 array chan func interface map ptr slice string struct unsafe.Pointer',
  0,
)
