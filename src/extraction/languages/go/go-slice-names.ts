/** What the slice of one function has found to matter, by name. */
import type { Expression, FunctionFacts, Spread } from '../../facts/program.ts'
import { isComposite } from './go-expressions.ts'
import { isFunctionParameter, isOwnTyped, isTestParameter, isWrappedParameter } from './go-functions.ts'
import { type Part, pathOfPart, Reads, WHOLE } from './go-reads.ts'
import type { Mentions } from './go-mentions-found.ts'

/** Types of the language, and of what goes along with calls, in which there is no test. */
const HOLDS_NOTHING = /^(?:\[\d*\]|\*)*(?:bool|byte|complex\d+|context\.Context|error|float\d+|rune|string|time\.\w+|u?int(?:\d+|ptr)?)$/

/** `&name` */
const addressedBy = (value: Expression): readonly string[] =>
  value.kind === 'unary' && value.operator === '&' && value.operand.kind === 'name' ? [value.operand.name] : []

/** `&T{}`, `new(T)`, `&name`: the names that it leads to; null where it is no pointer, or to what holds something. */
const pointedTo = (value: Expression): readonly string[] | null => {
  if (value.kind === 'call') return value.callee.kind === 'name' && value.callee.name === 'new' ? [] : null
  if (value.kind !== 'unary') return null
  if (value.operator === '&' && value.operand.kind === 'name') return [value.operand.name]
  const literal = value.operator === '&{}' && value.operand.kind === 'call' ? value.operand.arguments[0] : undefined
  return (literal?.kind === 'array' && literal.items.length === 0) || (literal?.kind === 'object' && literal.entries.length === 0)
    ? []
    : null
}

export class SliceNames {
  readonly needed = new Set<string>()
  /** How much is read of what is needed. */
  private readonly reads = new Reads()
  /** What holds a test, or a function that may declare one. */
  readonly tests = new Set<string>()
  readonly testParameters = new Set<string>()
  /** Functions that the sliced one is given, and what is made of nothing but these: whether they declare tests, its caller knows. */
  readonly givenFunctions = new Set<string>()
  /**
   * What calls made when they were given a test: a harness now and then, mostly a server or a client. Only statements
   * of their own that use one may declare tests.
   */
  readonly carriers = new Set<string>()
  /** Of these what was made when calls were given nothing but given functions. */
  readonly givenCarriers = new Set<string>()
  /** What a package outside of the repository made of a test (see `Mentions.wraps`). */
  readonly wrapped = new Set<string>()
  /** Parameters of types of the package's own. */
  readonly ownTyped = new Set<string>()
  /** Variables that point to what is empty so far, with those that they are or point to. */
  private readonly pointers = new Map<string, readonly string[]>()
  private readonly literals = new Map<string, readonly FunctionFacts[]>()
  /** Whether a name was added since this was last set back. */
  private grew = true
  private neededGrew = false
  /** How to take back what was noted to be needed, while that is tried. */
  private undo: (() => void)[] | null = null

  /** Whether anything was noted since this was asked last. */
  takeGrowth(): boolean {
    const grew = this.grew || this.neededGrew
    this.grew = false
    this.neededGrew = false
    return grew
  }

  noteGrowth(): void {
    this.grew = true
  }

  addParameters(facts: FunctionFacts): void {
    for (const parameter of facts.parameters) {
      if (parameter.pattern.kind !== 'name' || parameter.pattern.name === '') continue
      const { name } = parameter.pattern
      if (isWrappedParameter(parameter)) this.addTo(this.wrapped, name)
      if (isOwnTyped(parameter)) this.ownTyped.add(name)
      const isFunction = isFunctionParameter(parameter)
      if (!isFunction && !isTestParameter(parameter)) continue
      if (!isFunction) this.testParameters.add(name)
      this.addTest(name, isFunction)
    }
  }

  /** Names that a value with a test in it is given to; `carried`: the names that stand in it. */
  carry(names: readonly string[], value: Expression | null, carried: ReadonlySet<string> | null): void {
    const isGiven = carried !== null && [...carried].every((name) => !this.tests.has(name) || this.givenFunctions.has(name))
    const isMade = value?.kind === 'call' && !isComposite(value)
    for (const name of names) {
      if (!isMade) this.addTest(name, isGiven)
      else if (!this.tests.has(name)) this.addCarrier(name, isGiven)
    }
  }

  /** Names that are given what a package outside of the repository made of a test, or what that is part of. */
  wrap(names: readonly string[], value: Expression): void {
    if (value.kind !== 'call' || isComposite(value)) this.carry(names, value, null)
    else for (const name of names) this.addTo(this.wrapped, name)
  }

  /** Names that are given what another name holds. */
  alias(names: readonly string[], other: string): void {
    for (const held of [this.carriers, this.givenCarriers, this.wrapped])
      if (held.has(other)) for (const name of names) this.addTo(held, name)
  }

  /** Names that are given a pointer to something empty, or to what another name holds. */
  point(names: readonly string[], value: Expression): void {
    const to = pointedTo(value)
    if (to)
      for (const name of names)
        if (name !== '' && !this.pointers.has(name)) {
          this.pointers.set(name, [name, ...to])
          this.grew = true
        }
  }

  /** What a call may fill that is given a value; `byPointers`: also through a variable that is a pointer. */
  filledThrough(value: Expression | Spread, byPointers: boolean): readonly string[] {
    if (value.kind === 'spread') return []
    return value.kind === 'name' && byPointers ? (this.pointers.get(value.name) ?? []) : addressedBy(value)
  }

  addLiteral(names: readonly string[], facts: FunctionFacts): void {
    for (const name of names) this.literals.set(name, [...(this.literals.get(name) ?? []).filter((one) => one !== facts), facts])
  }

  /** The function literals that a name is declared with. */
  literalsOf(name: string): readonly FunctionFacts[] {
    return this.literals.get(name) ?? []
  }

  /** Of a function literal that is called with what holds a test: so may anything that it is given. */
  receive({ parameters }: FunctionFacts): void {
    for (const { pattern, type } of parameters)
      if (pattern.kind === 'name' && pattern.name !== '' && !HOLDS_NOTHING.test(type ?? '') && !this.tests.has(pattern.name))
        this.addCarrier(pattern.name, false)
  }

  holdsTest(name: string): boolean {
    return this.tests.has(name) || this.carriers.has(name)
  }

  private addCarrier(name: string, isGiven: boolean): void {
    this.addTo(isGiven ? this.givenCarriers : this.carriers, name)
  }

  private addTo(held: Set<string>, name: string): void {
    if (name === '' || held.has(name)) return
    held.add(name)
    this.grew = true
  }

  /** `isGiven`: it is known to be nothing but a function that was given. */
  addTest(name: string, isGiven = false): void {
    if (name === '') return
    if (!this.tests.has(name)) {
      this.tests.add(name)
      if (isGiven) this.givenFunctions.add(name)
    } else if (isGiven || !this.givenFunctions.delete(name)) return
    this.grew = true
  }

  /** All of what these names hold. */
  need(names: Iterable<string>): void {
    for (const name of names) {
      this.needName(name)
      this.needPath(name, WHOLE)
    }
  }

  /** As much of them as is read elsewhere. */
  needSome(names: Iterable<string>): void {
    for (const name of names) this.needName(name)
  }

  needFound({ reads }: Mentions): void {
    for (const name of reads.names) {
      this.needName(name)
      for (const path of reads.pathsOf(name)) this.needPath(name, path)
    }
  }

  /** As much of this part as is read of the name that it is given. */
  needPart(part: Part, givenTo: string): void {
    this.needName(part.name)
    for (const path of this.pathsOf(givenTo)) this.needPath(part.name, pathOfPart(path, part))
  }

  pathsOf(name: string): readonly string[] {
    return this.reads.pathsOf(name)
  }

  /** Takes back what was noted to be needed meanwhile, unless it turns out to matter. */
  trying<T>(inner: () => { result: T; matters: boolean }): T {
    const { undo: outer, neededGrew } = this
    const undo: (() => void)[] = []
    this.undo = undo
    const { result, matters } = inner()
    this.undo = outer
    if (matters) outer?.push(...undo)
    else {
      for (const one of undo.reverse()) one()
      this.neededGrew = neededGrew
    }
    return result
  }

  isTest(names: Iterable<string>): boolean {
    for (const name of names) if (this.tests.has(name)) return true
    return false
  }

  isCarrier(names: Iterable<string>): boolean {
    for (const name of names) if (this.carriers.has(name) || this.givenCarriers.has(name)) return true
    return false
  }

  isNeeded(names: Iterable<string>): boolean {
    for (const name of names) if (this.needed.has(name)) return true
    return false
  }

  private needName(name: string): void {
    if (this.needed.has(name)) return
    this.needed.add(name)
    this.neededGrew = true
    this.undo?.push(() => this.needed.delete(name))
  }

  private needPath(name: string, path: string): void {
    const added = this.reads.add(name, path)
    if (!added) return
    this.neededGrew = true
    this.undo?.push(added.undo)
  }
}
