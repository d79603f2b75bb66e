/**
 * Evaluates the facts of files without running them: follows calls, loops, branches and imports as far as values are
 * known, both ways where a condition isn't, once where a collection isn't. Frameworks take part as host values; what
 * they are told (a `describe` called with a title and a body) is how tests are found.
 *
 * Everything is bounded: steps, depth and the items of a loop. Reaching the bound on steps ends the evaluation with
 * `EvaluationLimit`; the other bounds make values unknown.
 */
import type { Expression, FunctionFacts, Statement } from '../facts/program.ts'
import type { DeclarationCollector } from '../declaration/declaration-collector.ts'
import { Allowances, BODY_STEPS, SHARED_STEPS } from './allowances.ts'
import { callFunction, callValue } from './calls.ts'
import type { Completion } from './completion.ts'
import { Depth } from './depth.ts'
import { evaluateExpression } from './expressions.ts'
import type { Frame } from './frame.ts'
import type { ModuleInstance, Resolver } from './module-instance.ts'
import { loadModule, moduleExport, runModule } from './modules.ts'
import { EvaluationLimit, Raised } from './raised.ts'
import { gaps, type Scope } from './scope.ts'
import type { Semantics } from './semantics.ts'
import { type Changes, SharedChanges } from './shared-changes.ts'
import { runStatements } from './statements.ts'
import { DEFAULT_STEPS, StepBudget } from './step-budget.ts'
import type { UnmeantChanges } from './unmeant-changes.ts'
import { type ClosureValue, type Invocation, type ListValue, UNKNOWN, type Value } from './value.ts'

export class Evaluator {
  readonly semantics: Semantics
  readonly resolver: Resolver
  readonly budget: StepBudget
  /** What the program that runs now put in the global scope. */
  readonly globals = new Map<string, Value>()
  /** Entered branches that may not be taken. */
  conditions = 0
  /** Entered loops over collections that aren't known. */
  unknownLoops = 0
  readonly frames: Frame[] = []
  /** Where host values declare suites and tests; null while a library's own top level is looked at. */
  collector: DeclarationCollector | null = null
  /** How many tests were declared so far, whoever collects them. */
  declarations = 0
  /** How many bodies of tests and hooks it is in: they run when all is declared. */
  bodies = 0
  /** The first loop whose further turns were given up although they declare tests; whoever links a file resets it. */
  cutLoop: { path: string; line: number } | null = null
  /** Libraries whose functions did too much where tests may be declared; whoever links a file resets it. */
  readonly cutLibraries = new Set<ModuleInstance>()
  /** How often something was done that may have thrown. */
  doubts = 0
  /** How often a function was left that may have thrown. */
  possibleThrows = 0
  /** How often a function threw for certain where nothing catches it. */
  uncaught = 0
  /** What the generator function that runs now has given so far. */
  generated: ListValue | null = null
  /** Functions that the program under test was given by the call that is followed now and didn't call so far. */
  uncalled: Set<FunctionFacts> | null = null
  /** How uncertain the evaluation was at the start of the `try` around; null where there is none that catches. */
  catching: number | null = null
  readonly sharedChanges = new SharedChanges()
  /** Set in a branch that isn't meant. */
  unmeant: UnmeantChanges | null = null
  /** Whether it is evaluated what files share, for whichever of them. */
  isApart = false
  readonly depth = new Depth()
  isInLibrary = false
  private readonly allowances: Allowances

  constructor(semantics: Semantics, resolver: Resolver, steps = DEFAULT_STEPS) {
    this.semantics = semantics
    this.resolver = resolver
    this.budget = new StepBudget(steps)
    this.allowances = new Allowances(semantics)
  }

  /** Changes made now to something born at less uncertainty only may happen. */
  get uncertainty(): number {
    return this.conditions + this.unknownLoops
  }

  /** Before a file is linked; `mayBeLinkedAgain`: if something isn't read that it asks for. */
  beginFile(mayBeLinkedAgain: boolean): void {
    this.budget.beginFile(mayBeLinkedAgain)
    gaps.onUnread = () => this.budget.lookAhead()
    this.cutLoop = null
    this.cutLibraries.clear()
    this.sharedChanges.undo()
  }

  refill(steps = DEFAULT_STEPS): void {
    gaps.file++
    this.budget.refill(steps)
    this.allowances.refill()
    this.depth.reset()
    this.conditions = 0
    this.unknownLoops = 0
    this.frames.length = 0
    this.generated = null
    this.uncalled = null
    this.catching = null
    this.unmeant = null
    this.globals.clear()
  }

  /**
   * Runs code that is called for its value alone, of a file that declares no tests: on an allowance of its own, so that
   * a program that does much when it is set up doesn't use up what its tests' declarations need; `atLeast` is there even
   * when that is used up. What declares tests after all gets more as it does (see `StepBudget.allow`).
   */
  inLibrary<T>(inner: () => T, tooMuch: T, atLeast = 0): T {
    if (this.isInLibrary) return inner()
    const { allowances } = this
    const allowed = Math.min(allowances.libraryCall, Math.max(allowances.library, atLeast), this.budget.left)
    if (allowed <= 0) {
      if (!this.isApart || this.budget.isCutShort) gaps.count++
      return tooMuch
    }
    const declared = this.collector?.declared ?? 0
    const settle = this.budget.lend(allowed)
    this.isInLibrary = true
    try {
      return inner()
    } catch (error) {
      if (!(error instanceof EvaluationLimit) || (this.collector?.declared ?? 0) > declared) throw error
      // With a whole allowance it is too much for every file; with the rest of one, for this file alone.
      if ((allowed < allowances.libraryCall && !this.isApart) || this.budget.isCutShort) gaps.count++
      return tooMuch
    } finally {
      allowances.library -= settle(true)
      this.isInLibrary = false
    }
  }

  /**
   * Runs what may well be a program under test, a test's body, on an allowance of its own. False where that was not
   * enough: then nothing is known of what comes after.
   */
  onBodyAllowance(inner: () => void): boolean {
    const { catching, doubts, declarations, allowances } = this
    const allowed = Math.min(BODY_STEPS, allowances.bodies, this.budget.left)
    if (allowed <= 0) return false
    const settle = this.budget.lend(allowed)
    const settleLibrary = allowances.lendToBody()
    // Whoever runs the body catches what it throws: nothing around is any less certain for it.
    this.catching = null
    try {
      inner()
      return true
    } catch (error) {
      if (error instanceof EvaluationLimit) return false
      throw error
    } finally {
      settleLibrary()
      // A body that declares tests is no program under test.
      const isProgram = this.declarations === declarations
      const used = settle(!isProgram)
      if (isProgram) allowances.bodies -= used
      ;[this.catching, this.doubts] = [catching, doubts]
    }
  }

  /** Ends the body of the `try` around as the program would; where there is none, or it only may come to this, nothing happens. */
  raise(value: Value = UNKNOWN): void {
    if (this.catching !== null && this.catching === this.uncertainty) throw new Raised(value)
  }

  /** Runs the body of a `try`; `raised` says what comes of it where it ends by what it raises. */
  trying<T>(inner: () => T, raised: (value: Value) => T): T {
    const outer = this.catching
    this.catching = this.uncertainty
    try {
      return inner()
    } catch (error) {
      if (error instanceof Raised) return raised(error.value)
      throw error
    } finally {
      this.catching = outer
    }
  }

  /** Where it is noted what is changed of what other files see too. */
  get changes(): Changes {
    const shared = this.isApart ? this.sharedChanges.ofLibraries : this.sharedChanges
    return this.unmeant?.beside(shared) ?? shared
  }

  step(): void {
    this.budget.step()
  }

  /** Runs `inner` one level deeper; `tooDeep` where that would be too deep. */
  deeper<T>(inner: () => T, tooDeep: T): T {
    if (!this.depth.enter()) return tooDeep
    try {
      return inner()
    } finally {
      this.depth.leave()
    }
  }

  within<T>(frame: Frame, inner: () => T): T {
    this.frames.push(frame)
    try {
      return inner()
    } finally {
      this.frames.pop()
    }
  }

  maybe<T>(inner: () => T): T {
    this.conditions++
    try {
      return inner()
    } finally {
      this.conditions--
    }
  }

  inUnknownLoop<T>(inner: () => T): T {
    this.unknownLoops++
    try {
      return inner()
    } finally {
      this.unknownLoops--
    }
  }

  /**
   * Looks at a library's own top level: nothing there is uncertain, nor declares tests, for where the asking file is, and
   * it is done on an allowance of the module's own, so that what comes of it doesn't hang on which file asks first.
   */
  apart<T>(module: ModuleInstance, inner: () => T, tooMuch: T): T {
    const { conditions, unknownLoops, collector, catching, isApart, isInLibrary, unmeant } = this
    Object.assign(this, {
      conditions: 0,
      unknownLoops: 0,
      collector: null,
      catching: null,
      isApart: true,
      isInLibrary: false,
      unmeant: null,
    })
    const takeBack = this.allowances.lendAnew()
    const allowed = Math.min(SHARED_STEPS, module.steps)
    const settle = this.budget.lend(this.budget.isLookingAhead ? Math.min(allowed, this.budget.left) : allowed)
    try {
      return inner()
    } catch (error) {
      if (!(error instanceof EvaluationLimit) || this.budget.isCutShort) throw error
      return tooMuch
    } finally {
      module.steps -= settle(false)
      takeBack()
      Object.assign(this, { conditions, unknownLoops, collector, catching, isApart, isInLibrary, unmeant })
    }
  }

  evaluate(expression: Expression, scope: Scope): Value {
    return evaluateExpression(this, expression, scope)
  }

  run(statements: readonly Statement[], scope: Scope): Completion {
    return runStatements(this, statements, scope)
  }

  call(callee: Value, invocation: Invocation): Value {
    return callValue(this, callee, invocation)
  }

  /** Calls a function of the repository with these arguments, on behalf of a call that was given it. */
  callClosure(closure: ClosureValue, args: Value[], options: { invocation: Invocation; receiver?: Value; open?: boolean }): Value {
    return callFunction(this, closure, {
      arguments: args,
      keywords: new Map(),
      open: options.open ?? false,
      receiver: options.receiver,
      site: options.invocation.site,
      module: options.invocation.module,
    })
  }

  /** Makes a module's names available without running what it does at its top level beyond that. */
  load(module: ModuleInstance): boolean {
    return loadModule(this, module)
  }

  /** Runs a module as the program does that starts with it. */
  runModule(module: ModuleInstance): void {
    runModule(this, module)
  }

  exportOf(module: ModuleInstance, name: string): Value {
    return moduleExport(this, module, name)
  }
}
