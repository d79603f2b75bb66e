/** What an expression mentions, as far as it can matter to tests. */
import type { CallExpression, Expression, FunctionFacts, Spread } from '../../facts/program.ts'
import type { Changes } from './go-changes.ts'
import { ASSERTING } from './go-assertions.ts'
import { isComposite } from './go-expressions.ts'
import { type MemberExpression, rootName, visitExpression } from './go-mentions.ts'
import { Mentions } from './go-mentions-found.ts'
import { partOf } from './go-reads.ts'
import type { SliceNames } from './go-slice-names.ts'

/** What is known of the functions of the file while they are sliced. */
export interface FileContext {
  /** Functions that may declare tests when they are given one. */
  active: Set<string>
  /** Functions that call functions which they are given, and declare none otherwise; with the places of those that are given a test. */
  calling: Map<string, readonly number[]>
  /** Functions of the file of which neither is known (yet). */
  inert: Set<string>
  /** All functions of the file. */
  names: Set<string>
  /** What the packages that it imports are called. */
  imports: ReadonlySet<string>
  /** What calling functions of the file changes, by name. */
  changes: Map<string, Changes>
  /** What other files tell, where they are there. */
  linked?: LinkedCalls
}

/** What is known of calls when a body is sliced again at linking. */
export interface LinkedCalls {
  /**
   * What a call does with a test that it is given: nothing; what a package `outside` of the repository does; call functions
   * that are given (as `calling` has them); null where it may be anything.
   */
  effectOf(call: CallExpression): 'nothing' | 'outside' | readonly number[] | null
  /** Whether a call may declare tests by what it is given that was made of one outside of the repository. */
  declaresByWrapped(call: CallExpression): boolean
  /** Whether a name is that of a function that does nothing with a test that it is given. */
  isInertFunction(name: Expression): boolean
  /** Whether a function or method of the file that is called so changes what it is called on or given. */
  changesGiven(name: string): boolean
}

/** Methods that declare or mark tests, whatever they are called on. */
const DECLARING = new Set(['Run', 'Skip', 'SkipNow', 'Skipf', 'Parallel', 'Fuzz'])

/** The function literals of the function that is sliced. */
export interface Literals {
  /** Whether calling one matters. */
  declares(facts: FunctionFacts): boolean
  /** Whether the function that is sliced declares a name itself. */
  isLocal(name: string): boolean
}

/** The only argument. */
const argumentOf = ({ arguments: [first, second] }: CallExpression): Expression | null =>
  first && !second && first.kind !== 'spread' ? first : null

/** The name of what is called, or of the method. */
const calledName = ({ callee }: CallExpression): string =>
  callee.kind === 'member' && typeof callee.property === 'string' ? callee.property : rootName(callee)

const isNil = (value: Expression): boolean => value.kind === 'name' && value.name === 'nil'

export class MentionFinder {
  /** Functions of the file that were given a test and are taken to do nothing with it. */
  readonly passedOver = new Set<string>()
  private readonly names: SliceNames
  private readonly context: FileContext
  private readonly literals: Literals

  constructor(names: SliceNames, context: FileContext, literals: Literals) {
    this.names = names
    this.context = context
    this.literals = literals
  }

  of(expression: Expression | null): Mentions {
    const found = new Mentions()
    this.collect(expression, found, true)
    return found
  }

  private collect(expression: Expression | null, found: Mentions, carries: boolean, isPassed = false): void {
    visitExpression(expression, {
      name: (name) => {
        if (!isPassed || !this.names.testParameters.has(name)) found.whole(name, carries)
      },
      // `point{t: 1}`: a field may be called as a test is, which is nobody's key.
      key: (name) => {
        if (!this.names.tests.has(name)) found.whole(name, carries)
      },
      changed: (name) => found.mention(name, carries),
      // `t != nil`
      binary: ({ left, right }) => !(isNil(right) && this.isTestParameter(left)),
      member: (member) => this.collectMember(member, found, carries),
      function: (facts) => {
        if (this.literals.declares(facts)) found.declares = true
      },
      call: (call) => {
        this.collectCall(call, found, isPassed && isComposite(call))
        return false
      },
    })
  }

  /** `test.name`, `tests[i].name` */
  private collectMember({ object, property }: MemberExpression, found: Mentions, carries: boolean): boolean {
    const part = typeof property === 'string' && object.kind !== 'unary' ? partOf(object) : null
    if (!part || typeof property !== 'string') return true
    found.field(part, property, carries)
    this.collect(part.index, found, carries)
    return false
  }

  private collectCall(call: CallExpression, found: Mentions, isPart = false): void {
    const { callee } = call
    const root = rootName(callee)
    const counted = root === 'len' ? partOf(argumentOf(call)) : null
    if (counted?.of === 'value' && !this.literals.isLocal(root)) {
      found.mention(counted.name, true)
      return
    }
    const method = callee.kind === 'member' && typeof callee.property === 'string' ? callee.property : ''
    const isDeclaring = DECLARING.has(method) && (method !== 'Run' || call.arguments.length > 1)
    if (isDeclaring) found.declares = true
    // `t.Errorf(…)`, `t.Name()`: the test is neither marked nor given to anything.
    const isOnTest = callee.kind === 'member' && callee.object.kind === 'name' && this.names.testParameters.has(root)
    if (isOnTest && !isDeclaring && method !== 'Add') return
    if (isOnTest && method === 'Add') found.declares = true
    const name = calledName(call)
    const isInert = ASSERTING.has(root) || this.isInert(call, name)
    // What a function that is given does with a test, its caller knows.
    const isGiven = callee.kind === 'name' && this.names.givenFunctions.has(root)
    if (isGiven) found.carry(root)
    if (!isInert) this.collect(callee, found, false)
    else if (!ASSERTING.has(root)) {
      if (callee.kind === 'member' && callee.object.kind === 'name' && method !== '')
        found.field({ name: root, of: 'value' }, method, false)
      else found.whole(root, false)
      this.passedOver.add(name)
    }
    if (ASSERTING.has(root)) {
      this.collectAssertion(call, found)
      return
    }
    this.noteReceivers(call)
    const outer = found.wraps
    found.wraps = false
    for (const argument of call.arguments) {
      const value = argument.kind === 'spread' ? argument.value : argument
      if (value.kind === 'unary' && value.operator === '&' && value.operand.kind === 'name') found.address(value.operand.name)
      const isPassed = (isInert && value.kind === 'name' && this.names.tests.has(value.name)) || (isGiven && this.isTestParameter(value))
      if (!isPassed) this.collect(value, found, true, isPart || (isInert && value.kind !== 'name'))
    }
    found.wraps = this.wraps(call, found) || outer
  }

  /** Whether a call makes something of a test, or of what was made of one, outside of the repository; notes what it may declare by that. */
  private wraps(call: CallExpression, found: Mentions): boolean {
    const { linked } = this.context
    if (!linked) return false
    const isGivenWrapped = found.wraps || call.arguments.some((one) => one.kind === 'name' && this.names.wrapped.has(one.name))
    if (!isGivenWrapped && !call.arguments.some((one) => this.isTestParameter(one))) return false
    if (isComposite(call)) return isGivenWrapped
    if (linked.effectOf(call) === 'outside') return true
    if (isGivenWrapped && linked.declaresByWrapped(call)) found.declares = true
    return false
  }

  /** `harness.Step("outer", func(inner *Harness) { … })`: what holds a test may hand it on to the functions that it is given. */
  private noteReceivers({ callee, arguments: args }: CallExpression): void {
    const given = args.flatMap((one) => this.literalsIn(one))
    const called = this.literalsIn(callee)
    if (given.length === 0 && called.length === 0) return
    const isGiven = args.some((one) => this.handsOnTest(one))
    if (isGiven || this.names.holdsTest(rootName(callee))) for (const facts of given) this.names.receive(facts)
    if (isGiven) for (const facts of called) this.names.receive(facts)
  }

  private literalsIn(value: Expression | Spread): readonly FunctionFacts[] {
    if (value.kind === 'function') return [value.function]
    return value.kind === 'name' ? this.names.literalsOf(value.name) : []
  }

  private holdsTest(value: Expression | Spread): boolean {
    let holds = false
    visitExpression(value, { name: (name) => (holds ||= this.names.holdsTest(name)) })
    return holds
  }

  /** Whether a test, or what holds one, gets further by an argument: what is given to a function that does nothing with it doesn't. */
  private handsOnTest(value: Expression | Spread): boolean {
    let holds = false
    visitExpression(value, {
      name: (name) => (holds ||= this.names.holdsTest(name)),
      call: (call) => {
        if (!this.isInert(call, calledName(call))) return true
        holds ||= call.arguments.some((one) => !this.isTestParameter(one) && this.handsOnTest(one))
        return false
      },
    })
    return holds
  }

  private isInert(call: CallExpression, name: string): boolean {
    const { inert, calling } = this.context
    if (inert.has(name) && !this.names.tests.has(name)) return true
    const takers = calling.get(name)
    if (takers && !this.givesDeclaring(call, takers)) return true
    if (this.names.tests.has(rootName(call.callee))) return false
    if (!call.arguments.some((one) => this.isTestParameter(one)) && !call.arguments.some((one) => this.holdsTest(one))) return false
    const effect = this.context.linked?.effectOf(call) ?? null
    return effect !== null && (typeof effect === 'string' || !this.givesDeclaring(call, effect))
  }

  private isTestParameter(value: Expression | Spread): boolean {
    return value.kind === 'name' && this.names.testParameters.has(value.name)
  }

  /** What is asserted matters only if finding it out changes something. */
  private collectAssertion(call: CallExpression, found: Mentions): void {
    const inner = new Mentions()
    for (const argument of call.arguments)
      if (argument.kind === 'call' || argument.kind === 'function') this.collect(argument, inner, false)
    if (!inner.declares && inner.addressed.size === 0) return
    found.declares ||= inner.declares
    found.reads.addAll(inner.reads)
    for (const name of inner.addressed) found.address(name)
  }

  /** Whether a call gives its callee a function that may declare tests; `takers`: the places of those that are given a test. */
  private givesDeclaring(call: CallExpression, takers: readonly number[]): boolean {
    const given = new Mentions()
    for (const argument of call.arguments) {
      const value = argument.kind === 'spread' ? argument.value : argument
      if (value.kind === 'name' && this.context.active.has(value.name)) return true
      this.collect(value, given, true)
    }
    if (given.declares || [...given.names].some((name) => this.names.tests.has(name) && !this.names.testParameters.has(name))) return true
    return takers.some((index) => this.mayDeclare(call.arguments[index]))
  }

  /** Whether a function that is given, and will be given a test, may declare one. */
  private mayDeclare(value: Expression | Spread | undefined): boolean {
    if (value === undefined || value.kind === 'function') return false
    if (value.kind !== 'name' && value.kind !== 'member') return true
    if (value.kind === 'name' && (value.name === 'nil' || (this.context.inert.has(value.name) && !this.literals.isLocal(value.name))))
      return false
    return this.literals.isLocal(rootName(value)) || this.context.linked?.isInertFunction(value) !== true
  }
}
