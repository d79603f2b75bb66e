/** Methods of what is one of several plain values: they may be called on each. */
import type { Expression } from '../facts/program.ts'
import { callValue } from './calls.ts'
import type { Evaluator } from './evaluator.ts'
import { readMember } from './members.ts'
import { either, type EitherValue, type Invocation, isUnknown, UNKNOWN, type Value } from './value.ts'

/** Whether it is one of several values that hold nothing which could declare, known or not. */
export const isOneOfPlain = (value: Value): value is EitherValue =>
  typeof value === 'object' &&
  value?.kind === 'either' &&
  value.options.every((option) => typeof option !== 'object' || option === null || option.kind === 'typed' || isUnknown(option))

/** `(process.env.MODE ?? '').includes('x')`: what the method gives of the one or of the other. */
export const callOnEach = (
  evaluator: Evaluator,
  receivers: readonly Value[],
  method: string | Expression,
  invocation: Invocation,
): Value => {
  if (typeof method !== 'string') return UNKNOWN
  const called = receivers.filter((receiver) => !evaluator.semantics.isNullish(receiver))
  if (called.length === 0) return UNKNOWN
  const call = (receiver: Value): Value => callValue(evaluator, readMember(evaluator, receiver, method), { ...invocation, receiver })
  return evaluator.maybe(() => either(...called.map(call)))
}
