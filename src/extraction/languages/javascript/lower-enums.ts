/** Enums become objects. */
import type * as es from 'oxc-parser'
import type { Expression, FunctionFacts, ObjectEntry, Statement } from '../../facts/program.ts'
import { lowerExpression } from './lower-expressions.ts'
import type { Lowering } from './lowering.ts'

export const lowerEnum = (lowering: Lowering, node: es.TSEnumDeclaration): Statement => {
  let next: number | null = 0
  const entries = node.body.members.flatMap((member): ObjectEntry[] => {
    const key = member.id.type === 'Identifier' ? member.id.name : member.id.type === 'Literal' ? String(member.id.value) : ''
    let value: Expression = next === null ? { kind: 'unknown' } : { kind: 'literal', value: next }
    if (member.initializer) value = lowerExpression(lowering, member.initializer)
    next = value.kind === 'literal' && typeof value.value === 'number' ? value.value + 1 : null
    // Members that are numbers can be found by them too.
    const isNumber =
      (value.kind === 'literal' && typeof value.value === 'number') || (value.kind === 'binary' && /^(?:<<|[|&-])$/.test(value.operator))
    const named: ObjectEntry = { key, value }
    return isNumber
      ? [named, { key: value.kind === 'literal' ? String(value.value) : value, value: { kind: 'literal', value: key } }]
      : [named]
  })
  return {
    kind: 'declare',
    pattern: { kind: 'name', name: node.id.name },
    value: entries.every(isPlainEntry) ? { kind: 'object', entries } : enumOfNames(entries, lowering.lineAt(node.start)),
    line: lowering.lineAt(node.start),
  }
}

const isPlainEntry = ({ value }: ObjectEntry): boolean => value.kind === 'literal' || value.kind === 'unknown'

/** Members that are made of others know these by their names, as what is declared before them. */
const enumOfNames = (entries: readonly ObjectEntry[], line: number): Expression => {
  const named = entries.filter((entry): entry is ObjectEntry & { key: string } => typeof entry.key === 'string' && !/^-?\d/.test(entry.key))
  const declared = named.map(({ key, value }): Statement => ({ kind: 'declare', pattern: { kind: 'name', name: key }, value, line }))
  return calledWhereItStands([...declared, { kind: 'return', value: { kind: 'object', entries: [...entries] } }], line, line)
}

/** A function that is called where it stands, for what it returns. */
export const calledWhereItStands = (body: Statement[], line: number, endLine: number): Expression & { kind: 'call' } => {
  const run: FunctionFacts = { name: '', parameters: [], body, line, endLine, decorators: [], arrow: true, digest: '' }
  return { kind: 'call', callee: { kind: 'function', function: run }, arguments: [], line, endLine: line }
}
