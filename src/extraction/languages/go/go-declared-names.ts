/** What the names of a function are declared with, without regard to scopes; those of function literals in it are among them. */
import type { Expression, FunctionFacts, Parameter, Statement } from '../../facts/program.ts'
import { innerOf } from './go-effects.ts'
import { targetsOf, visitExpression } from './go-mentions.ts'

/**
 * One of the values of an expression, by its index; an element of what a loop goes over; a parameter, by its type as
 * written. What it, or part of it, is given later is of the same type, but may be another.
 */
export type Declared =
  | { kind: 'value'; value: Expression; index: number }
  | { kind: 'element'; of: Expression }
  | { kind: 'parameter'; type: string }
  | { kind: 'assigned' }
  | { kind: 'unknown' }

const UNKNOWN: Declared = { kind: 'unknown' }

export type DeclaredNames = ReadonlyMap<string, readonly Declared[]>

class DeclaredNameFinder {
  readonly names = new Map<string, Declared[]>()

  visitFunction({ parameters, receiver, body }: FunctionFacts): void {
    for (const parameter of receiver ? [receiver, ...parameters] : parameters)
      for (const name of targetsOf(parameter.pattern)) this.add(name, typeOfParameter(parameter))
    for (const statement of body) this.visit(statement)
  }

  private add(name: string, what: Declared): void {
    const known = this.names.get(name)
    if (known) known.push(what)
    else this.names.set(name, [what])
  }

  private visit(statement: Statement): void {
    switch (statement.kind) {
      case 'declare':
        this.addDeclared(statement)
        this.visitExpression(statement.value)
        break
      case 'evaluate':
        if (statement.expression.kind === 'assign')
          for (const name of targetsOf(statement.expression.pattern)) this.add(name, { kind: 'assigned' })
        this.visitExpression(statement.expression)
        break
      case 'return':
        this.visitExpression(statement.value)
        break
      case 'each':
        this.addElement(statement)
        break
      default:
    }
    for (const inner of innerOf(statement)) for (const one of inner) this.visit(one)
  }

  private addDeclared({ pattern, value }: Statement & { kind: 'declare' }): void {
    const names = pattern.kind === 'array' ? pattern.items : [pattern]
    names.forEach((one, index) => {
      if (one?.kind === 'name') this.add(one.name, value ? oneOf(value, index, names.length) : UNKNOWN)
    })
  }

  private addElement({ pattern, binds, iterable }: Statement & { kind: 'each' }): void {
    const element = binds === 'entries' && pattern?.kind === 'array' ? pattern.items[1] : pattern
    for (const name of targetsOf(pattern))
      this.add(name, element?.kind === 'name' && element.name === name && binds !== 'keys' ? { kind: 'element', of: iterable } : UNKNOWN)
  }

  private visitExpression(expression: Expression | null): void {
    visitExpression(expression, { function: (facts) => this.visitFunction(facts) })
  }
}

const oneOf = (value: Expression, index: number, count: number): Declared => {
  if (count === 1 || value.kind === 'call') return { kind: 'value', value, index }
  const item = value.kind === 'array' && value.items.length === count ? value.items[index] : null
  return item && item.kind !== 'spread' ? { kind: 'value', value: item, index: 0 } : UNKNOWN
}

const typeOfParameter = ({ type, rest }: Parameter): Declared =>
  type === undefined || rest === true ? UNKNOWN : { kind: 'parameter', type }

export const declaredNamesOf = (facts: FunctionFacts): DeclaredNames => {
  const finder = new DeclaredNameFinder()
  finder.visitFunction(facts)
  return finder.names
}
