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
  /** Parameters that are texts: what is made of one by a conversion is new. */
  texts: Set<string>
}

const localsOf = ({ parameters }: FunctionFacts, body: readonly Statement[]): Locals => {
  const locals: Locals = { names: new Set(), owned: new Set(), texts: new Set() }
  for (const { pattern, type, rest } of parameters)
    for (const name of targetsOf(pattern)) {
      locals.names.add(name)
      if (type === 'string' && rest !== true) locals.texts.add(name)
    }
  gatherLocals(body, locals)
  return locals
}

export const changesOutside = (facts: FunctionFacts, body: readonly Statement[]): boolean => {
  const locals = localsOf(facts, body)
  return body.some((statement) => changes(statement, locals))
}

/** `[]rune(text)`, of a parameter that is a text. */
const isConvertedText = ({ callee, arguments: args }: CallExpression, texts: ReadonlySet<string>): boolean =>
  callee.kind === 'unary' && callee.operator === '[]' && args.length === 1 && args[0]?.kind === 'name' && texts.has(args[0].name)

const isMadeHere = (value: Expression | null, texts: ReadonlySet<string>): boolean => {
  switch (value?.kind) {
    case 'literal':
      return true
    case 'unary':
      return value.operator === 'zero' || (value.operator === '&{}' && isMadeHere(value.operand, texts))
    case 'call':
      return (
        isWriter(value) ||
        isComposite(value) ||
        isConvertedText(value, texts) ||
        (value.callee.kind === 'name' && (value.callee.name === 'make' || value.callee.name === 'new'))
      )
    default:
      return false
  }
}

/** The names that statements declare, without those in function literals. */
export const localNamesOf = (facts: FunctionFacts): Set<string> => localsOf(facts, facts.body).names

const gatherLocals = (statements: readonly Statement[], locals: Locals): void => {
  for (const statement of statements) {
    if (statement.kind === 'declare') {
      const isMade = isMadeHere(statement.value, locals.texts)
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

const isInside = (pattern: Pattern | null, locals: Locals): boolean => {
  const { names, owned } = locals
  if (pattern?.kind === 'array') return pattern.items.every((item) => isInside(item, locals))
  return pattern?.kind === 'member' ? owned.has(rootName(pattern.target)) : targetsOf(pattern).every((name) => names.has(name))
}

/** `builder.WriteString(part)`, `copy(made, given)`, `sort.Strings(made)`. */
const changesOwned = ({ callee, arguments: args }: CallExpression, { owned }: Locals): boolean => {
  const root = rootName(callee)
  if (!CHANGING.has(root)) return callee.kind === 'member' && owned.has(root) && args.every((argument) => argument.kind !== 'function')
  const [first] = args
  return first !== undefined && first.kind !== 'spread' && owned.has(rootName(first))
}
