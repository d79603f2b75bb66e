/** What an expression mentions, as far as it can matter to tests. */
import type { CallExpression, Expression, FunctionFacts } from '../../facts/program.ts'
import type { Changes } from './go-changes.ts'
import { ASSERTING } from './go-assertions.ts'
import { rootName, visitExpression } from './go-mentions.ts'
import type { SliceNames } from './go-slice-names.ts'

/** What is known of the functions of the file while they are sliced. */
export interface FileContext {
  /** Functions that may declare tests when they are given one. */
  active: Set<string>
  /** Functions that call functions which they are given, and declare none otherwise. */
  calling: Set<string>
  /** Functions of the file of which neither is known (yet). */
  inert: Set<string>
  /** All functions of the file. */
  names: Set<string>
  /** What calling functions of the file changes, by name. */
  changes: Map<string, Changes>
  /** What other files tell, where they are there. */
  linked?: LinkedCalls
}

/** What is known of calls when a body is sliced again at linking. */
export interface LinkedCalls {
  /** Whether a call does nothing with a test that it is given. */
  isInert(call: CallExpression): boolean
  /** Whether a function or method of the file that is called so changes what it is called on or given. */
  changesGiven(name: string): boolean
}

/** Methods that declare or mark tests, whatever they are called on. */
const DECLARING = new Set(['Run', 'Skip', 'SkipNow', 'Skipf', 'Parallel', 'Fuzz'])

export interface Mentions {
  names: Set<string>
  /** Names that stand as arguments or elements, by which a test gets into what is made of them. */
  carried: Set<string>
  declares: boolean
  /** Names whose addresses are given to calls, which may change them. */
  addressed: Set<string>
}

/** The function literals of the function that is sliced. */
export interface Literals {
  /** Whether calling one matters. */
  declares(facts: FunctionFacts): boolean
  /** Whether anything is kept of its body, as far as it was read. */
  keepsSome(facts: FunctionFacts): boolean
  /** Whether the function that is sliced declares a name itself. */
  isLocal(name: string): boolean
}

const noMentions = (): Mentions => ({ names: new Set(), carried: new Set(), declares: false, addressed: new Set() })

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
    const found = noMentions()
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
        if (this.literals.declares(facts)) found.declares = true
      },
      call: (call) => {
        this.collectCall(call, found)
        return false
      },
    })
  }

  private collectCall(call: CallExpression, found: Mentions): void {
    const { callee } = call
    const root = rootName(callee)
    const method = callee.kind === 'member' && typeof callee.property === 'string' ? callee.property : ''
    const isDeclaring = DECLARING.has(method) && (method !== 'Run' || call.arguments.length > 1)
    if (isDeclaring) found.declares = true
    // `t.Errorf(…)`, `t.Name()`: the test is neither marked nor given to anything.
    const isOnTest = callee.kind === 'member' && callee.object.kind === 'name' && this.names.testParameters.has(root)
    if (isOnTest && !isDeclaring && method !== 'Add') return
    if (isOnTest && method === 'Add') found.declares = true
    const name = method === '' ? root : method
    const isInert =
      ASSERTING.has(root) ||
      (this.context.inert.has(name) && !this.names.tests.has(name)) ||
      (this.context.calling.has(name) && !this.givesDeclaring(call)) ||
      this.isLinkedInert(call)
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
      if (!isInert || value.kind !== 'name' || !this.names.tests.has(value.name)) this.collect(value, found, true)
      // A function given to a function of the file may be called by it.
      if (isInert && value.kind === 'function' && this.literals.keepsSome(value.function)) found.declares = true
    }
  }

  private isLinkedInert(call: CallExpression): boolean {
    const { linked } = this.context
    const root = rootName(call.callee)
    const givesTest = call.arguments.some((one) => one.kind === 'name' && this.names.testParameters.has(one.name))
    return linked !== undefined && givesTest && !this.names.tests.has(root) && !this.literals.isLocal(root) && linked.isInert(call)
  }

  /** What is asserted matters only if finding it out changes something. */
  private collectAssertion(call: CallExpression, found: Mentions): void {
    const inner = noMentions()
    for (const argument of call.arguments)
      if (argument.kind === 'call' || argument.kind === 'function') this.collect(argument, inner, false)
    if (!inner.declares && inner.addressed.size === 0) return
    found.declares ||= inner.declares
    for (const name of inner.names) found.names.add(name)
    for (const name of inner.addressed) found.addressed.add(name)
  }

  /** Whether a call gives its callee a function that may declare tests. */
  private givesDeclaring(call: CallExpression): boolean {
    const given = noMentions()
    for (const argument of call.arguments) {
      const value = argument.kind === 'spread' ? argument.value : argument
      if (
        value.kind === 'name' ? this.names.tests.has(value.name) && !this.names.testParameters.has(value.name) : value.kind === 'function'
      )
        this.collect(value, given, true)
      else if (value.kind === 'name' && this.context.active.has(value.name)) given.declares = true
    }
    return given.declares || this.names.isTest(given.names)
  }
}
