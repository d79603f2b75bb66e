/** Which function literals of a function a call may lead to: by the name of a variable, or by a field of the rows of a table. */
import type { Expression, FunctionFacts } from '../../facts/program.ts'
import { type DeclaredNames, declaredNamesOf } from './go-declared-names.ts'
import { elementType, isComposite } from './go-expressions.ts'

const MOST_LEVELS = 8

export class LocalFunctions {
  private readonly facts: FunctionFacts
  private names: DeclaredNames | null = null

  constructor(facts: FunctionFacts) {
    this.facts = facts
  }

  /** All that a callee may be; null where it may be something else. */
  calledBy(callee: Expression): FunctionFacts[] | null {
    const values = this.valuesOf(callee, 0)
    if (!values || values.length === 0) return null
    const functions: FunctionFacts[] = []
    for (const value of values) {
      if (value.kind === 'function') functions.push(value.function)
      else if (value.kind !== 'name' || value.name !== 'nil') return null
    }
    return functions
  }

  private valuesOf(expression: Expression, level: number): Expression[] | null {
    if (level > MOST_LEVELS) return null
    if (expression.kind === 'name') return this.valuesOfName(expression.name, level)
    if (expression.kind !== 'member') return [expression]
    const { object, property } = expression
    if (typeof property !== 'string') {
      const tables = this.valuesOf(object, level + 1)
      return tables && allOf(tables, elementsOf)
    }
    const rows = this.valuesOf(object, level + 1)
    return rows && allOf(rows, (row) => fieldOf(row, property))
  }

  private valuesOfName(name: string, level: number): Expression[] | null {
    this.names ??= declaredNamesOf(this.facts)
    const declared = this.names.get(name)
    if (!declared) return [{ kind: 'name', name }]
    return allOf(declared, (one) => {
      if (one.kind === 'value' && one.index === 0) return isItself(one.value, name) ? [] : this.valuesOf(one.value, level + 1)
      if (one.kind !== 'element') return null
      const tables = this.valuesOf(one.of, level + 1)
      return tables && allOf(tables, elementsOf)
    })
  }
}

/** `test := test` */
const isItself = (value: Expression, name: string): boolean => value.kind === 'name' && value.name === name

const allOf = <T>(items: readonly T[], ofOne: (item: T) => Expression[] | null): Expression[] | null => {
  const all: Expression[] = []
  for (const item of items) {
    const some = ofOne(item)
    if (!some) return null
    all.push(...some)
  }
  return all
}

const literalOf = (value: Expression): { type: Expression | null; literal: Expression } | null => {
  const at = value.kind === 'unary' && value.operator === '&{}' ? value.operand : value
  if (at.kind !== 'call') return { type: null, literal: at }
  const [literal] = at.arguments
  return isComposite(at) && literal && literal.kind !== 'spread' ? { type: at.callee, literal } : null
}

/** What is in a literal of a list or a map; each has the type of its elements where it says none itself. */
const elementsOf = (value: Expression): Expression[] | null => {
  const found = literalOf(value)
  const type = found?.type ? elementType(found.type) : null
  if (!found || !type) return null
  const { literal } = found
  const items =
    literal.kind === 'array'
      ? literal.items
      : literal.kind === 'object'
        ? literal.entries.map((one) => ('kind' in one ? one : one.value))
        : null
  return items && allOf(items, (item) => (item && item.kind !== 'spread' ? [withType(item, type)] : null))
}

const withType = (item: Expression, type: Expression): Expression =>
  (item.kind === 'array' || item.kind === 'object') && (item.kind === 'array' || item.type === '{}')
    ? { kind: 'call', callee: type.kind === 'unary' && type.operator === '*' ? type.operand : type, arguments: [item], line: 0, endLine: 0 }
    : item

const fieldOf = (row: Expression, field: string): Expression[] | null => {
  const found = literalOf(row)
  if (!found || found.type === null || elementType(found.type)) return null
  const { type, literal } = found
  const names = type.kind === 'class' ? (type.class.keywords ?? []).map(({ name }) => name) : null
  if (names && !names.includes(field)) return null
  if (literal.kind === 'object') {
    const values = literal.entries.flatMap((one) => (!('kind' in one) && one.key === `.${field}` ? [one.value] : []))
    // Of a type that isn't seen here a field that isn't given may be one of what it embeds, or a method.
    return values.length > 0 || names ? values : null
  }
  const item = literal.kind === 'array' && names ? literal.items[names.indexOf(field)] : null
  if (literal.kind === 'array' && literal.items.length === 0 && names) return []
  return item && item.kind !== 'spread' ? [item] : null
}
