/** Complex numbers: an imaginary part alone is a number, with a real one the two are told apart by a space. */
import type { TypedLiteral, Value } from '../../evaluation/value.ts'
import { floatText, numberOf } from './python-numbers.ts'

type Parts = readonly [real: number, imaginary: number]

const isComplex = (value: Value): value is TypedLiteral => typeof value === 'object' && value?.kind === 'typed' && value.type === 'complex'

const partsOf = (value: Value): Parts | undefined => {
  if (!isComplex(value)) {
    const number = numberOf(value)
    return number === undefined ? undefined : [number, 0]
  }
  if (typeof value.value === 'number') return [0, value.value]
  const [real, imaginary] = value.value.split(' ')
  return [Number(real), Number(imaginary)]
}

const made = (real: number, imaginary: number): TypedLiteral => ({
  kind: 'typed',
  type: 'complex',
  value: Object.is(real, 0) ? imaginary : `${Object.is(real, -0) ? '-0' : real} ${Object.is(imaginary, -0) ? '-0' : imaginary}`,
})

const partText = (value: number): string => floatText(value).replace(/\.0$/, '')

/** `str` and `repr` of it. */
export const complexText = (value: TypedLiteral): string => {
  const [real, imaginary] = partsOf(value) ?? [0, 0]
  const shown = partText(imaginary)
  return Object.is(real, 0) ? `${shown}j` : `(${partText(real)}${/^[-+]/.test(shown) ? '' : '+'}${shown}j)`
}

/** `complex(1, 2)`; undefined where it is made of anything but numbers. */
export const toComplex = (real: Value = 0, imaginary: Value = 0): Value => {
  const [a, b] = [partsOf(real), partsOf(imaginary)]
  return a && b ? made(a[0] - b[1], a[1] + b[0]) : undefined
}

/** Undefined where neither is complex, or the result isn't told here. */
export const complexArithmetic = (operator: string, left: Value, right: Value): Value | undefined => {
  if (!isComplex(left) && !isComplex(right)) return undefined
  const [a, b] = [partsOf(left), partsOf(right)]
  if (!a || !b) return undefined
  if (operator === '+') return made(a[0] + b[0], a[1] + b[1])
  if (operator === '-') return made(a[0] - b[0], a[1] - b[1])
  return operator === '*' ? made(a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]) : undefined
}

export const negatedComplex = (value: Value): Value | undefined => {
  const parts = isComplex(value) ? partsOf(value) : undefined
  return parts && made(-parts[0], -parts[1])
}
