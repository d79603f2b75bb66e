/** The part of one function that can matter to tests: a backward slice, repeated until nothing more is found to matter. */
import type { CallExpression, Expression, FunctionFacts, Statement } from '../../facts/program.ts'
import { ASSERTING, isErrorCheck, isFailure } from './go-assertions.ts'
import { CHANGING, changesOutside } from './go-effects.ts'
import { isComposite } from './go-expressions.ts'
import { isFunctionParameter, isTestParameter } from './go-functions.ts'
import { rootName, targetsOf, visitExpression } from './go-mentions.ts'

/** What is known of the functions of the file while they are sliced. */
export interface FileContext {
  /** Functions that may declare tests when they are given one. */
  active: Set<string>
  /** Functions that call functions which they are given, and declare none otherwise. */
  calling: Set<string>
  /** Functions of the file of which neither is known (yet). */
  inert: Set<string>
}

/** Methods that declare or mark tests, whatever they are called on. */
const DECLARING = new Set(['Run', 'Skip', 'SkipNow', 'Skipf', 'Parallel', 'Fuzz'])

interface Mentions {
  names: Set<string>
  /** Names that stand as arguments or elements, by which a test gets into what is made of them. */
  carried: Set<string>
  declares: boolean
  /** Names whose addresses are given to calls, which may change them. */
  addressed: Set<string>
}

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
  /** Functions of the file that were given a test and are taken to do nothing with it. */
  readonly passedOver = new Set<string>()
  private readonly needed = new Set<string>()
  /** What holds a test, or a function that may declare one. */
  private readonly tests = new Set<string>()
  private readonly testParameters = new Set<string>()
  private readonly givenFunctions = new Set<string>()
  /**
   * What calls made when they were given a test: a harness now and then, mostly a server or a client. Only statements
   * of their own that use one may declare tests.
   */
  private readonly carriers = new Set<string>()
  private readonly bodies = new Map<FunctionFacts, Statement[]>()
  private readonly facts: FunctionFacts
  private readonly context: FileContext
  private readonly literals = new Map<FunctionFacts, { round: number; declares: boolean }>()
  private round = 0
  private grew = true

  constructor(facts: FunctionFacts, context: FileContext) {
    this.facts = facts
    this.context = context
    this.addParameters(facts)
    if (facts.receiver?.pattern.kind === 'name') this.needed.add(facts.receiver.pattern.name)
  }

  static ofValue(statement: Statement, context: FileContext): FunctionSlice {
    const slice = new FunctionSlice(
      { name: '', parameters: [], body: [statement], line: 0, endLine: 0, decorators: [], digest: '' },
      context,
    )
    if (statement.kind === 'declare') for (const name of targetsOf(statement.pattern)) slice.needed.add(name)
    return slice
  }

  /** Whether calling the function is only worth its value. */
  get isInert(): boolean {
    return !this.mayDeclare && !this.callsGiven && !changesOutside(this.facts, this.bodies.get(this.facts) ?? [])
  }

  get mentioned(): ReadonlySet<string> {
    return this.needed
  }

  run(): void {
    this.grew = true
    for (let round = 0; this.grew && round < 12; round++) {
      this.grew = false
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
    if (kept.every(isJump)) return []
    for (const names of frame.deferred) this.need(names)
    return kept
  }

  private addParameters(facts: FunctionFacts): void {
    for (const parameter of facts.parameters) {
      if (parameter.pattern.kind !== 'name' || parameter.pattern.name === '') continue
      const { name } = parameter.pattern
      const isTest = isTestParameter(parameter)
      if (!isTest && !isFunctionParameter(parameter)) continue
      if (!isTest) this.givenFunctions.add(name)
      else if (!isFunctionParameter(parameter)) this.testParameters.add(name)
      this.addTest(name)
    }
  }

  /** Names that a value with a test in it is given to. */
  private carry(names: readonly string[], value: Expression | null): void {
    if (value?.kind !== 'call' || isComposite(value)) for (const name of names) this.addTest(name)
    else
      for (const name of names)
        if (!this.carriers.has(name) && !this.tests.has(name)) {
          this.carriers.add(name)
          this.grew = true
        }
  }

  private addTest(name: string): void {
    if (name === '' || this.tests.has(name)) return
    this.tests.add(name)
    this.grew = true
  }

  private need(names: Iterable<string>): void {
    for (const name of names)
      if (!this.needed.has(name)) {
        this.needed.add(name)
        this.grew = true
      }
  }

  private mentions(expression: Expression | null): Mentions {
    const found: Mentions = { names: new Set(), carried: new Set(), declares: false, addressed: new Set() }
    this.collect(expression, found, true)
    return found
  }

  private collect(expression: Expression | null, found: Mentions, carries: boolean): void {
    visitExpression(expression, {
      name: (name) => {
        found.names.add(name)
        if (carries) found.carried.add(name)
      },
      function: (facts) => {
        if (this.literalDeclares(facts)) found.declares = true
      },
      call: (call) => {
        this.collectCall(call, found)
        return false
      },
    })
  }

  /** Whether calling a function literal matters; its body is read once a round. */
  private literalDeclares(facts: FunctionFacts): boolean {
    const known = this.literals.get(facts)
    if (known?.round === this.round) return known.declares
    const { mayDeclare, callsGiven } = this
    this.mayDeclare = false
    this.addParameters(facts)
    const body = this.keepBody(facts)
    this.bodies.set(facts, body)
    const declares = this.mayDeclare || changesOutside(facts, body)
    this.mayDeclare = mayDeclare
    this.callsGiven = callsGiven
    this.literals.set(facts, { round: this.round, declares })
    return declares
  }

  private collectCall(call: CallExpression, found: Mentions): void {
    const { callee } = call
    const root = rootName(callee)
    const method = callee.kind === 'member' && typeof callee.property === 'string' ? callee.property : ''
    const isDeclaring = DECLARING.has(method) && (method !== 'Run' || call.arguments.length > 1)
    if (isDeclaring) found.declares = true
    // `t.Errorf(…)`: the test is neither marked nor given to anything.
    const isOnTest = callee.kind === 'member' && callee.object.kind === 'name' && this.testParameters.has(root)
    if (isOnTest && !isDeclaring && method !== 'Add') {
      if (method !== 'Name') return
      found.names.add(root)
      return
    }
    if (isOnTest && method === 'Add') found.declares = true
    const name = method === '' ? root : method
    const isInert =
      ASSERTING.has(root) ||
      (this.context.inert.has(name) && !this.tests.has(name)) ||
      (this.context.calling.has(name) && !this.givesDeclaring(call))
    if (!isInert) this.collect(callee, found, false)
    else if (!ASSERTING.has(root)) {
      found.names.add(root)
      this.passedOver.add(name)
    }
    if (ASSERTING.has(root)) {
      this.collectAssertion(call, found)
      return
    }
    for (const argument of call.arguments) {
      const value = argument.kind === 'spread' ? argument.value : argument
      if (value.kind === 'unary' && value.operator === '&' && value.operand.kind === 'name') found.addressed.add(value.operand.name)
      if (!isInert || value.kind !== 'name' || !this.tests.has(value.name)) this.collect(value, found, true)
      // A function given to a function of the file may be called by it.
      if (isInert && value.kind === 'function' && this.bodies.get(value.function)?.length) found.declares = true
    }
  }

  /** What is asserted matters only if finding it out changes something. */
  private collectAssertion(call: CallExpression, found: Mentions): void {
    const inner: Mentions = { names: new Set(), carried: new Set(), declares: false, addressed: new Set() }
    for (const argument of call.arguments)
      if (argument.kind === 'call' || argument.kind === 'function') this.collect(argument, inner, false)
    if (!inner.declares && inner.addressed.size === 0) return
    found.declares ||= inner.declares
    for (const name of inner.names) found.names.add(name)
    for (const name of inner.addressed) found.addressed.add(name)
  }

  /** Whether a call gives its callee a function that may declare tests. */
  private givesDeclaring(call: CallExpression): boolean {
    const given: Mentions = { names: new Set(), carried: new Set(), declares: false, addressed: new Set() }
    for (const argument of call.arguments) {
      const value = argument.kind === 'spread' ? argument.value : argument
      if (value.kind === 'name' ? this.tests.has(value.name) && !this.testParameters.has(value.name) : value.kind === 'function')
        this.collect(value, given, true)
      else if (value.kind === 'name' && this.context.active.has(value.name)) given.declares = true
    }
    return given.declares || this.isTest(given.names)
  }

  private isTest(names: ReadonlySet<string>): boolean {
    for (const name of names) if (this.tests.has(name)) return true
    return false
  }

  /** Notes what a statement that is kept may do with a test. */
  private touch(found: Mentions, isStatement = false): boolean {
    let touches = found.declares || (isStatement && intersects(found.names, this.carriers))
    if (touches) this.mayDeclare = true
    for (const name of found.names) {
      if (!this.tests.has(name)) continue
      touches = true
      if (this.givenFunctions.has(name)) this.callsGiven = true
      else this.mayDeclare = true
    }
    return touches
  }

  private isNeeded(names: readonly string[]): boolean {
    return names.some((name) => this.needed.has(name))
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
        this.need(this.mentionsKept(statement.value))
        return statement
      case 'if':
        return this.keepIf(statement, frame)
      case 'each':
        return this.keepLoop(statement, frame, [statement.iterable])
      case 'loop':
        return this.keepLoop(statement, frame, [statement.test, ...statement.update])
      case 'block': {
        const body = this.keep(statement.body, frame)
        return body.length === 0 ? null : { kind: 'block', body }
      }
      case 'switch':
        return this.keepSwitch(statement, frame)
      default:
        return statement
    }
  }

  private mentionsKept(expression: Expression): Set<string> {
    const found = this.mentions(expression)
    this.touch(found)
    return found.names
  }

  private keepEvaluation(statement: Statement & { kind: 'evaluate' }): Statement | null {
    const { expression } = statement
    const found = this.mentions(expression)
    const touchesTest = this.touch(found, expression.kind !== 'assign')
    if (expression.kind === 'assign') {
      const targets = targetsOf(expression.pattern)
      if (!touchesTest && !this.isNeeded(targets) && !this.isNeeded([...found.addressed])) return null
      if (found.declares || this.isTest(this.mentions(expression.value).carried)) this.carry(targets, expression.value)
      this.need(found.names)
      return statement
    }
    if (!touchesTest && (expression.kind !== 'call' || !this.changesNeeded(expression, found))) return null
    this.need(found.names)
    return statement
  }

  /** `sort.Strings(names)`, `builder.WriteString(part)`. */
  private changesNeeded(call: CallExpression, found: Mentions): boolean {
    const root = rootName(call.callee)
    if (this.isNeeded([...found.addressed])) return true
    if (CHANGING.has(root)) return this.isNeeded([...found.carried])
    return call.callee.kind === 'member' && this.needed.has(root) && !this.testParameters.has(root)
  }

  private keepDeclaration(statement: Statement & { kind: 'declare' }): Statement | null {
    const names = targetsOf(statement.pattern)
    const found = this.mentions(statement.value)
    // A function that is only defined declares nothing yet; its calls do.
    const touchesTest = statement.value?.kind === 'function' ? found.declares || this.isTest(found.names) : this.touch(found)
    if (found.declares || this.isTest(found.carried)) this.carry(names, statement.value)
    if (!touchesTest && !this.isNeeded(names) && !this.isNeeded([...found.addressed])) return null
    this.need(found.names)
    return statement.value?.kind === 'call' && !this.isNeeded(names) ? { kind: 'evaluate', expression: statement.value } : statement
  }

  private keepIf(statement: Statement & { kind: 'if' }, frame: Frame): Statement | null {
    const isFailure = isErrorCheck(statement.test)
    const then = this.keep(statement.then, frame).filter((one) => !isFailure || one.kind !== 'return')
    const otherwise = this.keep(statement.else, frame)
    const found = this.mentions(statement.test)
    if (then.length === 0 && otherwise.length === 0) {
      if (!this.isNeeded([...found.addressed])) return null
      this.need(found.names)
      return { kind: 'evaluate', expression: statement.test }
    }
    if (this.touch(found) || ![...then, ...otherwise].every(isJump)) this.need(found.names)
    else frame.deferred.push(found.names)
    return { kind: 'if', test: statement.test, then, else: otherwise }
  }

  private keepLoop(statement: Statement & { kind: 'each' | 'loop' }, frame: Frame, headers: (Expression | null)[]): Statement | null {
    if (statement.kind === 'each' && this.isTest(this.mentions(statement.iterable).carried))
      for (const name of targetsOf(statement.pattern)) this.addTest(name)
    const body = this.keepWithJumps(statement.body, frame.keepsReturns)
    if (body.length === 0) return null
    for (const header of headers) if (header) this.need(this.mentionsKept(header))
    if (statement.kind === 'each') return { ...statement, body }
    this.need(statement.update.flatMap((update) => (update.kind === 'assign' ? targetsOf(update.pattern) : [])))
    return { ...statement, initial: this.keep(statement.initial, frame), body }
  }

  private keepSwitch(statement: Statement & { kind: 'switch' }, frame: Frame): Statement | null {
    const cases = statement.cases.map((one) => ({ tests: one.tests, body: this.keep(one.body, frame) }))
    if (!cases.some((one) => one.body.some((inner) => inner.kind !== 'break'))) return null
    if (statement.subject) this.need(this.mentionsKept(statement.subject))
    for (const one of cases) for (const test of one.tests) this.need(this.mentionsKept(test))
    return { ...statement, cases }
  }
}

const intersects = (names: ReadonlySet<string>, others: ReadonlySet<string>): boolean => {
  for (const name of names) if (others.has(name)) return true
  return false
}

/** A statement that does nothing but leave early, if at all. */
const isJump = (statement: Statement): boolean => {
  switch (statement.kind) {
    case 'return':
      return statement.value === null
    case 'break':
    case 'continue':
      return true
    case 'if':
      return statement.then.every(isJump) && statement.else.every(isJump)
    case 'block':
      return statement.body.every(isJump)
    default:
      return false
  }
}
