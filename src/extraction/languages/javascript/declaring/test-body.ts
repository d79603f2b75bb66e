/** What a test's body, or a hook's, still says of the test: `this.skip()`, `t.todo()`, `test.fixme(condition)`. */
import type { CollectedSuite, CollectedTest, Marks } from '../../../declaration/declaration-collector.ts'
import { type ClosureValue, host, type HostValue, type Invocation, MISSING, UNKNOWN, type Value } from '../../../evaluation/value.ts'
import { EvaluationLimit } from '../../../evaluation/raised.ts'
import type { Status } from '../../../../inventory/inventory.ts'
import { joinMarks } from './declarer.ts'

/** Whether anything in a body is called as what declares tests is; asked only where the body could not be followed. */
const namesDeclarers = (body: ClosureValue): boolean => DECLARES.test(JSON.stringify(body.facts.body))

/** A call of such a name or member; variables are called so too. */
const DECLARES = /"callee":\{"kind":"name","name":"(?:test|it|describe|suite)"\}|"property":"(?:test|it|describe|suite)"\},"arguments"/

/** Evaluates a body, if anything in it can matter. Marks set under a condition inside it are conditional. */
export const runBody = (
  body: ClosureValue,
  invocation: Invocation,
  given: { arguments?: Value[]; receiver?: Value; declares?: boolean },
): void => {
  if (body.facts.body.length === 0) return
  const { evaluator } = invocation
  const { collector } = evaluator
  // What is declared once tests run is no part of what the runner lists, unless it is a part of the test.
  if (!given.declares) evaluator.collector = null
  evaluator.bodies++
  try {
    const before = collector?.declared
    const isWhole = evaluator.onBodyAllowance(() => {
      evaluator.callClosure(body, given.arguments ?? [], { invocation, receiver: given.receiver, open: given.arguments === undefined })
    })
    // A body that began to declare tests may have had more of them; one that didn't is a program under test.
    if (!isWhole && given.declares && (collector?.declared !== before || namesDeclarers(body)))
      throw new EvaluationLimit('the tests of a body are too many to follow')
  } finally {
    evaluator.bodies--
    evaluator.collector = collector
  }
}

/** Marks a test or suite; as a modifier only, where what marks it may not happen. */
export const mark = (target: CollectedTest | CollectedSuite, marks: Partial<Marks>, isCertain: boolean): void => {
  target.marks = joinMarks(target.marks, isCertain ? marks : { modifiers: ['conditional'] })
}

/** `skip(reason)`: marks the test when it is called, conditionally where the call may not happen. `level`: how uncertain evaluation was outside the body. */
export const markingCall = (name: string, target: CollectedTest | CollectedSuite, status: Status, level: number): HostValue =>
  host(name, {
    call: ({ evaluator, arguments: [reason] }) => {
      mark(target, { status, ...(typeof reason === 'string' ? { reason } : {}) }, evaluator.uncertainty <= level)
      return undefined
    },
  })

/** An object with some members, that gives something unknown for all others. */
export const contextWith = (name: string, members: Record<string, Value>): HostValue =>
  host(name, { member: (property) => (Object.hasOwn(members, property) ? members[property] : MISSING), call: () => UNKNOWN })
