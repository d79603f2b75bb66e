import type { CallExpression, Expression, Statement } from '../facts/program.ts'
import type { Evaluator } from './evaluator.ts'
import { ModuleInstance } from './module-instance.ts'

/** Of those that are run later, nothing has happened by the time that the module is there. */
const isRunAtOnce = (statement: Statement, name: string): boolean =>
  statement.kind === 'function' && statement.function.name === name && !statement.function.async && !statement.function.generator

const isGivenOwn = ({ arguments: given }: CallExpression, { scope }: ModuleInstance): boolean =>
  given.some((one) => {
    const binding = one.kind === 'name' ? scope.find(one.name) : undefined
    return binding !== undefined && binding.source === undefined
  })

/**
 * `load()`, `fill(table, …)`, `register(Thing)` right in a module: a function of its own that fills its tables, or of another
 * that is given one. What another's fills of its own would be seen by files that don't import this module, once it was
 * evaluated for one that does; it is only followed where the language's libraries are mostly made so (`setUpReachesOthers`).
 */
export const callsOwnFunction = ({ resolver, semantics }: Evaluator, expression: Expression, module: ModuleInstance): boolean => {
  if (expression.kind !== 'call' || expression.callee.kind !== 'name') return false
  const { name } = expression.callee
  const source = module.scope.find(name)?.source
  if (source === undefined) return module.facts?.body.some((statement) => isRunAtOnce(statement, name)) === true
  return (
    (semantics.setUpReachesOthers === true || isGivenOwn(expression, module)) && resolver.resolve(source, module) instanceof ModuleInstance
  )
}
