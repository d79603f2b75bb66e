/** What evaluation throws: a program's own exceptions, and that a program does more than is followed. */
import type { Value } from './value.ts'

/** What a program itself would raise, for its own `try` to catch. */
export class Raised extends Error {
  readonly code = 'raised'
  readonly value: Value

  constructor(value: Value) {
    super('raised')
    this.value = value
  }
}

export class EvaluationLimit extends Error {
  readonly code = 'evaluation-limit'
}
