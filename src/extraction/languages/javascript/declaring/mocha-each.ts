/**
 * The package mocha-each: `forEach(rows).it('adds %d to %d', body)` and `.describe(…)` declare a test or a suite a row, by the
 * global functions or by those that it is given.
 */
import { createRequire } from 'node:module'
import { loopFrame } from '../../../evaluation/calls.ts'
import { atItem, certainPlaces, turnsOf } from '../../../evaluation/doubtful-items.ts'
import { readMember } from '../../../evaluation/members.ts'
import { host, type HostValue, type Invocation, MISSING, UNKNOWN, type Value } from '../../../evaluation/value.ts'
import { callback } from '../callback.ts'
import { plainOf, undecided } from '../text-of-value.ts'
import { procedure } from './procedure.ts'

const require = createRequire(import.meta.url)

const fail = (): never => {
  throw new Error('not known')
}

/** Cannot be printed in any way: what isn't known, and functions, which the format calls. */
const UNPRINTABLE = { toString: fail, toJSON: fail, valueOf: fail, [Symbol.toPrimitive]: fail, get [Symbol.toStringTag]() { return fail() } } // prettier-ignore

const printable = (value: Value): unknown => {
  const plain = plainOf(value)
  return plain === undecided || typeof plain === 'function' ? UNPRINTABLE : plain
}

const LONGEST_TITLE = 10_000

/** The title of a row; null where it prints what isn't known. */
const formatTitle = (title: string, values: readonly Value[]): string | null => {
  const { vsprintf } = require('sprintf-js') as { vsprintf(format: string, values: unknown[]): string }
  // Widths and precisions may be as large as anybody writes them.
  if (/%[^%a-zA-Z]*\d{4}/.test(title)) return null
  try {
    const printed = vsprintf(title, values.map(printable))
    return printed.length > LONGEST_TITLE ? null : printed
  } catch {
    return null
  }
}

const valuesOf = (row: Value): Value[] => (typeof row === 'object' && row?.kind === 'list' && row.type === 'list' ? row.items : [row])

const titleOf = (title: Value, row: readonly Value[], index: Value, inner: Invocation): Value => {
  if (typeof title === 'string') return formatTitle(title, [...row, index]) ?? UNKNOWN
  return typeof title === 'object' && title?.kind === 'closure' ? callback(inner, title, [...row, index]) : UNKNOWN
}

type Kind = 'it' | 'describe'

/** The body of one row's suite, which is called with its values; a test's body is the same for all. */
const bodyOf = (kind: Kind, body: Value, row: Value[]): Value =>
  kind === 'it' ? body : host('body', { call: (invocation) => invocation.evaluator.call(body, { ...invocation, arguments: row }) })

const declareRows = (kind: Kind, rows: Value, declaring: Value, inner: Invocation): void => {
  const { evaluator } = inner
  const [title, body] = inner.arguments
  const known = turnsOf(evaluator, rows)
  const declareRow = (row: Value[], index: Value): unknown =>
    evaluator.call(declaring, { ...inner, arguments: [titleOf(title, row, index, inner), bodyOf(kind, body, row)], expressions: [] })
  evaluator.within(loopFrame(inner), () => {
    const placed = certainPlaces(known?.items.length ?? 0, known?.doubts)
    for (const [at, row] of known?.items.entries() ?? [])
      atItem(evaluator, known?.doubts?.get(at), () => declareRow(valuesOf(row), at < placed ? at : UNKNOWN))
    if (!known || (known.open && !known.doubts)) evaluator.inUnknownLoop(() => declareRow(Array<Value>(8).fill(UNKNOWN), UNKNOWN))
  })
}

const globalOf = ({ evaluator, module }: Invocation, name: Kind): Value =>
  evaluator.resolver.global(name, module) ?? evaluator.globals.get(name)

/** What is focused is within a suite without a name. */
const declareFocused = (inner: Invocation, declare: () => void): void => {
  const only = readMember(inner.evaluator, globalOf(inner, 'describe'), 'only')
  inner.evaluator.call(only, { ...inner, arguments: ['', procedure('body', declare)], expressions: [] })
}

const overRows = (kind: Kind, rows: Value, given: Value, invocation: Invocation): HostValue => {
  const { evaluator } = invocation
  const declaring = given ?? globalOf(invocation, kind)
  const skip = procedure('skip', (inner) => declareRows(kind, rows, readMember(evaluator, declaring, 'skip'), inner))
  const only = procedure('only', (inner) => declareFocused(inner, () => declareRows(kind, rows, declaring, inner)))
  return {
    ...procedure(kind, (inner) => declareRows(kind, rows, declaring, inner)),
    member: (name) => (name === 'skip' ? skip : name === 'only' ? only : MISSING),
  }
}

const FOR_EACH: HostValue = host('forEach', {
  call: (invocation) => {
    const [rows, it, describe] = invocation.arguments
    const declarers = new Map<string, Value>([
      ['it', overRows('it', rows, it, invocation)],
      ['describe', overRows('describe', rows, describe, invocation)],
    ])
    return host('forEach()', { member: (name) => declarers.get(name) ?? MISSING })
  },
  member: (name) => (name === 'default' ? FOR_EACH : MISSING),
})

export const mochaEach = (source: string): HostValue | undefined => (source === 'mocha-each' ? FOR_EACH : undefined)
