/** What is kept of the values that names of the sliced function are given: no more than is read of them. */
import type { CallExpression, Expression, Pattern, Spread, Statement } from '../../facts/program.ts'
import type { ChangeFinder } from './go-changes.ts'
import { isComposite } from './go-expressions.ts'
import { visitExpression } from './go-mentions.ts'
import type { Mentions } from './go-mentions-found.ts'
import { partOf } from './go-reads.ts'
import type { SliceChanges } from './go-slice-changes.ts'
import type { MentionFinder } from './go-slice-mentions.ts'
import type { SliceNames } from './go-slice-names.ts'
import { withoutUnread, withoutUnreadItems } from './go-unread-fields.ts'

/** The names that a value is, or that stand in it as they are: `c`, `[]*qt.C{c}`, `&pair{first: c}`. */
const namesWithin = (value: Expression | Spread | null): string[] => {
  switch (value?.kind) {
    case 'name':
      return [value.name]
    case 'unary':
      return value.operator.startsWith('&') ? namesWithin(value.operand) : []
    case 'array':
      return value.items.flatMap(namesWithin)
    case 'object':
      return value.entries.flatMap((entry) => ('kind' in entry ? [] : namesWithin(entry.value)))
    case 'call':
      return isComposite(value) ? value.arguments.flatMap(namesWithin) : []
    default:
      return []
  }
}

export class SliceValues {
  private readonly names: SliceNames
  private readonly finder: MentionFinder
  private readonly changed: ChangeFinder
  private readonly needed: SliceChanges

  constructor({
    names,
    finder,
    changed,
    needed,
  }: {
    names: SliceNames
    finder: MentionFinder
    changed: ChangeFinder
    needed: SliceChanges
  }) {
    this.names = names
    this.finder = finder
    this.changed = changed
    this.needed = needed
  }

  ofDeclaration({ pattern, value }: Statement & { kind: 'declare' }): Expression | null {
    return pattern.kind === 'name' && value ? withoutUnread(value, this.names.pathsOf(pattern.name), this.isDroppable) : value
  }

  /** `cases = append(cases, Case{…})`: without what is not read of the cases; `added`: and without what they were before. */
  ofAppending(expression: Expression): { expression: Expression; added?: Expression } {
    if (expression.kind !== 'assign' || expression.pattern.kind !== 'name' || expression.value.kind !== 'call') return { expression }
    const { pattern, value } = expression
    const [target, ...items] = value.arguments
    if (value.callee.kind !== 'name' || value.callee.name !== 'append' || target?.kind !== 'name' || target.name !== pattern.name)
      return { expression }
    const read = withoutUnreadItems(items, this.names.pathsOf(pattern.name), this.isDroppable)
    const withItems = (args: CallExpression['arguments']): Expression => ({ ...expression, value: { ...value, arguments: args } })
    return { expression: withItems([target, ...read]), added: withItems(read) }
  }

  /** Own variables that nobody reads needn't be given anything: they may not even be declared in what is kept. */
  ofAssignment(expression: Expression & { kind: 'assign' }): Expression {
    const isUnread = (one: Pattern | null): boolean =>
      one?.kind === 'name' && this.changed.isLocal(one.name) && !this.names.needed.has(one.name)
    const { pattern, value } = expression
    const items = pattern.kind === 'array' ? pattern.items : [pattern]
    if (value.kind === 'call' && items.every((one) => one === null || isUnread(one))) return value
    return pattern.kind === 'array'
      ? { ...expression, pattern: { ...pattern, items: items.map((one) => (isUnread(one) ? null : one)) } }
      : expression
  }

  /** Notes, by the names that a value is given to, what tests and functions are in it, whether that is needed or not. */
  noteIn(names: readonly string[], value: Expression, known?: Mentions): void {
    this.names.point(names, value)
    const { declares, wraps, carried } = known ?? this.names.trying(() => ({ result: this.finder.of(value), matters: false }))
    if (declares || this.names.isTest(carried)) this.names.carry(names, value, declares ? null : carried)
    else if (wraps) this.names.wrap(names, value)
    else for (const name of namesWithin(value)) this.names.alias(names, name)
  }

  /** Of what a name is another name for, or an element of, no more is needed than of that name. */
  need(pattern: Pattern, value: Expression | null, found: Mentions): void {
    const part = pattern.kind === 'name' ? partOf(value) : null
    if (!part || pattern.kind !== 'name') this.names.needFound(found)
    else {
      this.names.needPart(part, pattern.name)
      if (part.index) this.names.needFound(this.finder.of(part.index))
    }
  }

  /** What a call in it changes would be missed as well. */
  private readonly isDroppable = (value: Expression): boolean =>
    this.names.trying(() => {
      const found = this.finder.of(value)
      const matters =
        found.declares ||
        this.names.isTest(found.names) ||
        this.names.isCarrier(found.names) ||
        this.names.isNeeded(found.addressed) ||
        this.needed.fills(value) ||
        this.callsChanging(value)
      return { result: !matters, matters }
    })

  private callsChanging(value: Expression): boolean {
    let changes = false
    visitExpression(value, {
      call: (call) => {
        changes ||= !isComposite(call) && this.needed.ofCall(call, this.finder.of(call))
        return true
      },
    })
    return changes
  }
}
