/** Managers of the repository that may swallow what is raised in their blocks, also what ends a test. */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import type { Scope } from '../../evaluation/scope.ts'
import type { Manager, Statement } from '../../facts/program.ts'
import { memberOf } from './python-classes.ts'
import { blocksOf } from './test-body.ts'

const some = (statements: readonly Statement[], is: (statement: Statement) => boolean): boolean =>
  statements.some((statement) => is(statement) || blocksOf(statement).some((block) => some(block, is)))

/** `return True`, or what may be true. */
const givesSomething = (statement: Statement): boolean =>
  statement.kind === 'return' && statement.value !== null && !(statement.value.kind === 'literal' && !statement.value.value)

const catches = (statement: Statement): boolean => statement.kind === 'try' && statement.handlers.length > 0

/** What is raised in the block of a generator function is raised where it yields. */
export const maySwallow = ({ callee }: Manager, scope: Scope, evaluator: Evaluator): boolean => {
  const made = callee && evaluator.evaluate(callee, scope)
  if (typeof made !== 'object' || made === null) return false
  if (made.kind === 'closure') return made.facts.generator === true && some(made.facts.body, catches)
  const exit = made.kind === 'class' ? memberOf(made, '__exit__') : undefined
  return typeof exit === 'object' && exit?.kind === 'closure' && some(exit.facts.body, givesSomething)
}
