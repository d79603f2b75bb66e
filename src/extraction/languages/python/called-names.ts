/** What a function's own statements call, by the names that may lead to a function of the repository. */
import type { Expression, FunctionFacts, Parameter, Pattern, Statement } from '../../facts/program.ts'
import { blocksOf, ends, isCertainIn, isOutcome, mayLeave } from './test-body.ts'

/**
 * Dotted names: `need`, `kit.need`, `self.need`, `super().setUp`, `super(Base).setUp`; `await need` where what is called is
 * awaited, and `with need` where it is entered.
 */
export interface CalledNames {
  /** Called for certain, if nothing before it ends the function. */
  readonly always: readonly string[]
  /** Called on a condition. */
  readonly maybe: readonly string[]
}

/** Calls of what is made for tests end nothing, or are told by `isOutcome`. */
const OF_OTHERS = /^(?:pytest|unittest|mock)\.|(?:^|\.)(?:assert\w*|fail\w*|subTest|print|len|isinstance)$/

const DEPTH_LIMIT = 20

/** What replaces a function by another one while a test runs; `patch.dict` replaces values. */
const PATCHING = /(?:^|[._])(?:patch\w*|setattr)(?!\.dict)(?:\.|$)/

/** `a.b.c`; `super().x` too, and `super(Base, self).x` as one of `super(Base)`. */
const dotted = (expression: Expression, depth = 0): string | undefined => {
  if (expression.kind === 'name') return expression.name
  if (expression.kind === 'call' && expression.callee.kind === 'name' && expression.callee.name === 'super') {
    const [base] = expression.arguments
    return base === undefined ? 'super()' : base.kind === 'name' ? `super(${base.name})` : undefined
  }
  if (expression.kind !== 'member' || typeof expression.property !== 'string' || depth > DEPTH_LIMIT) return undefined
  const object = dotted(expression.object, depth + 1)
  return object === undefined ? undefined : `${object}.${expression.property}`
}

interface Heard {
  called(name: string, isAwaited: boolean): void
  /** Something is given to it. */
  given(pattern: Pattern): void
}

/** The calls in an expression that are made whatever its parts give. */
const callsIn = (expression: Expression, heard: Heard, depth = 0): void => {
  if (depth > DEPTH_LIMIT) return
  if (expression.kind === 'assign') {
    heard.given(expression.pattern)
    callsIn(expression.value, heard, depth + 1)
  }
  if (expression.kind === 'member') callsIn(expression.object, heard, depth + 1)
  if (expression.kind !== 'call') return
  const name = dotted(expression.callee)
  if (name === undefined) callsIn(expression.callee, heard, depth + 1)
  for (const argument of expression.arguments) if (argument.kind !== 'spread') callsIn(argument, heard, depth + 1)
  if (name !== undefined && !isOutcome(expression)) heard.called(name, expression.awaited === true)
}

/** Names, and `.name` of members. */
const namesIn = (pattern: Pattern, into: Set<string>): void => {
  if (pattern.kind === 'name') into.add(pattern.name)
  else if (pattern.kind === 'member' && typeof pattern.property === 'string') into.add(`.${pattern.property}`)
  else if (pattern.kind === 'array') for (const item of pattern.items) if (item) namesIn(item, into)
}

/** Names that the function itself gives something. */
const localNames = (parameters: readonly Parameter[], body: readonly Statement[]): Set<string> => {
  const names = new Set<string>()
  for (const { pattern } of parameters) namesIn(pattern, names)
  const visit = (statements: readonly Statement[], depth: number): void => {
    for (const statement of statements) {
      if (statement.kind === 'declare') namesIn(statement.pattern, names)
      else if (statement.kind === 'each') {
        if (statement.pattern) namesIn(statement.pattern, names)
      } else if (statement.kind === 'function') names.add(statement.function.name)
      else if (statement.kind === 'class') names.add(statement.class.name)
      else if (statement.kind === 'import') for (const { local } of statement.names) names.add(local)
      if (depth < DEPTH_LIMIT) for (const block of blocksOf(statement)) visit(block, depth + 1)
    }
  }
  visit(body, 0)
  return names
}

/** Whether it may lead to a function of the repository: no member of what only a run makes. */
const mayLead = (name: string, locals: ReadonlySet<string>): boolean => {
  const dot = name.indexOf('.')
  const root = dot < 0 ? name : name.slice(0, dot)
  if (root === 'self' || root === 'cls' || root.startsWith('super(')) return dot >= 0 && name.indexOf('.', dot + 1) < 0
  return !locals.has(root)
}

const expressionOf = (statement: Statement): Expression | null =>
  statement.kind === 'evaluate'
    ? statement.expression
    : statement.kind === 'declare' || statement.kind === 'return'
      ? statement.value
      : null

/** A name as it is kept, and how what it leads to is called. */
export const howCalled = (kept: string): { name: string; how: 'await' | 'with' | null } => {
  if (kept.startsWith('await ')) return { name: kept.slice('await '.length), how: 'await' }
  return kept.startsWith('with ') ? { name: kept.slice('with '.length), how: 'with' } : { name: kept, how: null }
}

/** What the block of a `with` is entered by: it is kept under a name that programs can't have. */
const enteredBy = (statement: Statement): string | undefined =>
  statement.kind === 'declare' &&
  statement.value?.kind === 'call' &&
  statement.pattern.kind === 'name' &&
  statement.pattern.name.startsWith('%')
    ? dotted(statement.value.callee)
    : undefined

const isPatch = (decorator: Expression): boolean => PATCHING.test(dotted(decorator.kind === 'call' ? decorator.callee : decorator) ?? '')

export const calledNames = ({ parameters, body, decorators }: Pick<FunctionFacts, 'parameters' | 'body' | 'decorators'>): CalledNames => {
  const always = new Set<string>()
  const maybe = new Set<string>()
  const given = localNames(parameters, body)
  let isPatched = decorators.some(isPatch)
  const visit = (statements: readonly Statement[], isConditional: boolean, depth: number): void => {
    let isLeft = isConditional
    for (const statement of statements) {
      const expression = expressionOf(statement)
      const entered = enteredBy(statement)
      const called = (name: string, isAwaited: boolean): void => {
        isPatched ||= PATCHING.test(name)
        if (OF_OTHERS.test(name)) return
        const how = isAwaited ? 'await ' : name === entered ? 'with ' : ''
        const into = isLeft ? maybe : always
        into.add(`${how}${name}`)
      }
      if (expression) callsIn(expression, { called, given: (pattern) => namesIn(pattern, given) })
      if (ends(statement)) return
      if (statement.kind === 'try' && statement.expects) continue
      if (depth < DEPTH_LIMIT) for (const block of blocksOf(statement)) visit(block, isLeft || !isCertainIn(statement, block), depth + 1)
      isLeft ||= mayLeave(statement)
    }
  }
  visit(body, false, 0)
  const leads = (kept: string): boolean => mayLead(howCalled(kept).name, given)
  const isReplaced = (kept: string): boolean => isPatched || given.has(kept.slice(Math.max(0, kept.lastIndexOf('.'))))
  const certain = new Set<string>()
  const doubtful = new Set<string>()
  for (const kept of always) if (leads(kept)) (isReplaced(kept) ? doubtful : certain).add(kept)
  for (const kept of maybe) if (!certain.has(kept) && leads(kept)) doubtful.add(kept)
  return { always: [...certain], maybe: [...doubtful] }
}
