/**
 * Types. A type is an expression whose value is the type: a name, `*T` and `[]T` as unary operators, `[n]T` and
 * `map[K]V` as binary ones, a struct as a class whose keywords are its fields (an embedded one begins with a dot).
 * The keywords `func`, `interface` and `chan` stand as names for types of which nothing more matters here.
 */
import { foldSpace } from '../../facts/body-digest.ts'
import type { ClassFacts, Expression, Parameter } from '../../facts/program.ts'
import { readExpression } from './go-expressions.ts'
import { stringLiteral } from './go-literals.ts'
import { GoParser } from './go-parser.ts'
import { AS_MANY_AS_THERE_ARE } from './go-values.ts'

const opaque = (name: string): Expression => ({ kind: 'name', name })

export const readType = (parser: GoParser): Expression => parser.deeper(() => readTypeInner(parser), opaque('interface'))

const readTypeInner = (parser: GoParser): Expression => {
  if (!parser.more) return opaque('interface')
  if (parser.kind === 'name') return readTypeName(parser)
  if (parser.accept('*')) return { kind: 'unary', operator: '*', operand: readType(parser) }
  if (parser.is('[')) return readArrayType(parser)
  if (parser.accept('(')) {
    const type = readType(parser)
    parser.expect(')')
    return type
  }
  if (parser.accept('<-') || parser.is('chan')) {
    parser.expect('chan')
    parser.accept('<-')
    readType(parser)
    return opaque('chan')
  }
  if (parser.accept('map')) {
    parser.expect('[')
    const key = readType(parser)
    parser.expect(']')
    return { kind: 'binary', operator: 'map', left: key, right: readType(parser) }
  }
  if (parser.accept('func')) {
    const { parameters, results } = readSignature(parser)
    const [{ type = '' } = {}] = parameters
    // What takes a test alone is asked for by its type: `method.(func(*testing.T))`.
    if (parameters.length !== 1 || results !== '' || !/^(?:\*?testing\.(?:T|B|F|TB))$/.test(type)) return opaque('func')
    return { kind: 'unary', operator: 'func', operand: { kind: 'literal', value: type } }
  }
  if (parser.accept('interface')) {
    const from = parser.start
    if (parser.is('{')) parser.skipBrackets()
    return opaque(/^\{\s*\}$/.test(parser.source.slice(from, parser.lastEnd)) ? 'interface{}' : 'interface')
  }
  if (parser.is('struct')) return readStruct(parser)
  parser.unexpected('expected a type')
  return opaque('interface')
}

const readTypeName = (parser: GoParser): Expression => {
  let type: Expression = { kind: 'name', name: parser.text }
  parser.next()
  if (parser.is('.')) {
    parser.next()
    type = { kind: 'member', object: type, property: parser.text }
    if (parser.kind === 'name') parser.next()
    else parser.unexpected('expected a name')
  }
  return parser.is('[') ? { kind: 'member', object: type, property: readTypeArguments(parser) } : type
}

/** `[K, V]` behind a generic type. */
const readTypeArguments = (parser: GoParser): Expression => {
  const mark = parser.mark()
  const items: Expression[] = []
  parser.next()
  while (parser.more && !parser.is(']')) {
    const before = parser.start
    items.push(readType(parser))
    if (!parser.accept(',') && !parser.is(']') && parser.start === before) break
  }
  if (!parser.accept(']')) {
    parser.reset(mark)
    parser.skipBrackets()
  }
  return { kind: 'array', items, type: 'tuple' }
}

/** The names in `[K comparable, V any]`, without what they may stand for. */
export const readTypeParameters = (parser: GoParser): string[] => {
  const names: string[] = []
  parser.next()
  while (parser.more && !parser.is(']')) {
    if (parser.kind === 'name') names.push(parser.text)
    while (parser.more && !parser.is(',') && !parser.is(']')) {
      if (parser.is('[') || parser.is('(') || parser.is('{')) parser.skipBrackets()
      else parser.next()
    }
    parser.accept(',')
  }
  parser.expect(']')
  return names
}

/** After `[`: `]T`, `...]T` or `n]T`. */
export const readArrayType = (parser: GoParser): Expression => {
  parser.next()
  if (parser.accept(']')) return { kind: 'unary', operator: '[]', operand: readType(parser) }
  if (parser.accept('...')) {
    parser.expect(']')
    return { kind: 'binary', operator: '[]', left: { kind: 'literal', value: AS_MANY_AS_THERE_ARE }, right: readType(parser) }
  }
  const length = parser.bracketed(() => readExpression(parser))
  parser.expect(']')
  return { kind: 'binary', operator: '[]', left: length, right: readType(parser) }
}

const readStruct = (parser: GoParser): Expression => {
  const { startLine } = parser
  parser.next()
  const fields = readFields(parser)
  return {
    kind: 'class',
    class: { name: '', bases: [], keywords: fields, body: [], decorators: [], line: startLine, endLine: parser.lastLine },
  }
}

type Field = NonNullable<ClassFacts['keywords']>[number]

/** The tag behind a field, as far as anything is made of it: what JSON calls the field. */
const readTag = (parser: GoParser, fields: readonly Field[]): void => {
  const tag = stringLiteral(parser.source.slice(parser.start, parser.end))
  parser.next()
  if (tag.kind === 'literal' && typeof tag.value === 'string' && tag.value.includes('json:'))
    for (const field of fields) field.tag = tag.value
}

const readFields = (parser: GoParser): Field[] => {
  const fields: Field[] = []
  parser.expect('{')
  while (parser.more && !parser.is('}')) {
    const before = parser.start
    const count = fields.length
    readField(parser, fields)
    if (parser.kind === 'string') readTag(parser, fields.slice(count))
    if (!parser.accept(';') && !parser.is('}')) {
      parser.unexpected('expected a field')
      parser.skipStatement()
    }
    if (parser.start === before) parser.next()
  }
  parser.expect('}')
  return fields
}

const readField = (parser: GoParser, fields: Field[]): void => {
  const mark = parser.mark()
  const names: string[] = []
  while (parser.kind === 'name') {
    names.push(parser.text)
    parser.next()
    if (!parser.accept(',')) break
  }
  const embedded =
    names.length === 0 || (names.length === 1 && (parser.is(';') || parser.is('}') || parser.is('.') || parser.kind === 'string'))
  if (!embedded) {
    // `name [n]T` is a field; `Generic[T]` alone is embedded.
    const bracketed = names.length === 1 && parser.is('[')
    const type = bracketed ? fieldOrGeneric(parser) : readType(parser)
    if (type) {
      for (const name of names) fields.push({ name, value: type })
      return
    }
  }
  parser.reset(mark)
  const type = readType(parser)
  const name = baseName(type)
  if (name) fields.push({ name: `.${name}`, value: type })
}

/** The array type of a field whose name is read; null where what follows are the type arguments of an embedded type. */
const fieldOrGeneric = (parser: GoParser): Expression | null => {
  const mark = parser.mark()
  parser.skipBrackets()
  const generic = parser.is(';') || parser.is('}') || parser.kind === 'string'
  parser.reset(mark)
  return generic ? null : readType(parser)
}

const baseName = (type: Expression): string => {
  if (type.kind === 'name') return type.name
  if (type.kind === 'member') return typeof type.property === 'string' ? type.property : baseName(type.object)
  return type.kind === 'unary' ? baseName(type.operand) : ''
}

export interface Signature {
  parameters: Parameter[]
  /** As written; empty where there are none. */
  results: string
  /** Empty where the results have no names. */
  namedResults: { name: string; type: Expression }[]
}

/** After `func` and, where there is one, the name and the type parameters. */
export const readSignature = (parser: GoParser): Signature => {
  const parameters = parser.is('(') ? readParameters(parser) : []
  if (parser.is('(')) {
    const from = parser.start
    const namedResults = readParameters(parser).flatMap(({ pattern, type }) =>
      pattern.kind === 'name' && pattern.name !== '' ? [{ name: pattern.name, type: typeOfText(type ?? '') }] : [],
    )
    const results = foldSpace(parser.source.slice(from, parser.lastEnd))
    // `func f() () {…}` has no results.
    return { parameters, results: results === '()' ? '' : results, namedResults }
  }
  if (!startsType(parser)) return { parameters, results: '', namedResults: [] }
  const from = parser.start
  readType(parser)
  return { parameters, results: foldSpace(parser.source.slice(from, parser.lastEnd)), namedResults: [] }
}

const typeOfText = (text: string): Expression => readType(new GoParser(text))

const TYPE_STARTS = new Set(['*', '[', '(', '<-', 'chan', 'map', 'func', 'interface', 'struct'])

const startsType = (parser: GoParser): boolean =>
  parser.kind === 'name' || (TYPE_STARTS.has(parser.text) && (parser.kind === 'operator' || parser.kind === 'keyword'))

interface Entry {
  /** The name, where the entry is one or may begin with one. */
  name: string
  /** Whether a type follows the name. */
  named: boolean
  typeStart: number
  end: number
  rest: boolean
}

/** Either all parameters have names or none has; which of it is only clear at the end. */
export const readParameters = (parser: GoParser): Parameter[] => {
  const entries: Entry[] = []
  parser.next()
  while (parser.more && !parser.is(')')) {
    const before = parser.start
    entries.push(readEntry(parser))
    if (!parser.accept(',') && !parser.is(')') && parser.start === before) parser.next()
  }
  parser.expect(')')
  const named = entries.some((entry) => entry.named)
  const parameters: Parameter[] = []
  let type = ''
  let rest = false
  for (const entry of entries.toReversed()) {
    if (!named || entry.named) {
      type = foldSpace(parser.source.slice(entry.typeStart, entry.end))
      ;({ rest } = entry)
    }
    const parameter: Parameter = { pattern: { kind: 'name', name: named ? entry.name : '' }, default: null, type }
    parameters.push(rest ? { ...parameter, rest: true } : parameter)
  }
  return parameters.reverse()
}

const readEntry = (parser: GoParser): Entry => {
  const start = parser.start
  let name = ''
  let named = false
  let typeStart = start
  if (parser.kind === 'name') {
    name = parser.text
    parser.next()
    if (parser.is('[')) {
      typeStart = parser.start
      parser.skipBrackets()
      named = !parser.is(',') && !parser.is(')')
      if (!named) typeStart = start
    } else if (!parser.is(',') && !parser.is(')') && !parser.is('.')) {
      named = true
      typeStart = parser.start
    }
  }
  let rest = parser.is('...')
  if (rest) {
    parser.next()
    typeStart = parser.start
  }
  while (parser.more && !parser.is(',') && !parser.is(')')) {
    if (parser.is('...')) rest = true
    if (parser.is('(') || parser.is('[') || parser.is('{')) parser.skipBrackets()
    else parser.next()
  }
  return { name, named, typeStart, end: Math.max(typeStart, parser.lastEnd), rest }
}
