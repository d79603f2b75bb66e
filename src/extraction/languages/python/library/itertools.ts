import { concatenated, GAP, inPlaces, mayNotHappen, putParts } from '../../../evaluation/doubtful-items.ts'
import type { Iteration } from '../../../evaluation/semantics.ts'
import { type HostValue, list, UNKNOWN, type Value } from '../../../evaluation/value.ts'
import { apply, argument, type Native, native, nativeModule } from '../python-calls.ts'
import { equals } from '../python-equality.ts'
import { iterate, peek } from '../python-iteration.ts'
import { asIterator, isIterator, lazily, spend } from '../python-iterators.ts'
import { indexOf } from '../python-numbers.ts'
import { truthiness } from '../python-truthiness.ts'

const ROW_LIMIT = 50_000
const ENDLESS = 2000

const rows = (items: Value[][], open: Iteration['open']): Value =>
  list(
    items.map((row) => list(row, { type: 'tuple' })),
    { open },
  )

const product: Native = (args, { evaluator, keywords }) => {
  const times = indexOf(keywords.get('repeat') ?? 1)
  const known = args.map((one) => iterate(one, evaluator))
  if (times === undefined || times > 20 || !known.every((column) => column !== undefined)) return UNKNOWN
  const columns = Array.from({ length: times }, () => known).flat()
  let result: Value[][] = [[]]
  for (const { items } of columns) {
    if (result.length * items.length > ROW_LIMIT) return UNKNOWN
    result = result.flatMap((row) => items.map((item) => [...row, item]))
  }
  return rows(
    result,
    known.some((column) => column.open),
  )
}

const choose =
  (next: (at: number, taken: readonly number[], length: number) => Iterable<number>): Native =>
  (args, invocation) => {
    const known = inPlaces(iterate(args[0], invocation.evaluator))
    const size = argument(invocation, 1, 'r') === undefined ? known?.items.length : indexOf(argument(invocation, 1, 'r'))
    if (!known || size === undefined || size > 20) return UNKNOWN
    let chosen: number[][] = [[]]
    for (let depth = 0; depth < size; depth++) {
      chosen = chosen.flatMap((taken) => [...next(depth, taken, known.items.length)].map((index) => [...taken, index]))
      if (chosen.length > ROW_LIMIT) return UNKNOWN
    }
    return rows(
      chosen.map((indexes) => indexes.map((index) => known.items[index])),
      known.open,
    )
  }

const from = (start: number, length: number): number[] =>
  Array.from({ length: Math.max(0, length - start) }, (_item, index) => start + index)

const chain: Native = (args, { evaluator }) => {
  const known = args.map((one) => iterate(one, evaluator))
  return concatenated([{ items: [], open: false }, ...known], { birth: evaluator.uncertainty })
}

const lazy = (name: string, call: Native): HostValue => native(name, lazily(call))

const chainFunction = lazy('chain', chain)

const pairwise: Native = ([source], { evaluator }) => {
  const known = inPlaces(iterate(source, evaluator))
  return known
    ? rows(
        known.items.slice(1).map((item, index) => [known.items[index], item]),
        known.open,
      )
    : UNKNOWN
}

const accumulate: Native = ([source, combine], invocation) => {
  const { evaluator, keywords } = invocation
  const known = inPlaces(iterate(source, evaluator))
  if (!known || keywords.size > 0) return UNKNOWN
  let total: Value
  const totals = known.items.map((item, index) => {
    if (index === 0) total = item
    else total = combine === undefined ? evaluator.semantics.binary('+', total, item, evaluator) : apply(combine, [total, item], invocation)
    return total
  })
  return list(totals, { open: known.open, birth: evaluator.uncertainty })
}

/** The items before the first, or from the first on, that a function says no to; `upTo`: before. */
const splitWhere =
  (upTo: boolean): Native =>
  ([test, source], invocation) => {
    const known = inPlaces(iterate(source, invocation.evaluator))
    if (!known) return UNKNOWN
    const verdicts = known.items.map((item) => truthiness(apply(test, [item], invocation)))
    const end = verdicts.indexOf(false)
    if (verdicts.slice(0, end < 0 ? undefined : end).includes(undefined)) return UNKNOWN
    const at = end < 0 ? known.items.length : end
    return list(upTo ? known.items.slice(0, at) : known.items.slice(at), {
      open: known.open && !(upTo && end >= 0),
      birth: invocation.evaluator.uncertainty,
    })
  }

/** Runs of items whose keys are equal. */
const groupBy: Native = (_args, invocation) => {
  const { evaluator } = invocation
  const known = inPlaces(iterate(argument(invocation, 0, 'iterable'), evaluator))
  const key = argument(invocation, 1, 'key') ?? null
  if (!known || known.open) return UNKNOWN
  const groups: [Value, Value[]][] = []
  for (const item of known.items) {
    const own = key === null ? item : apply(key, [item], invocation)
    const last = groups.at(-1)
    const same = last ? equals(last[0], own) : false
    if (same === undefined) return UNKNOWN
    if (last && same) last[1].push(item)
    else groups.push([own, [item]])
  }
  return rows(
    groups.map(([own, items]) => [own, list(items)]),
    false,
  )
}

export const itertoolsModule = nativeModule('itertools', {
  pairwise: lazy('pairwise', pairwise),
  accumulate: lazy('accumulate', accumulate),
  compress: lazy('compress', ([data, selectors], { evaluator }) => {
    const [items, chosen] = [data, selectors].map((one) => inPlaces(iterate(one, evaluator)))
    const verdicts = chosen?.items.map(truthiness)
    if (!items || !chosen || !verdicts || verdicts.includes(undefined)) return UNKNOWN
    return list(
      items.items.filter((_item, index) => verdicts[index] === true),
      { open: items.open || chosen.open, birth: evaluator.uncertainty },
    )
  }),
  groupby: lazy('groupby', groupBy),
  takewhile: lazy('takewhile', splitWhere(true)),
  dropwhile: lazy('dropwhile', splitWhere(false)),
  product: lazy('product', product),
  combinations: lazy(
    'combinations',
    choose((_depth, taken, length) => from((taken.at(-1) ?? -1) + 1, length)),
  ),
  combinations_with_replacement: lazy(
    'combinations_with_replacement',
    choose((_depth, taken, length) => from(taken.at(-1) ?? 0, length)),
  ),
  permutations: lazy(
    'permutations',
    choose((_depth, taken, length) => from(0, length).filter((index) => !taken.includes(index))),
  ),
  chain: {
    ...chainFunction,
    member: (name) =>
      name === 'from_iterable'
        ? lazy('from_iterable', (args, invocation) => {
            const known = iterate(args[0], invocation.evaluator)
            const joined = known ? chain(known.items, invocation) : UNKNOWN
            if (typeof joined !== 'object' || joined?.kind !== 'list') return joined
            if (known?.open) putParts(joined, [GAP])
            if (known?.isUnordered) joined.isUnordered = true
            return joined
          })
        : UNKNOWN,
  },
  zip_longest: lazy('zip_longest', (args, { evaluator, keywords }) => {
    const known = args.map((one) => inPlaces(iterate(one, evaluator)))
    if (known.length === 0 || !known.every((column) => column !== undefined)) return UNKNOWN
    const fill = keywords.get('fillvalue') ?? null
    const length = Math.max(...known.map((column) => column.items.length))
    return rows(
      Array.from({ length }, (_row, index) => known.map((column) => (index < column.items.length ? column.items[index] : fill))),
      known.some((column) => column.open),
    )
  }),
  count: lazy('count', ([start = 0, step = 1]) => {
    const [first, stride] = [indexOf(start), indexOf(step)]
    if (first === undefined || stride === undefined) return UNKNOWN
    return list(
      Array.from({ length: ENDLESS }, (_item, index) => first + index * stride),
      { open: true },
    )
  }),
  cycle: lazy('cycle', ([items], { evaluator }) => {
    const known = inPlaces(iterate(items, evaluator))
    if (!known || known.open || known.items.length === 0) return UNKNOWN
    return list(
      Array.from({ length: ENDLESS }, (_item, index) => known.items[index % known.items.length]),
      { open: true },
    )
  }),
  starmap: lazy('starmap', ([callee, items], invocation) => {
    const known = iterate(items, invocation.evaluator)
    if (!known) return UNKNOWN
    const results = known.items.map((item) => {
      const args = inPlaces(iterate(item, invocation.evaluator))?.items ?? [UNKNOWN]
      return invocation.evaluator.call(callee, {
        ...invocation,
        arguments: args,
        expressions: [],
        keywords: new Map(),
        receiver: undefined,
      })
    })
    const made = list(results, { open: known.open, birth: invocation.evaluator.uncertainty })
    if (known.isUnordered) made.isUnordered = true
    return made
  }),
  islice: native('islice', ([items, ...ends], { evaluator }) => {
    const known = inPlaces(peek(items, evaluator))
    const numbers = ends.map((end) => (end === null ? undefined : indexOf(end)))
    const [from, to, step] = numbers.length === 1 ? [0, numbers[0], 1] : [numbers[0] ?? 0, numbers[1], numbers[2] ?? 1]
    const isTold = known && to !== undefined && step >= 1 && (!known.open || to <= known.items.length)
    if (isTold && isIterator(items) && !mayNotHappen(items, evaluator)) {
      evaluator.changes.noteContents(items)
      items.items.splice(0, to)
    } else spend(items, evaluator)
    if (!isTold) return UNKNOWN
    const taken = known.items.slice(from, to).filter((_item, index) => index % step === 0)
    return asIterator(list(taken, { birth: evaluator.uncertainty }))
  }),
  repeat: lazy('repeat', ([item, times]) => {
    // Without end: what goes along with it in a zip ends first.
    if (times === undefined)
      return list(
        Array.from({ length: ENDLESS }, () => item),
        { open: true },
      )
    const count = indexOf(times)
    return count === undefined || count > ROW_LIMIT ? UNKNOWN : list(Array.from({ length: count }, () => item))
  }),
})
