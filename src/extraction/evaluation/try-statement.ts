/** `try`: its handlers run where the body is known to throw, may run where it may, and else don't. */
import type { Statement } from '../facts/program.ts'
import { type Completion, endedBy, followedBy, isThrown, oneOf, withoutThrows } from './completion.ts'
import { inBranch } from './branches.ts'
import type { Evaluator } from './evaluator.ts'
import { isDone } from './known-outcome.ts'
import { bindPattern } from './patterns.ts'
import { Scope } from './scope.ts'
import { runBlock } from './run-block.ts'
import { UNKNOWN, type Value } from './value.ts'

type Try = Statement & { kind: 'try' }

/** Runs the handlers with what was thrown; one that takes whatever it is surely runs where something surely was. */
const handle = (evaluator: Evaluator, { handlers, caught }: Try, thrown: Value, scope: Scope): Completion => {
  let completion: Completion = null
  for (const [at, handler] of handlers.entries()) {
    const inner = caught ? new Scope(scope, scope.module, false) : scope
    if (caught) bindPattern(evaluator, caught, thrown, inner, 'declare')
    const ended = runBlock(evaluator, handler, inner)
    completion = at === 0 && caught !== undefined ? ended : oneOf(completion, ended)
  }
  return completion
}

/** Runs a body whose throws are caught, whatever they are: behind what may have thrown it only may go on. */
const runCaught = (evaluator: Evaluator, body: readonly Statement[], scope: Scope): Completion => {
  const { doubts } = evaluator
  const functions = body.filter(({ kind }) => kind === 'function')
  let completion = evaluator.run(functions, scope)
  for (const [at, statement] of body.entries()) {
    completion = followedBy(completion, evaluator.run([statement], scope))
    if (completion?.certain) break
    if (completion || evaluator.doubts > doubts)
      return evaluator.maybe(() => {
        // What throws from here on ends it all the same.
        evaluator.catching = evaluator.uncertainty
        const rest = inBranch(evaluator, scope, () => evaluator.run(body.slice(at + 1), scope))
        return followedBy(completion, rest)
      })
  }
  return completion
}

export const runTry = (evaluator: Evaluator, statement: Try, scope: Scope): Completion => {
  const { body, handlers, caught, otherwise } = statement
  const inside = evaluator.semantics.blockScoped ? new Scope(scope, scope.module, false) : scope
  const { doubts, possibleThrows } = evaluator
  let completion = evaluator.trying(
    () => (caught === undefined || body.length < 2 ? evaluator.run(body, inside) : runCaught(evaluator, body, inside)),
    (value) => endedBy('throw', value),
  )
  if (isThrown(completion) && handlers.length > 0) completion = handle(evaluator, statement, completion.endings[0]?.value, scope)
  else if (!isThrown(completion)) {
    const isCertain = caught !== undefined && evaluator.doubts === doubts && withoutThrows(completion) === completion
    const handled =
      isCertain || (evaluator.possibleThrows === possibleThrows && isDone(evaluator, body, completion, inside))
        ? null
        : evaluator.maybe(() => handle(evaluator, statement, UNKNOWN, scope))
    if (handlers.length > 0) completion = withoutThrows(completion)
    // What the body was to give may be what its handler gives.
    if (caught !== undefined && completion && handled) completion = oneOf(completion, handled)
    completion ??= runBlock(evaluator, otherwise, scope)
  }
  return followedBy(runBlock(evaluator, statement.finally, scope), completion)
}
