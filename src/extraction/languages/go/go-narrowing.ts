/**
 * Drops of a test's body what turns out not to matter once other files are there: a helper of another file, or package,
 * is given the test, and does nothing with it but fail it. What is left of the body is sliced again with that known.
 */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import type { ModuleInstance } from '../../evaluation/module-instance.ts'
import { gaps } from '../../evaluation/scope.ts'
import { type ClosureValue, UNKNOWN, type Value } from '../../evaluation/value.ts'
import type { CallExpression, Expression, FunctionFacts } from '../../facts/program.ts'
import { isTestParameter } from './go-functions.ts'
import { FunctionSlice } from './go-slice.ts'
import type { FileContext, LinkedCalls } from './go-slice-mentions.ts'

/** Whether functions that are given a test may declare or keep one, as far as it was asked. */
const known = new WeakMap<FunctionFacts, boolean>()

/** So many helpers that are given a test by one another are looked into. */
const MOST_LEVELS = 30

const plainName = (facts: FunctionFacts): string => facts.name.slice(facts.name.lastIndexOf('.') + 1)

/** The functions and methods of a file that change what they are given, by plain name. */
const changing = new WeakMap<readonly unknown[], ReadonlySet<string>>()

const changingIn = ({ facts }: ModuleInstance): ReadonlySet<string> => {
  const body = facts?.body ?? []
  const noted = changing.get(body)
  if (noted) return noted
  const names = new Set<string>()
  for (const statement of body) {
    const value = statement.kind === 'declare' ? statement.value : statement
    if (value?.kind === 'function' && value.function.changes === true) names.add(plainName(value.function))
  }
  changing.set(body, names)
  return names
}

class Narrowing {
  private readonly evaluator: Evaluator
  private level = 0
  /** How often it could not be told, for functions lead too deep. */
  private doubts = 0
  /** Functions of which that made it impossible to tell: once for a file is enough. */
  private readonly undecided = new Set<FunctionFacts>()

  constructor(evaluator: Evaluator) {
    this.evaluator = evaluator
  }

  /** Slices a function again and answers whether a call of it matters. */
  narrow(facts: FunctionFacts, module: ModuleInstance): boolean {
    const isActive = known.get(facts)
    if (isActive !== undefined) return isActive
    if (facts.inert === true) return facts.changes === true
    if (facts.body.length === 0) return false
    if (this.level >= MOST_LEVELS || this.undecided.has(facts)) {
      this.doubts++
      return true
    }
    const before = gaps.count + this.doubts
    known.set(facts, true)
    this.level++
    const slice = new FunctionSlice(facts, this.contextOf(module))
    slice.run()
    this.level--
    // Something isn't read yet, or too much for now: it is asked again.
    if (gaps.count + this.doubts > before) {
      known.delete(facts)
      this.undecided.add(facts)
      return true
    }
    slice.apply()
    if (slice.isInert && facts.changes !== true) {
      facts.inert = true
      known.set(facts, false)
    }
    return known.get(facts) ?? true
  }

  private contextOf(module: ModuleInstance): FileContext {
    const linked: LinkedCalls = {
      isInert: (call) => {
        const closure = this.calledBy(call, module)
        return closure !== null && !this.narrow(closure.facts, closure.module)
      },
      changesGiven: (name) => changingIn(module).has(name),
    }
    return { active: new Set(), calling: new Set(), inert: new Set(), changes: new Map(), names: new Set(), linked }
  }

  /** The function that a call by its plain name, or that of its package, leads to. */
  private calledBy({ callee }: CallExpression, module: ModuleInstance): ClosureValue | null {
    const isQualified =
      callee.kind === 'member' &&
      callee.object.kind === 'name' &&
      isImported(callee.object.name, module) &&
      typeof callee.property === 'string'
    if (callee.kind !== 'name' && !isQualified) return null
    const value = this.valueOf(callee, module)
    return typeof value === 'object' && value?.kind === 'closure' && value.facts.parameters.some(isTestParameter) ? value : null
  }

  private valueOf(name: Expression, module: ModuleInstance): Value {
    const { evaluator } = this
    return evaluator.apart(module, () => evaluator.evaluate(name, module.scope), UNKNOWN)
  }
}

const isImported = (name: string, { facts }: ModuleInstance): boolean =>
  facts?.body.some((statement) => statement.kind === 'import' && statement.names.some(({ local }) => local === name)) ?? false

/** Narrows the functions of a test file that may be given a test, or be one. */
export const narrowTests = (module: ModuleInstance, evaluator: Evaluator): void => {
  const narrowing = new Narrowing(evaluator)
  for (const statement of module.facts?.body ?? []) {
    const value = statement.kind === 'declare' ? statement.value : statement
    if (value?.kind !== 'function') continue
    if (value.function.parameters.some(isTestParameter)) narrowing.narrow(value.function, module)
  }
}
