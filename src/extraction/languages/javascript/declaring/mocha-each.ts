/**
 * The package mocha-each: `forEach(rows).it('adds %d to %d', body)` and `.describe(…)` declare a test or a suite a row, by the
 * global functions or by those that it is given.
 */
import { createRequire } from 'node:module'
import { loopFrame } from '../../../evaluation/calls.ts'
import { atItem, GAP, partsOf, turnsOf } from '../../../evaluation/doubtful-items.ts'
import { readMember } from '../../../evaluation/members.ts'
import { host, type HostValue, type Invocation, isUnknown, MISSING, UNKNOWN, type Value } from '../../../evaluation/value.ts'
import { callback } from '../callback.ts'
import { plainOf, undecided } from '../text-of-value.ts'
import { procedure } from './procedure.ts'

const require = createRequire(import.meta.url)

class NotKnown extends Error {
  readonly code = 'not-known'
}

const fail = (): never => {
  throw new NotKnown('It cannot be printed.')
}

/** Fails as soon as the format looks at it. */
const UNPRINTABLE = new Proxy({}, { get: fail, getPrototypeOf: fail })

/** What isn't known, functions, which the format calls or prints as written, and dates, which it prints in the local time. */
const isUnprintable = (plain: unknown): boolean =>
  plain === undecided || typeof plain === 'function' || plain instanceof Date || (Array.isArray(plain) && plain.some(isUnprintable))

const printable = (value: Value): unknown => {
  const plain = plainOf(value)
  return isUnprintable(plain) ? UNPRINTABLE : plain
}

const LONGEST_TITLE = 10_000

/** Widths and places of arguments may be as large as anybody writes them. */
const LARGE = /%(?:\d{4}|(?:\d+\$|\([^)]{0,99}\))?\+?(?:0|'[^$])?-?\d{4})/

/** The title of a row; MISSING where the format refuses it, by an error that ends the file. */
const formatTitle = (title: string, values: readonly Value[]): Value | typeof MISSING => {
  const { vsprintf } = require('sprintf-js') as { vsprintf(format: string, values: unknown[]): string }
  if (title.length > LONGEST_TITLE || LARGE.test(title)) return UNKNOWN
  try {
    const printed = vsprintf(title, values.map(printable))
    return printed.length > LONGEST_TITLE ? UNKNOWN : printed
  } catch (error) {
    return error instanceof NotKnown ? UNKNOWN : MISSING
  }
}

interface Row {
  values: Value[]
  /** More values may follow. */
  open: boolean
}

const UNKNOWN_ROW: Row = { values: [], open: true }

const rowOf = (row: Value): Row => {
  if (typeof row !== 'object' || row === null) return { values: [row], open: false }
  if (row.kind === 'list' && row.type === 'list') return { values: row.items, open: row.open !== false }
  return isUnknown(row) || row.kind === 'either' ? UNKNOWN_ROW : { values: [row], open: false }
}

/** As many values as the title can ask for, in order or by their places. */
const unknownValues = (title: string): Value[] => Array<Value>(title.length + 1000).fill(UNKNOWN)

const titleOf = (title: Value, row: Row, index: Value, inner: Invocation): Value | typeof MISSING => {
  if (typeof title === 'string') return formatTitle(title, [...row.values, ...(row.open ? unknownValues(title) : [index])])
  if (title === undefined) return inner.open ? UNKNOWN : ''
  if (typeof title !== 'object' || title === null) return MISSING
  return title.kind === 'closure' && !row.open ? callback(inner, title, [...row.values, index]) : UNKNOWN
}

type Kind = 'it' | 'describe'

/** The body of one row's suite, which is called with its values; a test's body is the same for all. */
const bodyOf = (kind: Kind, body: Value, { values, open }: Row): Value =>
  kind === 'it' && typeof body === 'object'
    ? body
    : host('body', { call: (invocation) => invocation.evaluator.call(body, { ...invocation, arguments: values, open }) })

/** Texts, sets and their like have no such method; what may be an array has. */
const lacksMap = (rows: Value): boolean =>
  typeof rows !== 'object' ||
  rows === null ||
  (rows.kind === 'list' && rows.type === 'set') ||
  (rows.kind === 'object' && rows.type === 'Map')

const declareRows = (kind: Kind, rows: Value, declaring: Value, inner: Invocation): void => {
  const { evaluator } = inner
  const [title, body] = inner.arguments
  // The package asks how many values a body takes and goes through the rows by their own method.
  if (lacksMap(rows) || ((body === undefined || body === null) && !inner.open)) return evaluator.raise()
  const known = turnsOf(evaluator, rows)
  const declareRow = (row: Row, index: Value): boolean => {
    const printed = titleOf(title, row, index, inner)
    if (printed !== MISSING) evaluator.call(declaring, { ...inner, arguments: [printed, bodyOf(kind, body, row)], expressions: [] })
    else evaluator.raise()
    return printed !== MISSING
  }
  evaluator.within(loopFrame(inner), () => {
    const placed = known?.items.length ?? 0
    for (const [at, part] of (known ? partsOf(known) : [GAP]).entries()) {
      const row = part === GAP ? UNKNOWN_ROW : rowOf(part.item)
      const isDeclared = atItem(evaluator, part.doubt, () => declareRow(row, at < placed ? at : UNKNOWN))
      if (!isDeclared && part.doubt === undefined) return
    }
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
    const [rows = invocation.open ? UNKNOWN : undefined, it, describe] = invocation.arguments
    const declarers = new Map<string, Value>([
      ['it', overRows('it', rows, it, invocation)],
      ['describe', overRows('describe', rows, describe, invocation)],
    ])
    return host('forEach()', { member: (name) => declarers.get(name) ?? MISSING })
  },
  member: (name) => (name === 'default' ? FOR_EACH : MISSING),
})

export const mochaEach = (source: string): HostValue | undefined => (source === 'mocha-each' ? FOR_EACH : undefined)
