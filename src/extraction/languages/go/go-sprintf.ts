/** `fmt.Sprintf` for values that are known; undefined where the text can't be told. */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import type { Value } from '../../evaluation/value.ts'
import { formatValue } from './go-format.ts'
import type { Directive } from './go-format-scalar.ts'
import { typeName } from './go-type-names.ts'
import { numberOf } from './go-values.ts'

const DIRECTIVE = /%([-+# 0]*)((?:\[\d+\])?\*|\d+)?(?:\.((?:\[\d+\])?\*|\d+)?)?(\[\d+\])?(.)?/gsu
const LONGEST = 10_000

/** The arguments of one call, taken one after another or by their places. */
class Operands {
  /** Whether any was named by its place: then nothing says what is left over. */
  isReordered = false
  /** Whether a place or a width was none, of which Go prints as much. */
  isBad = false
  private readonly values: readonly Value[]
  private next = 0

  constructor(values: readonly Value[]) {
    this.values = values
  }

  get rest(): readonly Value[] {
    return this.isReordered ? [] : this.values.slice(this.next)
  }

  goTo(place: string | undefined): void {
    const index = /^\[(\d+)\]/.exec(place ?? '')
    if (!index) return
    this.isReordered = true
    this.next = Number(index[1]) - 1
    if (this.next < 0 || this.next >= this.values.length) this.isBad = true
  }

  take(): Value | typeof NONE {
    return this.next < this.values.length ? this.values[this.next++] : NONE
  }

  /** A width or precision, which may be an argument. */
  size(text: string | undefined): number | undefined {
    if (text === undefined || !text.endsWith('*')) return text === undefined ? undefined : Number(text)
    this.goTo(text)
    const value = this.take()
    const size = value === NONE ? undefined : numberOf(value)
    if (size === undefined) this.isBad = true
    return size
  }
}

const NONE = Symbol('no argument')

const directiveOf = (
  operands: Operands,
  [whole, flags = '', width, precision, place, verb = '']: readonly (string | undefined)[],
): Directive => {
  const size = operands.size(width)
  const isCut = precision !== undefined || /^%[-+# 0]*(?:(?:\[\d+\])?\*|\d+)?\./.test(whole ?? '')
  const cut = isCut ? (operands.size(precision) ?? 0) : undefined
  operands.goTo(place)
  const isNegative = size !== undefined && size < 0
  return {
    flags: isNegative ? `${flags}-` : flags,
    width: isNegative ? -size : size,
    precision: cut !== undefined && cut < 0 ? undefined : cut,
    verb: verb === 'w' ? 'v' : verb,
  }
}

/** What is left over is printed with its types. */
const extra = (evaluator: Evaluator, values: readonly Value[]): string | undefined => {
  const parts = values.map((value) => {
    const text = formatValue(evaluator, value, { flags: '', width: undefined, precision: undefined, verb: 'v' })
    const type = value === null ? undefined : typeName(evaluator, value)
    return value === null ? '<nil>' : type === undefined || text === undefined ? undefined : `${type}=${text}`
  })
  if (parts.length === 0) return ''
  return parts.includes(undefined) ? undefined : `%!(EXTRA ${parts.join(', ')})`
}

export const sprintf = (evaluator: Evaluator, format: string, values: readonly Value[]): string | undefined => {
  const operands = new Operands(values)
  let isKnown = true
  const text = format.replaceAll(DIRECTIVE, (...match: (string | undefined)[]) => {
    const directive = directiveOf(operands, match.slice(0, 6))
    if (directive.verb === '%') return '%'
    if (directive.verb === '') return '%!(NOVERB)'
    const value = operands.take()
    if (value === NONE) return `%!${directive.verb}(MISSING)`
    const formatted = formatValue(evaluator, value, directive)
    if (formatted === undefined || formatted.length > LONGEST) isKnown = false
    return formatted ?? ''
  })
  const left = extra(evaluator, operands.rest)
  return isKnown && !operands.isBad && left !== undefined ? text + left : undefined
}
