/** Whether what is kept of a function changes anything besides what it declares itself, so that calling it matters. */
import type { CallExpression, Expression, FunctionFacts, Pattern, Statement } from '../../facts/program.ts'
import { isComposite } from './go-expressions.ts'
import { rootName, targetsOf } from './go-mentions.ts'
import { isWriter } from './go-writers.ts'

/** Packages and functions of the language whose functions change what they are given. */
export const CHANGING = new Set(['sort', 'slices', 'maps', 'copy', 'append', 'delete', 'clear'])

interface Locals {
  /** Names that the function declares: giving them another value is nobody else's matter. */
  names: Set<string>
  /** Of these, those that hold something made here: what they hold is nobody else's either. */
  owned: Set<string>
}

export const changesOutside = (facts: FunctionFacts, body: readonly Statement[]): boolean => {
  const locals: Locals = { names: new Set(), owned: new Set() }
  for (const { pattern } of facts.parameters) for (const name of targetsOf(pattern)) locals.names.add(name)
  gatherLocals(body, locals)
  return body.some((statement) => changes(statement, locals))
}

const isMadeHere = (value: Expression | null): boolean => {
  switch (value?.kind) {
    case 'literal':
      return true
    case 'unary':
      return value.operator === 'zero' || (value.operator === '&{}' && isMadeHere(value.operand))
    case 'call':
      return (
        isWriter(value) ||
        isComposite(value) ||
        (value.callee.kind === 'name' && (value.callee.name === 'make' || value.callee.name === 'new'))
      )
    default:
      return false
  }
}

/** The names that statements declare, without those in function literals. */
export const localNamesOf = (facts: FunctionFacts): Set<string> => {
  const locals: Locals = { names: new Set(), owned: new Set() }
  for (const { pattern } of facts.parameters) for (const name of targetsOf(pattern)) locals.names.add(name)
  gatherLocals(facts.body, locals)
  return locals.names
}

const gatherLocals = (statements: readonly Statement[], locals: Locals): void => {
  for (const statement of statements) {
    if (statement.kind === 'declare') {
      const isMade = isMadeHere(statement.value)
      for (const name of targetsOf(statement.pattern)) {
        // One of several of this name may be somebody else's.
        if (isMade && !locals.names.has(name)) locals.owned.add(name)
        else locals.owned.delete(name)
        locals.names.add(name)
      }
    } else if (statement.kind === 'each') {
      for (const name of targetsOf(statement.pattern)) {
        locals.names.add(name)
        locals.owned.delete(name)
      }
    }
    for (const inner of innerOf(statement)) gatherLocals(inner, locals)
  }
}

export const innerOf = (statement: Statement): readonly (readonly Statement[])[] => {
  switch (statement.kind) {
    case 'if':
      return [statement.then, statement.else]
    case 'switch':
      return statement.cases.map((one) => one.body)
    case 'loop':
      return [statement.initial, statement.body]
    case 'each':
    case 'block':
      return [statement.body]
    default:
      return []
  }
}

const changes = (statement: Statement, locals: Locals): boolean => {
  if (statement.kind !== 'evaluate') return innerOf(statement).some((inner) => inner.some((one) => changes(one, locals)))
  const { expression } = statement
  if (expression.kind === 'assign') return !isInside(expression.pattern, locals)
  return expression.kind !== 'call' || !changesOwned(expression, locals)
}

const isInside = (pattern: Pattern | null, { names, owned }: Locals): boolean => {
  if (pattern?.kind === 'array') return pattern.items.every((item) => isInside(item, { names, owned }))
  return pattern?.kind === 'member' ? owned.has(rootName(pattern.target)) : targetsOf(pattern).every((name) => names.has(name))
}

/** `builder.WriteString(part)`, `copy(made, given)`, `sort.Strings(made)`. */
const changesOwned = ({ callee, arguments: args }: CallExpression, { owned }: Locals): boolean => {
  const root = rootName(callee)
  if (!CHANGING.has(root)) return callee.kind === 'member' && owned.has(root) && args.every((argument) => argument.kind !== 'function')
  const [first] = args
  return first !== undefined && first.kind !== 'spread' && owned.has(rootName(first))
}
