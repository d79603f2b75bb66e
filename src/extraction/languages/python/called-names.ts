/** What a function's own statements call, by the names that may lead to a function of the repository. */
import type { Expression, FunctionFacts, Parameter, Pattern, Statement } from '../../facts/program.ts'
import { blocksOf, ends, isOutcome, mayLeave } from './test-body.ts'

/** Dotted names: `need`, `kit.need`, `self.need`, `super().setUp`. */
export interface CalledNames {
  /** Called for certain, if nothing before it ends the function. */
  readonly always: readonly string[]
  /** Called on a condition. */
  readonly maybe: readonly string[]
}

/** Calls of what is made for tests end nothing, or are told by `isOutcome`. */
const OF_OTHERS = /^(?:pytest|unittest|mock)\.|(?:^|\.)(?:assert\w*|fail\w*|subTest|print|len|isinstance)$/

const DEPTH_LIMIT = 20

/** `a.b.c`; `super().x` too, whatever super is given. */
const dotted = (expression: Expression, depth = 0): string | undefined => {
  if (expression.kind === 'name') return expression.name
  if (expression.kind === 'call' && expression.callee.kind === 'name' && expression.callee.name === 'super') return 'super()'
  if (expression.kind !== 'member' || typeof expression.property !== 'string' || depth > DEPTH_LIMIT) return undefined
  const object = dotted(expression.object, depth + 1)
  return object === undefined ? undefined : `${object}.${expression.property}`
}

/** The calls in an expression that are made whatever its parts give. */
const callsIn = (expression: Expression, found: (name: string) => void, depth = 0): void => {
  if (depth > DEPTH_LIMIT) return
  if (expression.kind === 'assign') callsIn(expression.value, found, depth + 1)
  if (expression.kind === 'member') callsIn(expression.object, found, depth + 1)
  if (expression.kind !== 'call') return
  const name = dotted(expression.callee)
  if (name === undefined) callsIn(expression.callee, found, depth + 1)
  for (const argument of expression.arguments) if (argument.kind !== 'spread') callsIn(argument, found, depth + 1)
  if (name !== undefined && !isOutcome(expression)) found(name)
}

const namesIn = (pattern: Pattern, into: Set<string>): void => {
  if (pattern.kind === 'name') into.add(pattern.name)
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

const RECEIVERS = new Set(['self', 'cls', 'super()'])

/** Whether it may lead to a function of the repository: no member of what only a run makes. */
const mayLead = (name: string, locals: ReadonlySet<string>): boolean => {
  const [root = '', ...rest] = name.split('.')
  return !OF_OTHERS.test(name) && (RECEIVERS.has(root) ? rest.length === 1 : !locals.has(root))
}

const expressionOf = (statement: Statement): Expression | null =>
  statement.kind === 'evaluate'
    ? statement.expression
    : statement.kind === 'declare' || statement.kind === 'return'
      ? statement.value
      : null

export const calledNames = ({ parameters, body }: Pick<FunctionFacts, 'parameters' | 'body'>): CalledNames => {
  const always = new Set<string>()
  const maybe = new Set<string>()
  const visit = (statements: readonly Statement[], isConditional: boolean, depth: number): void => {
    let isLeft = isConditional
    for (const statement of statements) {
      const expression = expressionOf(statement)
      if (expression) callsIn(expression, (name) => (isLeft ? maybe : always).add(name))
      if (ends(statement)) return
      if (statement.kind === 'try' && statement.expects) continue
      const isCertain = statement.kind === 'block' || (statement.kind === 'try' && statement.handlers.length === 0)
      if (depth < DEPTH_LIMIT) for (const block of blocksOf(statement)) visit(block, isLeft || !isCertain, depth + 1)
      isLeft ||= mayLeave(statement)
    }
  }
  visit(body, false, 0)
  const locals = localNames(parameters, body)
  const kept = (names: Set<string>): string[] => [...names].filter((name) => mayLead(name, locals))
  return { always: kept(always), maybe: kept(maybe).filter((name) => !always.has(name)) }
}
