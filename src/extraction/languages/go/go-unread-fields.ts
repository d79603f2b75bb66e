/**
 * Leaves out of a table what nobody reads: of `cases := []struct{ name string; store *Store }{…}` the stores, where a test
 * is only named after its case. What a struct's field is, and what a constant that is a map's key, doesn't always show:
 * a field that is read must be seen to be one.
 */
import type { CallExpression, Expression, ObjectEntry, Spread } from '../../facts/program.ts'
import { elementType, isComposite } from './go-expressions.ts'
import { fieldsIn, isWhole } from './go-reads.ts'

/** Whether nothing would be missed with a value. */
type IsDroppable = (value: Expression) => boolean

const UNREAD: Expression = { kind: 'unknown' }

/** `paths`: what is read of the name that the value is given to. */
export const withoutUnread = (value: Expression, paths: readonly string[], isDroppable: IsDroppable): Expression => {
  if (isWhole(paths)) return value
  const call = compositeIn(value)
  const [literal] = call?.arguments ?? []
  if (!call || !literal || literal.kind === 'spread') return value
  const type = elementType(call.callee)
  if (type) {
    const table = new Fields(fieldsIn(paths, 'elements'), isDroppable)
    return replaceLiteral(value, table.ofElements(literal, type))
  }
  const fields = fieldsIn(paths, 'value')
  // What has elements that are read is no struct, whatever its type is called.
  if (call.callee.kind !== 'class' && (fields.size === 0 || fieldsIn(paths, 'elements').size > 0)) return value
  const own = new Fields(fields, isDroppable)
  own.see(value)
  return own.ofStruct(value, call.callee)
}

/** What is appended to a list that is read so much of. */
export const withoutUnreadItems = (
  items: readonly (Expression | Spread)[],
  paths: readonly string[],
  isDroppable: IsDroppable,
): (Expression | Spread)[] => {
  if (isWhole(paths)) return [...items]
  const table = new Fields(fieldsIn(paths, 'elements'), isDroppable)
  for (const item of items) table.see(item)
  return items.map((item) => (item.kind === 'spread' ? item : table.ofStruct(item, null)))
}

/** `T{…}`, `&T{…}` */
const compositeIn = (value: Expression | Spread): CallExpression | null => {
  const at = value.kind === 'unary' && value.operator === '&{}' ? value.operand : value
  return at.kind === 'call' && isComposite(at) ? at : null
}

const replaceLiteral = (value: Expression, literal: Expression): Expression => {
  if (value.kind === 'unary') return { ...value, operand: replaceLiteral(value.operand, literal) }
  return value.kind === 'call' ? { ...value, arguments: [literal] } : value
}

const pointedTo = (type: Expression): Expression => (type.kind === 'unary' && type.operator === '*' ? type.operand : type)

class Fields {
  private readonly read: ReadonlySet<string>
  private readonly isDroppable: IsDroppable
  /** Names that stand as keys of structs. */
  private readonly seen = new Set<string>()

  constructor(read: ReadonlySet<string>, isDroppable: IsDroppable) {
    this.read = read
    this.isDroppable = isDroppable
  }

  see(value: Expression | Spread): void {
    const literal = compositeIn(value)?.arguments[0] ?? value
    if (literal.kind !== 'object') return
    for (const entry of literal.entries) if (!('kind' in entry) && fieldOf(entry) !== null) this.seen.add(fieldOf(entry) ?? '')
  }

  /** `type`: of one element. */
  ofElements(literal: Expression, type: Expression): Expression {
    if (elementType(type)) return literal
    if (literal.kind === 'array') {
      for (const item of literal.items) if (item) this.see(item)
      return {
        ...literal,
        items: literal.items.map((item) => item && (item.kind === 'spread' ? item : this.ofStruct(item, pointedTo(type)))),
      }
    }
    if (literal.kind !== 'object') return literal
    for (const entry of literal.entries) if (!('kind' in entry)) this.see(entry.value)
    const entries = literal.entries.map((entry) =>
      'kind' in entry ? entry : { ...entry, value: this.ofStruct(entry.value, pointedTo(type)) },
    )
    return { ...literal, entries }
  }

  /** `type`: what it is where it doesn't say so itself. */
  ofStruct(value: Expression, type: Expression | null): Expression {
    const call = compositeIn(value)
    const [literal] = call ? call.arguments : [value]
    const known = call?.callee ?? type
    if (!literal || literal.kind === 'spread' || (known && elementType(known))) return value
    const names = known?.kind === 'class' ? (known.class.keywords ?? []).map(({ name }) => name) : null
    // Rows of which nothing is read may be maps.
    if (!names && this.read.size === 0) return value
    const areFields = names ? [...this.read].every((name) => names.includes(name)) : [...this.read].every((name) => this.seen.has(name))
    if (!areFields) return value
    const kept = this.keep(literal, names)
    return call ? replaceLiteral(value, kept) : kept
  }

  private keep(literal: Expression, names: readonly string[] | null): Expression {
    if (literal.kind === 'object' && literal.type === '{}')
      return { ...literal, entries: literal.entries.filter((entry) => 'kind' in entry || this.isKept(fieldOf(entry), entry.value)) }
    if (literal.kind !== 'array' || !names) return literal
    const items = literal.items.map((item, index) =>
      item && item.kind !== 'spread' && !this.isKept(names[index] ?? null, item) ? UNREAD : item,
    )
    return { ...literal, items }
  }

  private isKept(field: string | null, value: Expression): boolean {
    return field === null || this.read.has(field) || !this.isDroppable(value)
  }
}

const fieldOf = ({ key }: ObjectEntry): string | null => (typeof key === 'string' && key.startsWith('.') ? key.slice(1) : null)
