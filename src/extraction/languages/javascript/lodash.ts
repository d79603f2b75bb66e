/** The functions of lodash that tests are declared in and tables are made with; Cypress brings it as `Cypress._`. */
import { listOfEntries } from '../../evaluation/doubtful-entries.ts'
import { loopFrame } from '../../evaluation/calls.ts'
import { atItem, GAP, listOf, partsOf } from '../../evaluation/doubtful-items.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { host, type HostValue, type Invocation, list, type Part, UNKNOWN, unknown, type Value } from '../../evaluation/value.ts'
import { cloneOf } from './json.ts'
import { entriesOf, objectFromEntries } from './list-methods.ts'

const MOST_TURNS = 10_000

/** What lodash visits and calls with: a number's turns, a list's items, an object's values with their keys. */
const visits = (collection: Value, evaluator: Evaluator): { turns: Value[][]; parts: readonly Part[] } => {
  const certainly = (turns: Value[][]): { turns: Value[][]; parts: Part[] } => ({ turns, parts: turns.map(([item]) => ({ item })) })
  if (typeof collection === 'number' && collection <= MOST_TURNS)
    return certainly(Array.from({ length: Math.max(collection, 0) }, (_item, index) => [index]))
  if (typeof collection === 'object' && collection?.kind === 'object') {
    const entries = [...collection.entries]
    return { turns: entries.map(([key, value]) => [value, key, collection]), parts: partsOf(listOfEntries(collection, entries, 0)) }
  }
  const known = evaluator.semantics.iterate(collection, 'values', evaluator) ?? { items: [], open: true }
  const parts = partsOf(known)
  return { turns: parts.map(({ item }, at) => [item, at < known.items.length ? at : UNKNOWN, collection]), parts }
}

/** `each(items, (item) => …)` and its kin: what the function gave for each turn. */
const visit = (invocation: Invocation): Part[] => {
  const { evaluator, arguments: args } = invocation
  const [collection, callee] = args
  const { turns, parts } = visits(collection, evaluator)
  return evaluator.within(loopFrame(invocation), () =>
    parts.map((part, at) => {
      const given = part === GAP ? { arguments: [], open: true } : { arguments: turns[at] ?? [], open: false }
      const item = atItem(evaluator, part.doubt, () => evaluator.call(callee, { ...invocation, ...given }))
      return part === GAP ? part : { ...part, item }
    }),
  )
}

const each = (invocation: Invocation): Value => {
  visit(invocation)
  return invocation.arguments[0]
}

const map = (invocation: Invocation): Value => listOf(visit(invocation), { birth: invocation.evaluator.uncertainty })

const range = ({ arguments: args, open, evaluator }: Invocation): Value => {
  const numbers = args.filter((argument) => typeof argument === 'number')
  if (open || numbers.length !== args.length || numbers.length === 0) return UNKNOWN
  const [first = 0, second, third] = numbers
  const [start, end] = second === undefined ? [0, first] : [first, second]
  const step = third ?? (start < end ? 1 : -1)
  const length = step === 0 ? Number.POSITIVE_INFINITY : Math.max(Math.ceil((end - start) / step), 0)
  if (length > MOST_TURNS) return UNKNOWN
  return list(
    Array.from({ length }, (_item, index) => start + index * step),
    { birth: evaluator.uncertainty },
  )
}

const parts =
  (part: 'keys' | 'values' | 'entries') =>
  ({ arguments: [value], evaluator }: Invocation): Value =>
    entriesOf(value, part, evaluator)

const CALLS: Record<string, (invocation: Invocation) => Value> = {
  each,
  forEach: each,
  forOwn: each,
  forIn: each,
  times: map,
  map,
  range,
  keys: parts('keys'),
  values: parts('values'),
  entries: parts('entries'),
  toPairs: parts('entries'),
  fromPairs: ({ arguments: [pairs], evaluator }) => objectFromEntries(pairs, evaluator),
  cloneDeep: ({ arguments: [value], evaluator }) => cloneOf(value, evaluator),
}

const functions = new Map(
  Object.entries(CALLS).map(([name, call]): [string, HostValue] => {
    const self: HostValue = host(`lodash.${name}`, { call, member: (property) => (property === 'default' ? self : UNKNOWN) })
    return [name, self]
  }),
)

export const LODASH: HostValue = host('lodash', {
  member: (name) => (name === 'default' || name === '_' ? LODASH : (functions.get(name) ?? unknown(`lodash.${name}`))),
})

/** `lodash`, `lodash-es`, and their modules of one function. */
export const lodashModule = (source: string): HostValue | undefined => {
  const [, name] = /^lodash(?:-es)?(?:\/(\w+)(?:\.js)?)?$/.exec(source) ?? [source, null]
  if (name === null) return undefined
  return name === undefined ? LODASH : functions.get(name)
}
