/** Calls that happen when the function ends that they stand in, the last one first: Go's `defer`. */
import type { CallExpression, FunctionFacts } from '../facts/program.ts'
import { makeCall, readCall } from './calls.ts'
import { type Completion, endedBy, isThrown } from './completion.ts'
import type { Evaluator } from './evaluator.ts'
import { bindPattern } from './patterns.ts'
import { doPutOff, putOff } from './put-off.ts'
import { EvaluationLimit } from './raised.ts'
import type { Scope } from './scope.ts'
import { UNKNOWN } from './value.ts'

/** Puts a call off; what is called and what it is given is evaluated, and copied where the language does that, now. */
export const deferCall = (evaluator: Evaluator, call: CallExpression, scope: Scope): void => {
  const read = readCall(evaluator, call, scope)
  if (!read) return
  const { stored } = evaluator.semantics
  const ready = stored ? { ...read, given: read.given.map((value) => stored(value, evaluator)) } : read
  const make = (): void => void evaluator.deeper(() => makeCall(evaluator, call, ready, scope, true), UNKNOWN)
  ;(scope.owner.deferred ??= []).push(putOff(evaluator, make))
}

/** Makes the calls that a function has put off, all of them also where one ends what runs. */
const runDeferred = (evaluator: Evaluator, scope: Scope): void => {
  let thrown: { error: unknown } | undefined
  for (let next = scope.deferred?.pop(); next; next = scope.deferred?.pop()) {
    try {
      doPutOff(evaluator, next)
    } catch (error) {
      if (error instanceof EvaluationLimit) throw error
      thrown ??= { error }
    }
  }
  if (thrown) throw thrown.error
}

type ResultNames = NonNullable<FunctionFacts['resultNames']>

/** The same where variables hold what was returned: what they hold after that is what the function gives. */
const runDeferredOnResults = (evaluator: Evaluator, names: ResultNames, completion: Completion, scope: Scope): Completion => {
  const [first] = names
  const only = names.length === 1 ? first : undefined
  const returned = completion?.endings.find(({ kind }) => kind === 'return')
  if (returned) {
    const assign = (): void => bindPattern(evaluator, only ?? { kind: 'array', items: names, rest: null }, returned.value, scope, 'assign')
    if (completion?.certain) assign()
    else evaluator.maybe(assign)
  }
  runDeferred(evaluator, scope)
  return endedBy('return', evaluator.evaluate(only ?? { kind: 'array', items: names, type: 'tuple' }, scope))
}

/** Runs a function's body, and what that puts off, however it ends but for the limit of what may be done: nothing is done after that. */
export const runBody = (evaluator: Evaluator, { body, resultNames }: FunctionFacts, scope: Scope): Completion => {
  let completion: Completion
  try {
    completion = evaluator.run(body, scope)
  } catch (error) {
    if (!(error instanceof EvaluationLimit)) runDeferred(evaluator, scope)
    throw error
  }
  if (!scope.deferred) return completion
  if (resultNames && !isThrown(completion)) return runDeferredOnResults(evaluator, resultNames, completion, scope)
  runDeferred(evaluator, scope)
  return completion
}
