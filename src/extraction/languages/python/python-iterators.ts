/** Iterators: lists that give each of their items once. */
import { empty, lose } from '../../evaluation/doubtful-items.ts'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { follow } from '../../evaluation/followers.ts'
import type { ListValue, Value } from '../../evaluation/value.ts'
import type { Native } from './python-calls.ts'

export const isIterator = (value: Value): value is ListValue =>
  typeof value === 'object' && value?.kind === 'list' && value.generator !== undefined

/** The list as an iterator without a name, which only generators have; all else as it is. */
export const asIterator = (value: Value): Value => {
  if (typeof value === 'object' && value?.kind === 'list') value.generator = ''
  return value
}

/** It was gone through to its end. */
export const exhaust = (iterator: ListValue, evaluator: Evaluator): void => {
  evaluator.changes.noteContents(iterator)
  if (iterator.open) lose(iterator)
  else empty(iterator, evaluator)
}

/** It was or will be gone through, and it isn't known how far. */
export const spend = (value: Value, evaluator: Evaluator): void => {
  if (!isIterator(value)) return
  evaluator.changes.noteContents(value)
  lose(value)
}

/** A function that gives an iterator, which takes from those that it is given when it is asked itself. */
export const lazily =
  (call: Native): Native =>
  (args, invocation) => {
    const made = call(args, invocation)
    for (const argument of args) spend(argument, invocation.evaluator)
    for (const argument of args) follow(made, argument)
    return asIterator(made)
  }
