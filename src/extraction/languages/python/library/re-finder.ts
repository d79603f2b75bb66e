/** Where an expression is found in a text, as far as that can be told in a bounded time. */
import type { Evaluator } from '../../../evaluation/evaluator.ts'
import { boundedExpression, type BoundedExpression, TooManySteps } from '../bounded-expression.ts'
import { costOf, safeExpression } from '../../../safe-expressions.ts'

export interface Finder {
  /** What is found first, null where nothing is; undefined where that takes too long. */
  first(): RegExpExecArray | null | undefined
  /** All that is found, one behind the other; undefined where that takes too long. */
  all(): RegExpExecArray[] | undefined
}

/** So much of what a search may cost is a step of the evaluation. */
const COST_OF_STEP = 1_000

/** What a search may take that is run step by step, each of which takes longer. */
const MOST_STEPS = 1_000_000
const STEPS_OF_STEP = 100

const charge = (cost: number, unit: number, evaluator: Evaluator): void => {
  for (let left = cost; left > 0; left -= unit) evaluator.step()
}

const nativeFinder = (expression: RegExp, text: string): Finder => ({
  first: () => expression.exec(text),
  all: () => [...text.matchAll(expression)],
})

const everyMatch = (expression: BoundedExpression, text: string): RegExpExecArray[] => {
  const found: RegExpExecArray[] = []
  for (let from = 0; from <= text.length;) {
    const one = expression.exec(from, false)
    if (!one) break
    found.push(one)
    const end = one.index + one[0].length
    from = end > one.index ? end : end + ((text.codePointAt(end) ?? 0) > 0xff_ff ? 2 : 1)
  }
  return found
}

const boundedFinder = (expression: BoundedExpression, text: string, isSticky: boolean, evaluator: Evaluator): Finder => {
  const within = <T>(search: () => T): T | undefined => {
    const before = expression.steps
    try {
      return search()
    } catch (fault) {
      // It may also go deeper than the stack does.
      if (fault instanceof TooManySteps || fault instanceof RangeError) return undefined
      throw fault
    } finally {
      charge(expression.steps - before, STEPS_OF_STEP, evaluator)
    }
  }
  return { first: () => within(() => expression.exec(0, isSticky)), all: () => within(() => everyMatch(expression, text)) }
}

/** Undefined where the expression is none, or can't be run. `isSticky`: it is looked for at the start of the text alone. */
export const finderOf = (source: string, flags: string, text: string, isSticky: boolean, evaluator: Evaluator): Finder | undefined => {
  const cost = costOf(source, text.length)
  const expression = safeExpression(source, `${flags}${isSticky ? 'y' : 'g'}`, text, cost)
  if (expression) {
    charge(cost, COST_OF_STEP, evaluator)
    return nativeFinder(expression, text)
  }
  const bounded = boundedExpression(source, flags, text, MOST_STEPS)
  return bounded ? boundedFinder(bounded, text, isSticky, evaluator) : undefined
}
