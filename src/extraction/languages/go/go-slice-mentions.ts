/** What an expression mentions, as far as it can matter to tests. */
import type { CallExpression, Expression, FunctionFacts, Spread } from '../../facts/program.ts'
import { ASSERTING } from './go-assertions.ts'
import type { FileContext } from './go-file-context.ts'
import { isComposite } from './go-expressions.ts'
import { calledName, isNilName, onlyArgument, type MemberExpression, rootName, visitExpression } from './go-mentions.ts'
import { Mentions } from './go-mentions-found.ts'
import { partOf } from './go-reads.ts'
import type { SliceNames } from './go-slice-names.ts'

/** Methods that declare or mark tests, whatever they are called on. */
const DECLARING = new Set(['Run', 'Skip', 'SkipNow', 'Skipf', 'Parallel', 'Fuzz'])

/** The function literals of the function that is sliced. */
export interface Literals {
  /** Whether calling one matters. */
  declares(facts: FunctionFacts): boolean
  /** Whether the function that is sliced declares a name itself. */
  isLocal(name: string): boolean
}

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
    const counted = root === 'len' ? partOf(onlyArgument(call)) : null
    if (counted?.of === 'value' && !this.literals.isLocal(root)) {
      found.mention(counted.name, true)
      return
    }
    const method = callee.kind === 'member' && typeof callee.property === 'string' ? callee.property : ''
    const isDeclaring = DECLARING.has(method) && (method !== 'Run' || call.arguments.length > 1)
    if (isDeclaring) found.declares = true
    // `t.Errorf(…)`, `t.Name()`: the test is neither marked nor given to anything.
    const isOnTest = callee.kind === 'member' && callee.object.kind === 'name' && this.names.testParameters.has(root)
    if (isOnTest && !isDeclaring && method !== 'Add') {
      if (method === 'Cleanup') this.collectCleanUp(call, found)
      return
    }
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

  /** What is called once the test has ended matters by what it does: most methods only close something. */
  private collectCleanUp({ arguments: [cleanUp] }: CallExpression, found: Mentions): void {
    if (!cleanUp || cleanUp.kind === 'spread' || (cleanUp.kind === 'member' && !this.mattersLater(cleanUp))) return
    if (cleanUp.kind !== 'function') found.declares = true
    this.collect(cleanUp, found, true)
  }

  /** Whether a method ends or declares a test, or changes what it is called on or a variable of the package, as far as it is known. */
  private mattersLater({ object, property }: MemberExpression): boolean {
    if (typeof property !== 'string') return false
    if (object.kind === 'name' && this.names.testParameters.has(object.name)) return DECLARING.has(property)
    const { activeMethods, changes, linked } = this.context
    const made = changes.get(property)
    // At linking only that is left which mattered before.
    return linked !== undefined || activeMethods.has(property) || made?.given === true || (made?.variables.size ?? 0) > 0
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
