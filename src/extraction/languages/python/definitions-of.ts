/** The functions and classes that a name stands for, or may. */
import type { ClassValue, ClosureValue, Value } from '../../evaluation/value.ts'
import { functionOfPartial } from './library/functools.ts'
import { realFunction } from './real-function.ts'

export interface Definition {
  readonly made: ClosureValue | ClassValue
  /** How uncertain it is that the name stands for it. */
  readonly birth: number
}

const definitionsIn = (value: Value): (ClosureValue | ClassValue)[] => {
  if (typeof value !== 'object' || value === null) return []
  if (value.kind === 'closure' || value.kind === 'class') return [value]
  if (value.kind === 'either') return value.options.flatMap(definitionsIn)
  const called = value.kind === 'host' ? functionOfPartial(value) : undefined
  return called ? [called] : []
}

const factsOf = (made: ClosureValue | ClassValue): { readonly name: string } =>
  made.kind === 'closure' ? realFunction(made).facts : made.facts

/** Of what one declaration made, the one under the most doubt: a decorator's wrapper around a test, not the test. */
const leastCertain = (options: readonly (ClosureValue | ClassValue)[]): (ClosureValue | ClassValue)[] =>
  options.toSorted((a, b) => (b.birth ?? 0) - (a.birth ?? 0)).slice(0, 1)

/**
 * One for each declaration: both branches of an `if` may make a class of that name. Where some are declared by the name
 * itself, the others only stand in for them: `with_numpy` gives the test or a function that only skips, which has not its
 * parameters. `birth`: how uncertain it is that the name exists.
 */
export const definitionsOf = ({ name, value, birth }: { name: string; value: Value; birth: number }): Definition[] => {
  const options = definitionsIn(value)
  const own = options.filter((made) => factsOf(made).name === name)
  const found = [...Map.groupBy(own.length > 0 ? own : options, factsOf).values()].flatMap(leastCertain)
  return found.map((made) => ({ made, birth: found.length > 1 ? Math.max(birth, made.birth ?? 0, 1) : birth }))
}
