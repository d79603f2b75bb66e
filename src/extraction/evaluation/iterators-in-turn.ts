/** Loops over iterators that others see too: each item is taken when its turn comes, and what is done in the turn may take more. */
import type { Expression } from '../facts/program.ts'
import { lose, mayNotHappen, partsOf } from './doubtful-items.ts'
import type { Evaluator } from './evaluator.ts'
import type { ListValue, Part, Value } from './value.ts'

/** The iterator that a loop goes through, where the loop's text doesn't make it. */
export const sharedIterator = ({ semantics }: Evaluator, expression: Expression, value: Value): ListValue | null =>
  semantics.iteratorsShrink === true &&
  expression.kind !== 'call' &&
  expression.kind !== 'comprehension' &&
  typeof value === 'object' &&
  value?.kind === 'list' &&
  value.generator !== undefined
    ? value
    : null

export function* takenInTurn(evaluator: Evaluator, iterator: ListValue): Generator<Part> {
  evaluator.changes.noteContents(iterator)
  while (iterator.items.length > 0 && !mayNotHappen(iterator, evaluator)) yield { item: iterator.items.shift() }
  const rest = partsOf(iterator)
  if (rest.length > 0) lose(iterator)
  yield* rest
}
