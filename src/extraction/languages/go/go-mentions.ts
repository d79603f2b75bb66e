/** Walks over expressions without entering functions. */
import type { CallExpression, Expression, FunctionFacts, Pattern, Spread, Statement } from '../../facts/program.ts'

type BinaryExpression = Expression & { kind: 'binary' }
export type MemberExpression = Expression & { kind: 'member' }

/** Where a name stands. */
interface NamedNode {
  name: string
}

export interface ExpressionVisitor {
  name?(name: string, node: NamedNode): void
  /** False: what it is a member of isn't visited, nor what stands between brackets. */
  member?(member: MemberExpression): boolean
  /** False: neither the callee nor the arguments are visited further. */
  call?(call: CallExpression): boolean
  function?(facts: FunctionFacts): void
  /** False: neither side is visited. */
  binary?(binary: BinaryExpression): boolean
  /** A key, where that is told apart from other names. */
  key?(name: string): void
  /** A name that an element or field is given to, where that is told apart from others. */
  changed?(name: string): void
  /** A name that is given another value. */
  assigned?(node: NamedNode): void
}

export const visitExpression = (expression: Expression | Spread | null, visitor: ExpressionVisitor): void => {
  if (!expression) return
  switch (expression.kind) {
    case 'name':
      visitor.name?.(expression.name, expression)
      return
    case 'function':
      visitor.function?.(expression.function)
      return
    case 'call':
      if (visitor.call && !visitor.call(expression)) return
      visitExpression(expression.callee, visitor)
      for (const argument of expression.arguments) visitExpression(argument, visitor)
      return
    case 'member':
      if (visitor.member && !visitor.member(expression)) return
      visitExpression(expression.object, visitor)
      if (typeof expression.property !== 'string') visitExpression(expression.property, visitor)
      return
    case 'array':
      for (const item of expression.items) visitExpression(item, visitor)
      return
    case 'object':
      for (const entry of expression.entries) {
        if ('kind' in entry) continue
        if (typeof entry.key === 'object') visitExpression(entry.key, visitor)
        // A key that is a name may be a constant, where the literal turns out to be a map.
        else if (typeof entry.key === 'string' && entry.key.startsWith('.')) visitKey(entry.key.slice(1), visitor)
        visitExpression(entry.value, visitor)
      }
      return
    case 'unary':
      visitExpression(expression.operand, visitor)
      return
    case 'binary':
      if (visitor.binary && !visitor.binary(expression)) return
      visitExpression(expression.left, visitor)
      visitExpression(expression.right, visitor)
      return
    case 'logical':
      visitExpression(expression.left, visitor)
      visitExpression(expression.right, visitor)
      return
    case 'assign':
      visitPattern(expression.pattern, visitor)
      visitExpression(expression.value, visitor)
      return
    case 'slice':
      for (const part of [expression.object, expression.from, expression.to, expression.step]) visitExpression(part, visitor)
      return
    case 'spread':
      visitExpression(expression.value, visitor)
      return
    case 'class':
      for (const { value } of expression.class.keywords ?? []) visitExpression(value, visitor)
      return
    default:
  }
}

const visitKey = (name: string, { key, name: visitName }: ExpressionVisitor): void => {
  if (key) key(name)
  else visitName?.(name, { name })
}

/** What a target is made of besides the name it gives: `m[key]`, `s.field`. */
export const visitPattern = (pattern: Pattern | null, visitor: ExpressionVisitor): void => {
  if (pattern?.kind === 'member') {
    if (pattern.target.kind === 'name' && visitor.changed) visitor.changed(pattern.target.name)
    else visitExpression(pattern.target, visitor)
    if (typeof pattern.property !== 'string') visitExpression(pattern.property, visitor)
  } else if (pattern?.kind === 'array') for (const item of pattern.items) visitPattern(item, visitor)
  else if (pattern?.kind === 'name') visitor.assigned?.(pattern)
}

export const namesOf = (expression: Expression): Set<string> => {
  const names = new Set<string>()
  visitExpression(expression, { name: (name) => names.add(name) })
  return names
}

const imported = new WeakMap<readonly Statement[], ReadonlySet<string>>()

/** The names of the packages that a file imports. */
export const importsOf = (statements: readonly Statement[]): ReadonlySet<string> => {
  const known = imported.get(statements)
  if (known) return known
  const names = new Set(statements.flatMap((one) => (one.kind === 'import' ? one.names.map(({ local }) => local) : [])))
  imported.set(statements, names)
  return names
}

/** The name at the left end of `a.b[c].d()`. */
export const rootName = (expression: Expression): string => {
  let at = expression
  for (;;) {
    if (at.kind === 'member' || at.kind === 'slice') at = at.object
    else if (at.kind === 'call') at = at.callee
    else if (at.kind === 'unary') at = at.operand
    else return at.kind === 'name' ? at.name : ''
  }
}

/** The names that a pattern gives or changes. */
export const targetsOf = (pattern: Pattern | null): string[] => {
  switch (pattern?.kind) {
    case 'name':
      return [pattern.name]
    case 'member':
      return [rootName(pattern.target)]
    case 'array':
      return pattern.items.flatMap(targetsOf)
    default:
      return []
  }
}

/** The name of what is called, or of the method. */
export const calledName = ({ callee }: CallExpression): string =>
  callee.kind === 'member' && typeof callee.property === 'string' ? callee.property : rootName(callee)

export const onlyArgument = ({ arguments: [first, second] }: CallExpression): Expression | null =>
  first && !second && first.kind !== 'spread' ? first : null

export const isNilName = (value: Expression): boolean => value.kind === 'name' && value.name === 'nil'
