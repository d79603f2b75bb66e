/**
 * Gives variables of a function that are called the same, in scopes of their own, names that differ: what follows names
 * without regard to scopes tells them apart then. The first keeps its name; no program can write those of the others.
 */
import type { CallExpression, Expression, FunctionFacts, Pattern, Spread, Statement } from '../../facts/program.ts'
import { ASSERTING } from './go-assertions.ts'
import { elementType, isComposite } from './go-expressions.ts'
import { isTestParameter } from './go-functions.ts'
import { type ExpressionVisitor, visitExpression, visitPattern } from './go-mentions.ts'

/** Names with which variable of that name each is. */
type Scope = Map<string, number>

/** Names that mean something by being called so, wherever they are declared. */
const isFixed = (name: string): boolean => name === '' || name === '_' || name === 'nil' || ASSERTING.has(name)

class VariableFinder {
  /** Where variables are named, and which of those of that name each is. */
  readonly places: { node: { name: string }; variable: number }[] = []
  /** Keys of literals of which it isn't seen that they are fields: one may be a variable, where the type is that of a map. */
  readonly keys = new Set<string>()
  private readonly scopes: Scope[] = []
  /** How many variables of a name there are so far. */
  private readonly counts = new Map<string, number>()
  private readonly visitor: ExpressionVisitor = {
    name: (_name, node) => this.refer(node),
    assigned: (node) => this.refer(node),
    key: (name) => this.keys.add(name),
    function: (facts) => this.visitFunction(facts),
    call: (call) => {
      if (isComposite(call)) this.visitComposite(call)
      return !isComposite(call)
    },
  }

  visitFunction({ parameters, receiver, body, resultNames }: FunctionFacts): void {
    this.within(() => {
      for (const parameter of receiver ? [receiver, ...parameters] : parameters)
        if (isTestParameter(parameter)) this.keepName(parameter.pattern)
        else this.bind(parameter.pattern)
      this.visitAll(body)
      for (const result of resultNames ?? []) this.refer(result)
    })
  }

  private within(inner: () => void): void {
    this.scopes.push(new Map())
    inner()
    this.scopes.pop()
  }

  private visitBlock(statements: readonly Statement[]): void {
    this.within(() => this.visitAll(statements))
  }

  private visitAll(statements: readonly Statement[]): void {
    for (const statement of statements) this.visit(statement)
  }

  private visit(statement: Statement): void {
    switch (statement.kind) {
      case 'declare':
        this.visitExpression(statement.value)
        this.bind(statement.pattern)
        return
      case 'evaluate':
        this.visitExpression(statement.expression)
        return
      case 'return':
        this.visitExpression(statement.value)
        return
      case 'if':
        this.visitExpression(statement.test)
        this.visitBlock(statement.then)
        this.visitBlock(statement.else)
        return
      case 'each':
        this.visitExpression(statement.iterable)
        this.within(() => {
          if (statement.assigns) visitPattern(statement.pattern, this.visitor)
          else this.bind(statement.pattern)
          this.visitBlock(statement.body)
        })
        return
      case 'loop':
        this.within(() => {
          this.visitAll(statement.initial)
          this.visitExpression(statement.test)
          this.visitBlock(statement.body)
          for (const update of statement.update) this.visitExpression(update)
        })
        return
      case 'block':
        this.visitBlock(statement.body)
        return
      case 'switch':
        this.visitExpression(statement.subject)
        for (const one of statement.cases) {
          for (const test of one.tests) this.visitExpression(test)
          this.visitBlock(one.body)
        }
        return
      case 'class':
        for (const { value } of statement.class.keywords ?? []) this.visitExpression(value)
        return
      default:
    }
  }

  private bind(pattern: Pattern | null): void {
    if (pattern?.kind === 'array') for (const item of pattern.items) this.bind(item)
    else if (pattern?.kind === 'name') this.places.push({ node: pattern, variable: this.variableOf(pattern.name) })
  }

  private variableOf(name: string): number {
    const scope = this.scopes.at(-1)
    if (!scope || isFixed(name)) return 1
    const known = scope.get(name)
    if (known !== undefined) return known
    const variable = (this.counts.get(name) ?? 0) + 1
    this.counts.set(name, variable)
    scope.set(name, variable)
    return variable
  }

  private keepName(pattern: Pattern): void {
    if (pattern.kind !== 'name') return
    this.scopes.at(-1)?.set(pattern.name, 1)
    this.counts.set(pattern.name, Math.max(this.counts.get(pattern.name) ?? 0, 1))
  }

  private refer(node: { name: string }): void {
    for (let at = this.scopes.length - 1; at >= 0; at--) {
      const variable = this.scopes[at]?.get(node.name)
      if (variable === undefined) continue
      this.places.push({ node, variable })
      return
    }
  }

  private visitExpression(expression: Expression | Spread | null): void {
    visitExpression(expression, this.visitor)
  }

  private visitComposite({ callee, arguments: [literal] }: CallExpression): void {
    this.visitExpression(callee)
    if (literal && literal.kind !== 'spread') this.visitLiteral(literal, callee)
  }

  private visitLiteral(literal: Expression, type: Expression): void {
    const inner = elementType(type)
    const element = inner?.kind === 'unary' && inner.operator === '*' ? inner.operand : inner
    if (literal.kind === 'array') for (const item of literal.items) this.visitElement(item, element)
    else if (literal.kind === 'object' && (element || type.kind === 'class'))
      for (const entry of literal.entries) {
        if ('kind' in entry) continue
        if (typeof entry.key === 'object') this.visitExpression(entry.key)
        this.visitElement(entry.value, element)
      }
    else this.visitExpression(literal)
  }

  private visitElement(value: Expression | Spread | null, type: Expression | null): void {
    if (type && (value?.kind === 'array' || value?.kind === 'object')) this.visitLiteral(value, type)
    else this.visitExpression(value)
  }
}

/** `packages`: what those that are imported are called. */
export const giveDistinctNames = (facts: FunctionFacts, packages: ReadonlySet<string>): void => {
  const finder = new VariableFinder()
  finder.visitFunction(facts)
  const named = new Set<object>()
  for (const { node, variable } of finder.places) {
    // One node may stand in several places: what it is first it is in all of them.
    if (named.has(node)) continue
    named.add(node)
    if (variable > 1 && !packages.has(node.name) && !finder.keys.has(node.name)) node.name = `${node.name}'${variable}`
  }
}
