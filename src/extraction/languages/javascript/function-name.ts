import type { ClassValue, ClosureValue } from '../../evaluation/value.ts'
import type { Expression } from '../../facts/program.ts'

/** What the `name` of a function or class is. */
export const functionName = ({ facts }: ClosureValue | ClassValue): string => facts.name || (facts.inferredName ?? '')

/** A function or class without a name has that of what it is given to right where it stands. */
export const inferName = (value: Expression, name: string): Expression => {
  if (value.kind === 'function' && value.function.name === '') value.function.inferredName ??= name
  else if (value.kind === 'class' && value.class.name === '') value.class.inferredName ??= name
  return value
}
