/** Managers of the repository that may swallow what is raised in their blocks, also what ends a test. */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import type { Scope } from '../../evaluation/scope.ts'
import { catchesAsGenerator, mayAnswerThatItSwallows } from '../../evaluation/swallowing.ts'
import type { Manager } from '../../facts/program.ts'
import { memberOf } from './python-classes.ts'

export const maySwallow = ({ callee }: Manager, scope: Scope, evaluator: Evaluator): boolean => {
  const made = callee && evaluator.evaluate(callee, scope)
  if (typeof made !== 'object' || made === null) return false
  if (made.kind === 'closure') return catchesAsGenerator(made.facts)
  const exit = made.kind === 'class' ? memberOf(made, '__exit__') : undefined
  return typeof exit === 'object' && exit?.kind === 'closure' && mayAnswerThatItSwallows(exit.facts)
}
