/** What Python makes of several sets: an item of which it isn't known whether it is in them only may be in that. */
import { certainItems, GAP, hasGap, isCertain, listOf, partsOf, possibleItems, underDoubt } from '../../evaluation/doubtful-items.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import type { Iteration } from '../../evaluation/semantics.ts'
import type { ListValue, Part, Value } from '../../evaluation/value.ts'
import { distinct, includes } from './python-equality.ts'
import { iterate } from './python-iteration.ts'

type Held = Pick<Iteration, 'items' | 'open'>
type Combination = (left: Held, right: Held) => Part[]

/** Each item once: what surely is there first. */
export const distinctParts = (parts: readonly Part[]): Part[] => {
  const certain = distinct(parts.filter(isCertain).map(({ item }) => item))
  const doubtful = parts.filter((part) => !isCertain(part) && part !== GAP && includes(certain, part.item) !== true)
  return [...certain.map((item): Part => ({ item })), ...doubtful, ...(parts.includes(GAP) ? [GAP] : [])]
}

const union: Combination = (left, right) => [...partsOf(left), ...partsOf(right)]

const difference: Combination = (left, right) => {
  const certain = certainItems(right)
  const possible = possibleItems(right)
  return partsOf(left).flatMap((part) => {
    if (part === GAP) return [part]
    if (includes(certain, part.item)) return []
    return [hasGap(right) || includes(possible, part.item) !== false ? underDoubt(part, 'once') : part]
  })
}

const intersection: Combination = (left, right) => {
  const certain = certainItems(right)
  const possible = possibleItems(right)
  const common = partsOf(left).flatMap((part) => {
    if (part === GAP || includes(possible, part.item) === false) return []
    return [includes(certain, part.item) ? part : underDoubt(part, 'once')]
  })
  return hasGap(left) || hasGap(right) ? [...common, GAP] : common
}

const symmetricDifference: Combination = (left, right) => [...difference(left, right), ...difference(right, left)]

const COMBINATIONS = { union, difference, intersection, symmetricDifference }

export type SetOperation = keyof typeof COMBINATIONS

export const combine = (
  target: ListValue,
  others: readonly Value[],
  operation: SetOperation,
  { evaluator }: { evaluator: Evaluator },
): ListValue => {
  let combined: Held = target
  for (const other of others) {
    const parts = COMBINATIONS[operation](combined, iterate(other, evaluator) ?? { items: [], open: true })
    evaluator.budget.copy(parts.length)
    combined = listOf(parts)
  }
  return listOf(distinctParts(partsOf(combined)), { type: 'set', birth: evaluator.uncertainty })
}
