/** Calls that happen when the function ends that they stand in, the last one first: Go's `defer`. */
import type { CallExpression, Expression, Spread } from '../facts/program.ts'
import { evaluateForEffect } from './calls.ts'
import type { Evaluator } from './evaluator.ts'
import { type DeferredCall, Scope } from './scope.ts'

/** Whether an argument is the same later on. */
const isLasting = ({ kind }: Expression | Spread): boolean => kind === 'literal' || kind === 'function' || kind === 'spread'

/** Puts a call off, with names for what it is given that no program has; what it is given is evaluated now. */
export const deferCall = (evaluator: Evaluator, call: CallExpression, scope: Scope): void => {
  const given = new Scope(scope, scope.module, false)
  const names = call.arguments.map((argument, at): Expression | Spread => {
    if (argument.kind === 'spread' || isLasting(argument)) return argument
    const name = `deferred ${at}`
    given.declare(name, evaluator.evaluate(argument, scope), evaluator.uncertainty)
    return { kind: 'name', name }
  })
  let { callee } = call
  // `defer set(…)()`: only the last call is put off.
  if (callee.kind === 'call') {
    given.declare('deferred call', evaluator.evaluate(callee, scope), evaluator.uncertainty)
    callee = { kind: 'name', name: 'deferred call' }
  }
  const isAsWritten = callee === call.callee && names.every((name, at) => name === call.arguments[at])
  const deferred: DeferredCall = {
    call: isAsWritten ? call : { ...call, callee, arguments: names },
    scope: given,
    uncertainty: evaluator.uncertainty,
  }
  ;(scope.owner.deferred ??= []).push(deferred)
}

/** Makes the calls that a function has put off; what only may have been put off only may happen. */
export const runDeferred = (evaluator: Evaluator, scope: Scope): void => {
  for (let next = scope.deferred?.pop(); next; next = scope.deferred?.pop()) {
    const { call, scope: given, uncertainty } = next
    const run = (): void => evaluateForEffect(evaluator, call, given)
    if (uncertainty > evaluator.uncertainty) evaluator.maybe(run)
    else run()
  }
}
