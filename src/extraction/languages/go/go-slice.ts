/** The part of one function that can matter to tests: a backward slice, repeated until nothing more is found to matter. */
import type { Expression, FunctionFacts, Statement } from '../../facts/program.ts'
import { isErrorCheck, isFailure, isStop } from './go-assertions.ts'
import { calledNames, ChangeFinder, type Changes } from './go-changes.ts'
import { changesOutside } from './go-effects.ts'
import { targetsOf } from './go-mentions.ts'
import type { Mentions } from './go-mentions-found.ts'
import { elementOf } from './go-reads.ts'
import type { FileContext } from './go-file-context.ts'
import { MentionFinder } from './go-slice-mentions.ts'
import { SliceChanges } from './go-slice-changes.ts'
import { SliceEffects } from './go-slice-effects.ts'
import { SliceNames } from './go-slice-names.ts'
import { SliceValues } from './go-slice-values.ts'
import { isJump, leavesMore } from './go-jumps.ts'
import { TestNames } from './go-test-names.ts'

/** Within the function (or function literal) that is being read. */
interface Frame {
  keepsReturns: boolean
  /** What conditions of jumps ask for: needed only if there is anything that a jump can pass over. */
  deferred: Mentions[]
}

export class FunctionSlice {
  private readonly names = new SliceNames()
  private readonly finder: MentionFinder
  private readonly bodies = new Map<FunctionFacts, Statement[]>()
  private readonly facts: FunctionFacts
  private readonly literals = new Map<FunctionFacts, { round: number; declares: boolean }>()
  private readonly effects = new SliceEffects(this.names)
  private round = 0
  private readonly changed: ChangeFinder
  private readonly needed: SliceChanges
  private readonly values: SliceValues
  private readonly context: FileContext
  private readonly testNames: TestNames
  /** Methods that kept statements call. */
  readonly called = new Set<string>()

  constructor(facts: FunctionFacts, context: FileContext) {
    this.facts = facts
    this.context = context
    this.testNames = new TestNames(facts, context.testTypes)
    this.changed = new ChangeFinder(facts)
    this.needed = new SliceChanges(facts, context, { names: this.names, changed: this.changed })
    this.finder = new MentionFinder(this.names, context, {
      declares: (literal) => this.literalDeclares(literal),
      isLocal: (name) => this.changed.isLocal(name),
    })
    this.values = new SliceValues({ names: this.names, finder: this.finder, changed: this.changed, needed: this.needed })
    this.names.addParameters(facts)
    // What isn't needed has no name here: a receiver that has none must not make all of that needed.
    if (facts.receiver?.pattern.kind === 'name' && facts.receiver.pattern.name !== '') this.names.need([facts.receiver.pattern.name])
  }

  static ofValue(statement: Statement, context: FileContext): FunctionSlice {
    const slice = new FunctionSlice(
      { name: '', parameters: [], body: [statement], line: 0, endLine: 0, decorators: [], digest: '' },
      context,
    )
    if (statement.kind === 'declare') slice.names.need(targetsOf(statement.pattern))
    return slice
  }

  /** Whether the function may declare or mark a test, or calls something of which that isn't known. */
  get mayDeclare(): boolean {
    return this.effects.mayDeclare
  }

  /** Whether it calls functions that it is given, which may declare one. */
  get callsGiven(): boolean {
    return this.effects.callsGiven
  }

  /** Whether calling the function is only worth its value. */
  get isInert(): boolean {
    return !this.mayDeclare && !this.callsGiven && !changesOutside(this.facts, this.bodies.get(this.facts) ?? [])
  }

  /** Whether a call changes what others see. */
  get changesSomething(): boolean {
    const { given, variables } = this.changes
    return given || variables.size > 0
  }

  /** What statements of their own call, kept or not. */
  get calls(): ReadonlySet<string> {
    return this.needed.calls
  }

  get changes(): Changes {
    return this.changed.changes
  }

  /** What stands for a body that isn't kept. */
  get summary(): Statement[] {
    return this.changed.summary()
  }

  get passedOver(): ReadonlySet<string> {
    return this.finder.passedOver
  }

  get mentioned(): ReadonlySet<string> {
    return this.names.needed
  }

  run(): void {
    this.names.noteGrowth()
    for (let round = 0; this.names.takeGrowth() && round < 12; round++) {
      this.round++
      this.bodies.set(this.facts, this.keepBody(this.facts))
    }
  }

  /** Replaces the bodies by what is kept of them. */
  apply(): void {
    for (const [facts, body] of this.bodies) facts.body = body
  }

  private keepBody(facts: FunctionFacts): Statement[] {
    this.names.need((facts.resultNames ?? []).map(({ name }) => name))
    return this.keepWithJumps(facts.body, facts.results !== undefined)
  }

  /** What leaves a body or loop early matters only if there is something else in it. */
  private keepWithJumps(statements: readonly Statement[], keepsReturns: boolean): Statement[] {
    const frame: Frame = { keepsReturns, deferred: [] }
    const kept = this.keep(statements, frame)
    if (kept.every((one) => isJump(one) && !leavesMore(one))) return []
    for (const found of frame.deferred) this.names.needFound(found)
    return kept
  }

  /** Whether calling a function literal matters; its body is read once a round. */
  private literalDeclares(facts: FunctionFacts): boolean {
    const known = this.literals.get(facts)
    if (known?.round === this.round) return known.declares
    const declares = this.effects.ofLiteral(() => {
      this.names.addParameters(facts)
      const body = this.changed.inLiteral(facts, () => this.keepBody(facts))
      this.bodies.set(facts, body)
      return changesOutside(facts, body)
    })
    this.literals.set(facts, { round: this.round, declares })
    return declares
  }

  /** Last statement first, since what comes later says what is needed. */
  private keep(statements: readonly Statement[], frame: Frame): Statement[] {
    const kept: Statement[] = []
    const { isTest } = this.testNames
    const fails = statements.some((one) => isFailure(one, isTest))
    const stop = statements.findIndex((one) => isStop(one, isTest))
    for (let index = (stop < 0 ? statements.length : stop) - 1; index >= 0; index--) {
      const statement = statements[index]
      if (!statement || (fails && (statement.kind === 'return' || statement.kind === 'break' || statement.kind === 'continue'))) continue
      const one = this.keepOne(statement, frame)
      if (one) kept.push(one)
    }
    return kept.reverse()
  }

  private keepOne(statement: Statement, frame: Frame): Statement | null {
    switch (statement.kind) {
      case 'evaluate':
        return this.keepEvaluation(statement)
      case 'declare':
        return this.keepDeclaration(statement)
      case 'return':
        if (!frame.keepsReturns || !statement.value) return { kind: 'return', value: null }
        this.effects.handOn(this.needKept(statement.value))
        return statement
      case 'if':
        return this.keepIf(statement, frame)
      case 'each':
        return this.keepEach(statement, frame)
      case 'loop':
        return this.keepLoop(statement, frame)
      case 'block': {
        const body = this.keep(statement.body, frame)
        return body.length === 0 ? null : { ...statement, body }
      }
      case 'switch':
        return this.keepSwitch(statement, frame)
      default:
        return statement
    }
  }

  private needKept(expression: Expression): Mentions {
    const found = this.finder.of(expression)
    this.effects.touch(found)
    this.names.needFound(found)
    return found
  }

  private keepEvaluation(statement: Statement & { kind: 'evaluate' }): Statement | null {
    const { expression, added } = this.values.ofAppending(statement.expression)
    const found = this.finder.of(added ?? expression)
    const touchesTest = this.effects.touch(found, expression.kind !== 'assign')
    if (expression.kind === 'assign') {
      const targets = targetsOf(expression.pattern)
      const changes = this.changed.byAssignment(expression.pattern)
      this.needed.followAlias(targets, expression.value, expression.pattern.kind === 'member')
      const isAsked = this.names.isNeeded(targets) || this.names.isNeeded(found.addressed) || this.needed.fills(expression.value)
      if (statement.expression.kind === 'assign') this.values.noteIn(targets, statement.expression.value)
      if (!changes && !touchesTest && !isAsked) return null
      this.names.needFound(found)
      if (added) this.names.needSome(targets)
      return { ...statement, expression: this.values.ofAssignment(expression) }
    }
    const changes = expression.kind === 'call' && this.needed.ofCall(expression, found)
    if (!touchesTest && !changes) return null
    calledNames(expression, this.called)
    this.names.needFound(found)
    return statement
  }

  private keepDeclaration(statement: Statement & { kind: 'declare' }): Statement | null {
    const names = targetsOf(statement.pattern)
    const value = this.values.ofDeclaration(statement)
    if (statement.value?.kind === 'function') this.names.addLiteral(names, statement.value.function)
    const found = this.finder.of(value)
    this.needed.followAlias(names, value)
    // A function that is only defined declares nothing yet; its calls do.
    const touchesTest = value?.kind === 'function' ? found.declares || this.names.isTest(found.names) : this.effects.touch(found)
    if (statement.value) this.values.noteIn(names, statement.value, value === statement.value ? found : undefined)
    const isAsked = this.names.isNeeded(names) || this.names.isNeeded(found.addressed) || this.needed.fills(value)
    if (!touchesTest && !isAsked) return null
    this.values.need(statement.pattern, value, found)
    return value?.kind === 'call' && !this.names.isNeeded(names) ? { kind: 'evaluate', expression: value } : { ...statement, value }
  }

  private keepIf(statement: Statement & { kind: 'if' }, frame: Frame): Statement | null {
    const isFailure = isErrorCheck(statement.test)
    const then = this.keep(statement.then, frame).filter((one) => !isFailure || one.kind !== 'return')
    const otherwise = this.keep(statement.else, frame)
    const found = this.finder.of(statement.test)
    if (then.length === 0 && otherwise.length === 0) {
      if (!this.names.isNeeded(found.addressed)) return null
      this.names.needFound(found)
      return { kind: 'evaluate', expression: statement.test }
    }
    if (this.effects.touch(found) || ![...then, ...otherwise].every(isJump)) this.names.needFound(found)
    else frame.deferred.push(found)
    return { kind: 'if', test: statement.test, then, else: otherwise }
  }

  private keepEach(statement: Statement & { kind: 'each' }, frame: Frame): Statement | null {
    const { iterable, pattern } = statement
    const found = this.finder.of(iterable)
    if (found.declares || this.names.isTest(found.names)) for (const name of targetsOf(pattern)) this.names.addTest(name)
    this.values.noteIn(targetsOf(pattern), iterable, found)
    const body = this.keepWithJumps(statement.body, frame.keepsReturns)
    this.needed.followAlias(targetsOf(pattern), iterable, this.givesCopies(iterable))
    if (body.length === 0) return null
    this.effects.touch(found)
    const element = elementOf(statement)
    if (iterable.kind !== 'name' || element === null) this.names.needFound(found)
    else this.names.needPart({ name: iterable.name, of: 'elements', index: null }, element)
    return { ...statement, body }
  }

  /** Whether what a loop gives are structs, as far as the type of a parameter tells: a field of one is nobody else's. */
  private givesCopies(iterable: Expression): boolean {
    const parameter = this.facts.parameters.find(({ pattern }) => iterable.kind === 'name' && targetsOf(pattern).includes(iterable.name))
    return /^\[\d*\][\p{L}_][\p{L}\p{N}_.]*$/u.test(parameter?.type ?? '')
  }

  private keepLoop(statement: Statement & { kind: 'loop' }, frame: Frame): Statement | null {
    const body = this.keepWithJumps(statement.body, frame.keepsReturns)
    if (body.length === 0) return null
    for (const header of [statement.test, ...statement.update]) if (header) this.needKept(header)
    this.names.need(statement.update.flatMap((update) => (update.kind === 'assign' ? targetsOf(update.pattern) : [])))
    return { ...statement, initial: this.keep(statement.initial, frame), body }
  }

  private keepSwitch(statement: Statement & { kind: 'switch' }, frame: Frame): Statement | null {
    const cases = statement.cases.map((one) => ({ tests: one.tests, body: this.keep(one.body, frame) }))
    if (!cases.some((one) => one.body.some((inner) => inner.kind !== 'break' || inner.label !== undefined))) return null
    if (statement.subject) this.needKept(statement.subject)
    for (const one of cases) for (const test of one.tests) this.needKept(test)
    return { ...statement, cases }
  }
}
