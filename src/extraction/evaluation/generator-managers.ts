/**
 * Managers that generators stand for: Python's `@contextmanager`. What comes before the one `yield` happens where a block
 * is entered, what comes behind it where that is left.
 */
import type { Expression, Statement } from '../facts/program.ts'
import type { Completion } from './completion.ts'
import type { Evaluator } from './evaluator.ts'
import { runBlock } from './run-block.ts'
import type { Scope } from './scope.ts'
import { host, type HostValue, MISSING, UNKNOWN, type Value } from './value.ts'

export interface GeneratorManager {
  enter(): Value
  /** `thrown`: the block threw, and the generator hears of it. */
  leave(thrown: boolean): Completion
}

interface Halves {
  readonly before: readonly Statement[]
  readonly given: Expression | null
  /** What comes behind the `yield`, with something in its place. */
  behind(inPlace: readonly Statement[]): Statement[]
}

const DEEPEST = 50

const holdsYield = (part: unknown, depth = 0): boolean => {
  if (typeof part !== 'object' || part === null || depth > DEEPEST) return false
  if ('kind' in part && part.kind === 'yield') return true
  if ('kind' in part && (part.kind === 'function' || part.kind === 'class')) return false
  return Object.values(part).some((one) => holdsYield(one, depth + 1))
}

const yieldOf = (statement: Statement): Expression | undefined => {
  const value = statement.kind === 'evaluate' ? statement.expression : statement.kind === 'declare' ? statement.value : undefined
  return value?.kind === 'yield' ? value : undefined
}

/** Undefined where there isn't one `yield` that is come to in any case. */
const halvesOf = (statements: readonly Statement[], depth = 0): Halves | undefined => {
  const at = statements.findIndex((one) => holdsYield(one))
  const statement = statements[at]
  if (!statement || statements.slice(at + 1).some((one) => holdsYield(one)) || depth > DEEPEST) return undefined
  const [before, rest] = [statements.slice(0, at), statements.slice(at + 1)]
  const own = yieldOf(statement)
  if (own?.kind === 'yield') return own.each ? undefined : { before, given: own.value, behind: (inPlace) => [...inPlace, ...rest] }
  if (statement.kind !== 'try' && (statement.kind !== 'block' || statement.managers)) return undefined
  if (holdsYield({ ...statement, body: [] })) return undefined
  const inner = halvesOf(statement.body, depth + 1)
  return (
    inner && {
      before: [...before, ...inner.before],
      given: inner.given,
      behind: (inPlace) => [{ ...statement, body: inner.behind(inPlace) }, ...rest],
    }
  )
}

const managers = new WeakMap<HostValue, GeneratorManager>()

/** What calling a generator function gives that stands for a manager; undefined where it isn't seen what happens when. */
export const generatorManager = (evaluator: Evaluator, body: readonly Statement[], scope: Scope): HostValue | undefined => {
  const halves = halvesOf(body)
  if (!halves) return undefined
  const manager: GeneratorManager = {
    enter: () => {
      runBlock(evaluator, [...halves.before], scope)
      return halves.given ? evaluator.evaluate(halves.given, scope) : null
    },
    leave: (thrown) => runBlock(evaluator, halves.behind(thrown ? [{ kind: 'throw' }] : []), scope),
  }
  const made = host('manager', {
    member: (name) =>
      name === '__enter__' ? host('manager.__enter__', { call: () => manager.enter() }) : name === '__exit__' ? UNKNOWN : MISSING,
  })
  managers.set(made, manager)
  return made
}

export const managerIn = (value: Value): GeneratorManager | undefined =>
  typeof value === 'object' && value?.kind === 'host' ? managers.get(value) : undefined
