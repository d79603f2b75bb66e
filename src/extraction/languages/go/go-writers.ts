/**
 * Texts that are put together by a `strings.Builder` or a `bytes.Buffer`. One is followed where all that a function does
 * with it is to write into it and to read it; one that gets anywhere else isn't known.
 */
import type { CallExpression, Expression, FunctionFacts, Statement } from '../../facts/program.ts'

/** What makes one that is followed; no program can name it. */
export const WRITER = 'Builder()'

const METHODS = new Set(['WriteString', 'WriteByte', 'WriteRune', 'Write', 'String', 'Len', 'Reset', 'Grow'])
const PRINTING = /^(?:Fprint(?:f|ln)?|WriteString)$/

export const mayHaveWriters = (source: string): boolean => source.includes('strings.Builder') || source.includes('bytes.')

export const isWriter = (value: Expression | null): boolean =>
  value?.kind === 'call' && value.callee.kind === 'member' && value.callee.property === WRITER

/** The package of the type that an expression names. */
const packageOf = (type: Expression | undefined): Expression | null =>
  type?.kind === 'member' && type.object.kind === 'name' && (type.property === 'Builder' || type.property === 'Buffer') ? type.object : null

/** The package of the writer that a value is, and the text that is in it from the start. */
const madeBy = (value: Expression | null): { from: Expression; initial: Expression[] } | null => {
  const made = value?.kind === 'unary' && value.operator === '&{}' ? value.operand : value
  if (made?.kind === 'unary' && made.operator === 'zero') {
    const from = packageOf(made.operand)
    return from && { from, initial: [] }
  }
  if (made?.kind !== 'call') return null
  const [first] = made.arguments
  if (made.callee.kind === 'name' && made.callee.name === 'new' && first?.kind === 'member') {
    const from = packageOf(first)
    return from && { from, initial: [] }
  }
  const { callee } = made
  if (callee.kind !== 'member' || callee.object.kind !== 'name') return null
  if (callee.property === 'NewBufferString' && first && first.kind !== 'spread') return { from: callee.object, initial: [first] }
  const from = first?.kind === 'array' && first.items.length === 0 ? packageOf(callee) : null
  return from && { from, initial: [] }
}

type Declaration = Statement & { kind: 'declare' }

/** `fmt.Fprintf(&name, …)` */
const printedInto = ({ callee, arguments: [first] }: CallExpression): string | null => {
  if (callee.kind !== 'member' || typeof callee.property !== 'string' || !PRINTING.test(callee.property)) return null
  if (callee.object.kind !== 'name' || (callee.object.name !== 'fmt' && callee.object.name !== 'io')) return null
  const target = first?.kind === 'unary' && first.operator === '&' ? first.operand : first
  return target?.kind === 'name' ? target.name : null
}

export const writtenBy = printedInto

class WriterFinder {
  readonly declarations: { owner: FunctionFacts; name: string; statement: Declaration }[] = []
  private readonly uses: { owner: FunctionFacts; name: string }[] = []
  private readonly lost = new Set<string>()

  visit(node: unknown, owner: FunctionFacts): void {
    if (Array.isArray(node)) for (const one of node) this.visit(one, owner)
    else if (typeof node === 'object' && node !== null) this.visitNode(node, owner)
  }

  followed(): Declaration[] {
    const isOwn = (name: string, owner: FunctionFacts): boolean =>
      this.declarations.some((declaration) => declaration.name === name && declaration.owner === owner)
    for (const { name, owner } of this.uses) if (!isOwn(name, owner)) this.lost.add(name)
    return this.declarations.filter(({ name }) => !this.lost.has(name)).map(({ statement }) => statement)
  }

  private visitNode(node: object, owner: FunctionFacts): void {
    // Only nodes of this file's facts come here.
    const one = node as Expression | Statement
    if (one.kind === 'name') this.lost.add(one.name)
    else if (one.kind === 'function') this.visit([one.function.parameters, one.function.body], one.function)
    else if (one.kind === 'declare' && one.pattern.kind === 'name' && madeBy(one.value))
      this.declarations.push({ owner, name: one.pattern.name, statement: one })
    else if (one.kind === 'call') this.visitCall(one, owner)
    else this.visit(Object.values(node), owner)
  }

  private visitCall(call: CallExpression, owner: FunctionFacts): void {
    const { callee, arguments: args } = call
    const printed = printedInto(call)
    const isMethod =
      callee.kind === 'member' && callee.object.kind === 'name' && typeof callee.property === 'string' && METHODS.has(callee.property)
    if (printed !== null) this.uses.push({ owner, name: printed })
    else if (isMethod && callee.object.kind === 'name') this.uses.push({ owner, name: callee.object.name })
    else this.visit(callee, owner)
    this.visit(printed === null ? args : args.slice(1), owner)
  }
}

/** Marks the writers of a function that are followed. */
export const markWriters = (facts: FunctionFacts): void => {
  const finder = new WriterFinder()
  finder.visit([facts.parameters, facts.body], facts)
  for (const statement of finder.followed()) {
    const made = madeBy(statement.value)
    if (made)
      statement.value = {
        kind: 'call',
        callee: { kind: 'member', object: made.from, property: WRITER },
        arguments: made.initial,
        line: statement.line,
        endLine: statement.line,
      }
  }
}
