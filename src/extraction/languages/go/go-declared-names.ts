/** What the names of a function are declared with, without regard to scopes; those of function literals in it are among them. */
import type { Expression, FunctionFacts, Parameter, Statement } from '../../facts/program.ts'
import { innerOf } from './go-effects.ts'
import { targetsOf, visitExpression } from './go-mentions.ts'

/** One of the values of an expression, by its index; a parameter's type as written; null where neither tells. */
export type Declared = { value: Expression; index: number } | { type: string } | null

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
    if (statement.kind === 'declare') this.addDeclared(statement)
    else if (statement.kind === 'each') for (const name of targetsOf(statement.pattern)) this.add(name, null)
    if (statement.kind === 'evaluate') this.visitExpression(statement.expression)
    else if (statement.kind === 'declare' || statement.kind === 'return') this.visitExpression(statement.value)
    for (const inner of innerOf(statement)) for (const one of inner) this.visit(one)
  }

  private addDeclared({ pattern, value }: Statement & { kind: 'declare' }): void {
    const names = pattern.kind === 'array' ? pattern.items : [pattern]
    names.forEach((one, index) => {
      if (one?.kind === 'name') this.add(one.name, value && oneOf(value, index, names.length))
    })
  }

  private visitExpression(expression: Expression | null): void {
    visitExpression(expression, { function: (facts) => this.visitFunction(facts) })
  }
}

const oneOf = (value: Expression, index: number, count: number): Declared => {
  if (count === 1 || value.kind === 'call') return { value, index }
  const item = value.kind === 'array' && value.items.length === count ? value.items[index] : null
  return item && item.kind !== 'spread' ? { value: item, index: 0 } : null
}

const typeOfParameter = ({ type, rest }: Parameter): Declared => (type === undefined || rest === true ? null : { type })

export const declaredNamesOf = (facts: FunctionFacts): DeclaredNames => {
  const finder = new DeclaredNameFinder()
  finder.visitFunction(facts)
  return finder.names
}
