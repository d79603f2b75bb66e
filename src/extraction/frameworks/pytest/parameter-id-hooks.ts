/** `pytest_make_parametrize_id`: what conftests and plugins call the values of parameters. */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { type ClosureValue, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { isPlaceDependent } from '../../languages/text/repository-place.ts'
import { invoke } from '../../languages/python/python-calls.ts'

export const MAKE_ID = 'pytest_make_parametrize_id'

/** Whether a conftest has such a hook, as its text reads. */
export const mayNameParameters = (text: string): boolean => text.includes(MAKE_ID)

/** The id of the first function that gives one, as it is; null where none does, undefined where it can't be told. */
export const idOfHooks = (
  hooks: readonly ClosureValue[],
  { value, argument }: { value: Value; argument: string },
  evaluator: Evaluator,
): string | null | undefined => {
  const given = new Map([
    ['val', value],
    ['argname', argument],
  ])
  for (const hook of hooks) {
    const values = hook.facts.parameters.map(({ pattern }) =>
      pattern.kind === 'name' && given.has(pattern.name) ? given.get(pattern.name) : UNKNOWN,
    )
    const answer = invoke(evaluator, hook, values)
    if (answer === null || answer === undefined) continue
    return typeof answer === 'string' && !isPlaceDependent(answer) ? answer : undefined
  }
  return null
}
