/**
 * Drops of a test's body what turns out not to matter once other files are there: a helper of another file, or package,
 * is given the test, and does nothing with it but fail it. What is left of the body is sliced again with that known.
 */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import type { ModuleInstance } from '../../evaluation/module-instance.ts'
import { gaps } from '../../evaluation/scope.ts'
import type { CallExpression, FunctionFacts } from '../../facts/program.ts'
import { isTestParameter, testTakersOf } from './go-functions.ts'
import { importsOf } from './go-mentions.ts'
import { FunctionSlice } from './go-slice.ts'
import { emptyContext, type FileContext, type LinkedCalls } from './go-file-context.ts'
import { OUTSIDE, type Place, StaticTypes } from './go-static-types.ts'
import { testTypesOf } from './go-test-names.ts'

/** What functions do with a test that they are given, as far as it was asked: see `LinkedCalls.effectOf`. */
type Effect = ReturnType<LinkedCalls['effectOf']>

const known = new WeakMap<FunctionFacts, { effect: Effect; declares: boolean }>()

/** Whether a file may well be one whose types hold tests: a program's own don't. */
const mayHoldTests = ({ path, facts }: ModuleInstance): boolean => path.endsWith('_test.go') || importsOf(facts?.body ?? []).has('testing')

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
  private readonly types: StaticTypes
  private level = 0
  /** How often it could not be told, for functions lead too deep. */
  private doubts = 0
  /** Functions of which that made it impossible to tell: once for a file is enough. */
  private readonly undecided = new Set<FunctionFacts>()

  constructor(evaluator: Evaluator) {
    this.types = new StaticTypes(evaluator)
  }

  /** Slices a function again and answers what a call of it does. */
  narrow(facts: FunctionFacts, module: ModuleInstance): Effect {
    const before = known.get(facts)
    if (before) return before.effect
    if (facts.inert === true) return facts.changes === true ? null : 'nothing'
    if (facts.body.length === 0) return 'nothing'
    if (this.level >= MOST_LEVELS || this.undecided.has(facts)) {
      this.doubts++
      return null
    }
    const doubts = gaps.count + this.doubts
    known.set(facts, { effect: null, declares: false })
    this.level++
    const slice = new FunctionSlice(facts, this.contextOf({ facts, module }))
    slice.run()
    this.level--
    // Something isn't read yet, or too much for now: it is asked again.
    if (gaps.count + this.doubts > doubts) {
      known.delete(facts)
      this.undecided.add(facts)
      return null
    }
    slice.apply()
    if (slice.isInert && facts.changes !== true) facts.inert = true
    const effect =
      slice.mayDeclare || slice.changesSomething || facts.changes === true ? null : slice.callsGiven ? testTakersOf(facts) : 'nothing'
    known.set(facts, { effect, declares: slice.mayDeclare })
    return effect
  }

  private contextOf(place: Place): FileContext {
    const linked: LinkedCalls = {
      effectOf: (call) => this.effectOf(call, place),
      declaresByWrapped: (call) => {
        const called = this.types.calledBy(call, place)
        return called !== OUTSIDE && (called === null || this.narrow(called.facts, called.module) !== 'nothing')
      },
      declaresByMethod: (call) => {
        const called = this.types.calledBy(call, place)
        if (called === null || called === OUTSIDE || !mayHoldTests(called.module)) return false
        this.narrow(called.facts, called.module)
        return known.get(called.facts)?.declares === true
      },
      isInertFunction: (name) => {
        const found = this.types.functionNamed(name, place)
        return found !== null && this.narrow(found.facts, found.module) === 'nothing'
      },
      changesGiven: (name) => changingIn(place.module).has(name),
    }
    const imports = importsOf(place.module.facts?.body ?? [])
    return { ...emptyContext(imports), testTypes: testTypesOf(place.module.facts?.body ?? []), linked }
  }

  private effectOf(call: CallExpression, place: Place): Effect {
    const called = this.types.calledBy(call, place)
    if (called === null) return null
    // Nobody knows what it does, but for calling the functions that it is given.
    if (called === OUTSIDE)
      return call.arguments.some((one) => one.kind !== 'spread' && this.types.functionNamed(one, place)) ? null : 'outside'
    return called.facts.parameters.some(isTestParameter) ? this.narrow(called.facts, called.module) : null
  }
}

/** Narrows the functions of a test file that may be given a test, or be one. */
export const narrowTests = (module: ModuleInstance, evaluator: Evaluator): void => {
  const narrowing = new Narrowing(evaluator)
  for (const statement of module.facts?.body ?? []) {
    const value = statement.kind === 'declare' ? statement.value : statement
    if (value?.kind !== 'function') continue
    if (value.function.parameters.some(isTestParameter)) narrowing.narrow(value.function, module)
  }
}
