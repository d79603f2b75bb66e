/** Methods of what is one of several values: they may be called on each. */
import { joinedAlternatives } from './doubtful-items.ts'
import type { Evaluator } from './evaluator.ts'
import { readMember } from './members.ts'
import { either, type EitherValue, type Invocation, isUnknown, list, type Value } from './value.ts'

/** Whether nothing that it may be has members of its own that could declare. */
const isPlain = ({ options }: EitherValue): boolean =>
  options.every(
    (option) => typeof option !== 'object' || option === null || option.kind === 'typed' || option.kind === 'list' || isUnknown(option),
  )

const isList = (value: Value): boolean => typeof value === 'object' && value?.kind === 'list'

/** Those that go through a list: what the lists have in common is come to once. */
const GOING_THROUGH = new Set(['forEach', 'map', 'flatMap', 'filter'])

/** `(process.env.MODE ?? '').includes('x')`: what the method gives of the one or of the other; undefined where that isn't told so. */
export const callOnEach = (evaluator: Evaluator, receiver: Value, invocation: Invocation): { result: Value } | undefined => {
  const { callee } = invocation.site
  if (typeof receiver !== 'object' || receiver?.kind !== 'either' || callee.kind !== 'member' || typeof callee.property !== 'string') return
  const method = callee.property
  const call = (one: Value): Value => evaluator.call(readMember(evaluator, one, method), { ...invocation, receiver: one })
  const joined = GOING_THROUGH.has(method) ? joinedAlternatives(evaluator, receiver.options) : undefined
  if (joined) return { result: call(joined) }
  const options = receiver.options.filter((option) => !evaluator.semantics.isNullish(option))
  if (options.length === 0 || !isPlain(receiver)) return
  // Gone through one after the other, what they have alike would be come to once for each.
  if (GOING_THROUGH.has(method) && options.filter(isList).length > 1) return { result: call(list([], { open: true })) }
  return { result: evaluator.maybe(() => either(...options.map(call))) }
}
