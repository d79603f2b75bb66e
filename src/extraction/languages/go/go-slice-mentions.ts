/** What an expression mentions, as far as it can matter to tests. */
import type { CallExpression, Expression, FunctionFacts, Spread } from '../../facts/program.ts'
import type { Changes } from './go-changes.ts'
import { ASSERTING } from './go-assertions.ts'
import { isComposite } from './go-expressions.ts'
import { type MemberExpression, rootName, visitExpression } from './go-mentions.ts'
import { Mentions } from './go-mentions-found.ts'
import { partOf } from './go-reads.ts'
import type { SliceNames } from './go-slice-names.ts'
import type { TestTypes } from './go-test-names.ts'

/** What is known of the functions of the file while they are sliced. */
export interface FileContext {
  /** Functions that may declare tests when they are given one. */
  active: Set<string>
  /** Methods among them. */
  activeMethods: Set<string>
  /** What the file's own types have: methods, and fields that may hold functions. */
  members: Set<string>
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
  /** What the file's own types tell of tests, and other files, where they are there. */
  testTypes?: TestTypes
  linked?: LinkedCalls
}

/** Of a file of which nothing is known yet but what it imports. */
export const emptyContext = (imports: ReadonlySet<string>): FileContext => ({
  active: new Set(),
  activeMethods: new Set(),
  members: new Set(),
  calling: new Map(),
  inert: new Set(),
  changes: new Map(),
  names: new Set(),
  imports,
})

/** What is known of calls when a body is sliced again at linking. */
export interface LinkedCalls {
  /**
   * What a call does with a test that it is given: nothing; what a package `outside` of the repository does; call functions
   * that are given (as `calling` has them); null where it may be anything.
   */
  effectOf(call: CallExpression): 'nothing' | 'outside' | readonly number[] | null
  /** Whether a call may declare tests by what it is given that was made of one outside of the repository. */
  declaresByWrapped(call: CallExpression): boolean
  /** Whether a method that is called on a parameter may declare tests. */
  declaresByMethod(call: CallExpression): boolean
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

const isNilName = (value: Expression): boolean => value.kind === 'name' && value.name === 'nil'

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

  /** `givenOutside`: the expression is given to what isn't in the repository, which does nothing with a test in it. */
  private collect(expression: Expression | null, found: Mentions, carries: boolean, givenOutside = false): void {
    visitExpression(expression, {
      name: (name) => {
        if (!givenOutside || !this.names.testParameters.has(name)) found.whole(name, carries)
      },
      // `point{t: 1}`: a field may be called as a test is, which is nobody's key.
      key: (name) => {
        if (!this.names.tests.has(name)) found.whole(name, carries)
      },
      changed: (name) => found.mention(name, carries),
      // `t != nil`
      binary: ({ left, right }) => !(isNilName(right) && this.isTestParameter(left)) && !(isNilName(left) && this.isTestParameter(right)),
      member: (member) => this.collectMember(member, found, carries),
      function: (facts) => {
        if (this.literals.declares(facts)) found.declares = true
      },
      call: (call) => {
        this.collectCall(call, found, givenOutside && isComposite(call))
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

  private collectCall(call: CallExpression, found: Mentions, isPartGivenOutside = false): void {
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
    if (isOnTest && !isDeclaring && method !== 'Add' && method !== 'Cleanup') return
    if (isOnTest && method === 'Add') found.declares = true
    const name = calledName(call)
    const inertness = ASSERTING.has(root) ? 'asserting' : this.inertnessOf(call, name)
    const isInert = inertness !== null
    // What a function that is given does with a test, its caller knows.
    const isGiven = callee.kind === 'name' && this.names.givenFunctions.has(root)
    if (isGiven) found.carry(root)
    if (!isInert && this.declaresByMethod(call, root, method)) found.declares = true
    if (!isInert) this.collect(callee, found, false)
    else if (!ASSERTING.has(root)) {
      if (callee.kind === 'member' && callee.object.kind === 'name' && method !== '')
        found.field({ name: root, of: 'value' }, method, false)
      else if (callee.kind === 'member') this.collect(callee.object, found, false)
      else found.whole(root, false)
      this.passedOver.add(name)
    }
    if (ASSERTING.has(root)) {
      this.collectAssertion(call, found)
      return
    }
    this.noteReceivers(call)
    const isOutside = inertness === 'outside'
    const skipped = isOutside ? this.names.testParameters : this.names.tests
    const given = found.wraps
    found.wraps = false
    for (const argument of call.arguments) {
      const value = argument.kind === 'spread' ? argument.value : argument
      for (const one of this.names.filledThrough(value, callee.kind !== 'name' || !this.literals.isLocal(root))) found.address(one)
      const isPassed = (isInert && value.kind === 'name' && skipped.has(value.name)) || (isGiven && this.isTestParameter(value))
      if (!isPassed) this.collect(value, found, true, isOutside || isPartGivenOutside)
    }
    if (this.declaresByWrapped(call, found)) found.declares = true
    found.wraps = given || this.wraps(call, found)
  }

  /** `harness.list("a")`: of a parameter, or what is made of one, it isn't known that it holds a test, but its method may declare some. */
  private declaresByMethod(call: CallExpression, root: string, method: string): boolean {
    const { activeMethods, members, linked } = this.context
    if (method === '' || !this.literals.isLocal(root)) return false
    if (activeMethods.has(method)) return true
    // That of another file is looked at when that file is there.
    if (!this.names.ownTyped.has(root) || members.has(method)) return false
    return linked ? linked.declaresByMethod(call) : this.context.imports.has('testing')
  }

  /** Whether a call makes something of a test, or of what was made of one, outside of the repository. */
  private wraps(call: CallExpression, found: Mentions): boolean {
    if (isComposite(call)) return this.isGivenWrapped(call, found)
    const isGiven = this.isGivenWrapped(call, found) || call.arguments.some((one) => this.isTestParameter(one))
    return isGiven && this.context.linked?.effectOf(call) === 'outside'
  }

  /** Whether a call may declare tests by what it is given that was made of one outside of the repository. */
  private declaresByWrapped(call: CallExpression, found: Mentions): boolean {
    if (isComposite(call) || this.names.wrapped.has(rootName(call.callee)) || !this.isGivenWrapped(call, found)) return false
    return this.context.linked?.declaresByWrapped(call) ?? true
  }

  private isGivenWrapped(call: CallExpression, found: Mentions): boolean {
    const { wrapped } = this.names
    return found.wraps || (wrapped.size > 0 && call.arguments.some((one) => this.holdsAny(one, (name) => wrapped.has(name))))
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
    return this.holdsAny(value, (name) => this.names.holdsTest(name))
  }

  private holdsAny(value: Expression | Spread, isOne: (name: string) => boolean): boolean {
    let holds = false
    visitExpression(value, { name: (name) => (holds ||= isOne(name)) })
    return holds
  }

  /** Whether a test, or what holds one, gets further by an argument: a function of the repository that does nothing with it keeps none. */
  private handsOnTest(value: Expression | Spread): boolean {
    let holds = false
    visitExpression(value, {
      name: (name) => (holds ||= this.names.holdsTest(name)),
      call: (call) => {
        if (this.inertnessOf(call, calledName(call)) !== 'inert') return true
        holds ||= call.arguments.some((one) => !this.isTestParameter(one) && this.handsOnTest(one))
        return false
      },
    })
    return holds
  }

  /** Whether a call does nothing with the tests that it is given: `outside`, as far as the repository is concerned. */
  private inertnessOf(call: CallExpression, name: string): 'inert' | 'outside' | null {
    const { inert, calling, linked } = this.context
    if (inert.has(name) && !this.names.tests.has(name)) return 'inert'
    const takers = calling.get(name)
    if (takers && !this.givesDeclaring(call, takers)) return 'inert'
    if (!linked || this.names.tests.has(rootName(call.callee)) || !call.arguments.some((one) => this.holdsTest(one))) return null
    const effect = linked.effectOf(call)
    if (effect === 'outside') return effect
    return effect !== null && (effect === 'nothing' || !this.givesDeclaring(call, effect)) ? 'inert' : null
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
