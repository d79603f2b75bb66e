/** Blocks under managers, which are entered before them, left after them, and may swallow what they throw: Python's `with`. */
import type { Manager, Statement } from '../facts/program.ts'
import { callFunction } from './calls.ts'
import { type Completion, endedBy, isThrown, withoutThrows } from './completion.ts'
import type { Evaluator } from './evaluator.ts'
import { type GeneratorManager, managerIn } from './generator-managers.ts'
import { readMember } from './members.ts'
import { runBlock } from './run-block.ts'
import { type Scope, valueOf } from './scope.ts'
import { catchesAsGenerator, mayAnswerThatItSwallows } from './swallowing.ts'
import { type ClosureValue, isUnknown, UNKNOWN, type Value } from './value.ts'

interface Managed {
  /** What is called when the block is left; null where that does nothing that is known of. */
  exit: ClosureValue | null
  /** The generator that goes on when the block is left. */
  generator?: GeneratorManager
  mayCatch: boolean
}

const isClosure = (value: Value): value is ClosureValue => typeof value === 'object' && value?.kind === 'closure'

const methodOf = (evaluator: Evaluator, value: Value, name: string): ClosureValue | null => {
  if (typeof value !== 'object' || value?.kind !== 'object' || value.prototype === undefined) return null
  const method = readMember(evaluator, value, name)
  return isClosure(method) ? method : null
}

const managedBy = (evaluator: Evaluator, { name, callee, isEntered }: Manager, scope: Scope): Managed => {
  const binding = scope.find(name)
  const value = binding ? valueOf(binding, UNKNOWN) : UNKNOWN
  const catchesAny = (made: Value): boolean => isClosure(made) && catchesAsGenerator(made.facts)
  const generator = managerIn(value)
  if (generator) {
    if (!isEntered) generator.enter()
    return { exit: null, generator, mayCatch: callee !== null && catchesAny(evaluator.evaluate(callee, scope)) }
  }
  const exit = methodOf(evaluator, value, '__exit__')
  if (exit && !isEntered) call(evaluator, methodOf(evaluator, value, '__enter__'), [])
  if (exit) return { exit, mayCatch: mayAnswerThatItSwallows(exit.facts) }
  // A generator function stands for its manager: what is raised in the block is raised where it yields.
  const made = callee && isUnknown(value) ? evaluator.evaluate(callee, scope) : null
  return { exit: null, mayCatch: catchesAny(made) }
}

const call = (evaluator: Evaluator, method: ClosureValue | null, args: Value[]): Value =>
  method
    ? callFunction(evaluator, method, {
        arguments: args,
        keywords: new Map(),
        open: false,
        receiver: undefined,
        site: null,
        module: method.module,
      })
    : undefined

/** What is left of a block's end once this manager has heard of it. */
const leave = (evaluator: Evaluator, { exit, generator, mayCatch }: Managed, completion: Completion): Completion => {
  const thrown = isThrown(completion)
  if (thrown || withoutThrows(completion) === completion) generator?.leave(thrown)
  else evaluator.maybe(() => generator?.leave(false))
  const given = call(
    evaluator,
    exit,
    Array.from({ length: 3 }, () => (thrown ? UNKNOWN : completion ? UNKNOWN : null)),
  )
  if (!mayCatch || !completion) return completion
  const catchesIt = exit ? evaluator.semantics.truthiness(given) : undefined
  if (catchesIt === false) return completion
  return catchesIt ? withoutThrows(completion) : { ...completion, certain: false }
}

export const runManaged = (evaluator: Evaluator, body: Statement[], managers: readonly Manager[], scope: Scope): Completion => {
  const managed = managers.map((manager) => managedBy(evaluator, manager, scope))
  const run = (): Completion => runBlock(evaluator, body, scope)
  const completion = managed.some(({ mayCatch }) => mayCatch) ? evaluator.trying(run, (value) => endedBy('throw', value)) : run()
  return managed.reduceRight<Completion>((left, one) => leave(evaluator, one, left), completion)
}
