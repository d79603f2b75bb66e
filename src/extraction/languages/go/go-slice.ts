/** The part of one function that can matter to tests: a backward slice, repeated until nothing more is found to matter. */
import type { CallExpression, Expression, FunctionFacts, Spread, Statement } from '../../facts/program.ts'
import { isErrorCheck, isFailure } from './go-assertions.ts'
import { calledNames, ChangeFinder, type Changes, INITIAL, sharedRoot } from './go-changes.ts'
import { isUniversal } from './go-builtins.ts'
import { CHANGING, changesOutside } from './go-effects.ts'
import { rootName, targetsOf } from './go-mentions.ts'
import { type FileContext, MentionFinder, type Mentions } from './go-slice-mentions.ts'
import { SliceNames } from './go-slice-names.ts'
import { writtenBy } from './go-writers.ts'
import { isJump, leavesMore } from './go-jumps.ts'

/** Within the function (or function literal) that is being read. */
interface Frame {
  keepsReturns: boolean
  /** What conditions of jumps ask for: needed only if there is anything that a jump can pass over. */
  deferred: ReadonlySet<string>[]
}

export class FunctionSlice {
  /** Whether the function may declare or mark a test, or calls something of which that isn't known. */
  mayDeclare = false
  /** Whether it calls functions that it is given, which may declare one. */
  callsGiven = false
  private readonly names = new SliceNames()
  private readonly finder: MentionFinder
  private readonly bodies = new Map<FunctionFacts, Statement[]>()
  private readonly facts: FunctionFacts
  private readonly literals = new Map<FunctionFacts, { round: number; declares: boolean }>()
  private round = 0
  private readonly changed: ChangeFinder
  private readonly context: FileContext
  /** What statements of their own call, kept or not. */
  readonly calls = new Set<string>()
  /** Variables that hold methods which change what they are of. */
  private readonly methodValues = new Set<string>()
  /** Methods that kept statements call. */
  readonly called = new Set<string>()

  constructor(facts: FunctionFacts, context: FileContext) {
    this.facts = facts
    this.context = context
    this.changed = new ChangeFinder(facts)
    this.finder = new MentionFinder(this.names, context, {
      declares: (literal) => this.literalDeclares(literal),
      keepsSome: (literal) => (this.bodies.get(literal) ?? []).length > 0,
      isLocal: (name) => this.changed.isLocal(name),
    })
    this.names.addParameters(facts)
    // What isn't needed has no name here: a receiver that has none must not make all of that needed.
    if (facts.receiver?.pattern.kind === 'name' && facts.receiver.pattern.name !== '') this.names.needed.add(facts.receiver.pattern.name)
  }

  static ofValue(statement: Statement, context: FileContext): FunctionSlice {
    const slice = new FunctionSlice(
      { name: '', parameters: [], body: [statement], line: 0, endLine: 0, decorators: [], digest: '' },
      context,
    )
    if (statement.kind === 'declare') for (const name of targetsOf(statement.pattern)) slice.names.needed.add(name)
    return slice
  }

  /** Whether calling the function is only worth its value. */
  get isInert(): boolean {
    return !this.mayDeclare && !this.callsGiven && !changesOutside(this.facts, this.bodies.get(this.facts) ?? [])
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
    this.names.grew = true
    for (let round = 0; this.names.grew && round < 12; round++) {
      this.names.grew = false
      this.round++
      this.bodies.set(this.facts, this.keepBody(this.facts))
    }
  }

  /** Replaces the bodies by what is kept of them. */
  apply(): void {
    for (const [facts, body] of this.bodies) facts.body = body
  }

  private keepBody(facts: FunctionFacts): Statement[] {
    return this.keepWithJumps(facts.body, facts.results !== undefined)
  }

  /** What leaves a body or loop early matters only if there is something else in it. */
  private keepWithJumps(statements: readonly Statement[], keepsReturns: boolean): Statement[] {
    const frame: Frame = { keepsReturns, deferred: [] }
    const kept = this.keep(statements, frame)
    if (kept.every((one) => isJump(one) && !leavesMore(one))) return []
    for (const names of frame.deferred) this.names.need(names)
    return kept
  }

  /** Whether calling a function literal matters; its body is read once a round. */
  private literalDeclares(facts: FunctionFacts): boolean {
    const known = this.literals.get(facts)
    if (known?.round === this.round) return known.declares
    const { mayDeclare, callsGiven } = this
    this.mayDeclare = false
    this.names.addParameters(facts)
    const body = this.changed.inLiteral(facts, () => this.keepBody(facts))
    this.bodies.set(facts, body)
    const declares = this.mayDeclare || changesOutside(facts, body)
    this.mayDeclare = mayDeclare
    this.callsGiven = callsGiven
    this.literals.set(facts, { round: this.round, declares })
    return declares
  }

  /** Notes what a statement that is kept may do with a test. */
  private touch(found: Mentions, isStatement = false): boolean {
    let touches = found.declares || (isStatement && intersects(found.names, this.names.carriers))
    if (touches) this.mayDeclare = true
    for (const name of found.names) {
      if (!this.names.tests.has(name)) continue
      touches = true
      if (this.names.givenFunctions.has(name)) this.callsGiven = true
      else this.mayDeclare = true
    }
    return touches
  }

  /** Last statement first, since what comes later says what is needed. */
  private keep(statements: readonly Statement[], frame: Frame): Statement[] {
    const kept: Statement[] = []
    const fails = statements.some(isFailure)
    for (let index = statements.length - 1; index >= 0; index--) {
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
        this.names.need(this.mentionsKept(statement.value))
        return statement
      case 'if':
        return this.keepIf(statement, frame)
      case 'each':
        return this.keepLoop(statement, frame, [statement.iterable])
      case 'loop':
        return this.keepLoop(statement, frame, [statement.test, ...statement.update])
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

  private mentionsKept(expression: Expression): Set<string> {
    const found = this.finder.of(expression)
    this.touch(found)
    return found.names
  }

  private keepEvaluation(statement: Statement & { kind: 'evaluate' }): Statement | null {
    const { expression } = statement
    const found = this.finder.of(expression)
    const touchesTest = this.touch(found, expression.kind !== 'assign')
    if (expression.kind === 'assign') {
      const targets = targetsOf(expression.pattern)
      const changes = this.changed.byAssignment(expression.pattern)
      this.followAlias(targets, expression.value, expression.pattern.kind === 'member')
      const isAsked = this.names.isNeeded(targets) || this.names.isNeeded([...found.addressed]) || this.fillsNeeded(expression.value)
      if (!changes && !touchesTest && !isAsked) return null
      if (found.declares || this.names.isTest(this.finder.of(expression.value).carried)) this.names.carry(targets, expression.value)
      this.names.need(found.names)
      return statement
    }
    if (!touchesTest && (expression.kind !== 'call' || !this.changesNeeded(expression, found))) return null
    calledNames(expression, this.called)
    this.names.need(found.names)
    return statement
  }

  /** `sort.Strings(names)`, `builder.WriteString(part)`. */
  private changesNeeded(call: CallExpression, found: Mentions): boolean {
    const root = rootName(call.callee)
    const name = call.callee.kind === 'member' && typeof call.callee.property === 'string' ? call.callee.property : root
    this.calls.add(name)
    const made = this.context.changes.get(name)
    // What is set up may be so by a function of another file.
    if (INITIAL.has(this.facts.name) && call.callee.kind === 'name' && !this.context.names.has(name) && !isUniversal(name)) {
      this.changed.changes.variables.add(name)
      return true
    }
    if (this.methodValues.has(root) || this.context.linked?.changesGiven(name)) return true
    if (this.changed.byCall(call, made) || this.names.isNeeded([...(made?.variables ?? [])])) return true
    if (made?.given && this.names.isNeeded([...found.carried])) return true
    if (this.names.isNeeded([...found.addressed])) return true
    if (this.names.isNeeded([writtenBy(call) ?? ''])) return true
    if (CHANGING.has(root)) return this.names.isNeeded([...found.carried])
    return call.callee.kind === 'member' && this.names.needed.has(root) && !this.names.testParameters.has(root)
  }

  /** `other := append(list[:1], item)` */
  private fillsNeeded(value: Expression | Spread | null): boolean {
    if (value?.kind === 'array') return value.items.some((item) => this.fillsNeeded(item))
    if (value?.kind !== 'call' || value.callee.kind !== 'name' || value.callee.name !== 'append') return false
    const [target] = value.arguments
    return target !== undefined && target.kind !== 'spread' && this.names.isNeeded([rootName(target)])
  }

  /** What is changed through another name for it is changed; `isField`: the other name has it in a field. */
  private followAlias(names: readonly string[], value: Expression | null, isField = false): void {
    const root = sharedRoot(value)
    if (!this.changed.isChangeable(root)) return
    if (this.changed.follow(names, root, isField)) this.names.grew = true
    if (!this.names.isNeeded([root])) return
    if (names.some((name) => this.changed.modifiedBy(isField).has(name))) this.names.need(names)
    const isMethod = value?.kind === 'member' && typeof value.property === 'string' && this.context.changes.get(value.property)?.given
    if (!isMethod) return
    this.names.need(names)
    for (const name of names) this.methodValues.add(name)
  }

  private keepDeclaration(statement: Statement & { kind: 'declare' }): Statement | null {
    const names = targetsOf(statement.pattern)
    const found = this.finder.of(statement.value)
    this.followAlias(names, statement.value)
    // A function that is only defined declares nothing yet; its calls do.
    const touchesTest = statement.value?.kind === 'function' ? found.declares || this.names.isTest(found.names) : this.touch(found)
    if (found.declares || this.names.isTest(found.carried)) this.names.carry(names, statement.value)
    const isAsked = this.names.isNeeded(names) || this.names.isNeeded([...found.addressed]) || this.fillsNeeded(statement.value)
    if (!touchesTest && !isAsked) return null
    this.names.need(found.names)
    return statement.value?.kind === 'call' && !this.names.isNeeded(names) ? { kind: 'evaluate', expression: statement.value } : statement
  }

  private keepIf(statement: Statement & { kind: 'if' }, frame: Frame): Statement | null {
    const isFailure = isErrorCheck(statement.test)
    const then = this.keep(statement.then, frame).filter((one) => !isFailure || one.kind !== 'return')
    const otherwise = this.keep(statement.else, frame)
    const found = this.finder.of(statement.test)
    if (then.length === 0 && otherwise.length === 0) {
      if (!this.names.isNeeded([...found.addressed])) return null
      this.names.need(found.names)
      return { kind: 'evaluate', expression: statement.test }
    }
    if (this.touch(found) || ![...then, ...otherwise].every(isJump)) this.names.need(found.names)
    else frame.deferred.push(found.names)
    return { kind: 'if', test: statement.test, then, else: otherwise }
  }

  private keepLoop(statement: Statement & { kind: 'each' | 'loop' }, frame: Frame, headers: (Expression | null)[]): Statement | null {
    if (statement.kind === 'each' && this.names.isTest(this.finder.of(statement.iterable).carried))
      for (const name of targetsOf(statement.pattern)) this.names.addTest(name)
    const body = this.keepWithJumps(statement.body, frame.keepsReturns)
    if (statement.kind === 'each') this.followAlias(targetsOf(statement.pattern), statement.iterable)
    if (body.length === 0) return null
    for (const header of headers) if (header) this.names.need(this.mentionsKept(header))
    if (statement.kind === 'each') return { ...statement, body }
    this.names.need(statement.update.flatMap((update) => (update.kind === 'assign' ? targetsOf(update.pattern) : [])))
    return { ...statement, initial: this.keep(statement.initial, frame), body }
  }

  private keepSwitch(statement: Statement & { kind: 'switch' }, frame: Frame): Statement | null {
    const cases = statement.cases.map((one) => ({ tests: one.tests, body: this.keep(one.body, frame) }))
    if (!cases.some((one) => one.body.some((inner) => inner.kind !== 'break' || inner.label !== undefined))) return null
    if (statement.subject) this.names.need(this.mentionsKept(statement.subject))
    for (const one of cases) for (const test of one.tests) this.names.need(this.mentionsKept(test))
    return { ...statement, cases }
  }
}

const intersects = (names: ReadonlySet<string>, others: ReadonlySet<string>): boolean => {
  for (const name of names) if (others.has(name)) return true
  return false
}
