/**
 * Expressions. A composite literal is a call of its type with the literal as argument, as a conversion is: what it
 * stands for follows from the type when it is evaluated. Inside, a literal without keys is an array, one with keys an
 * object of type `{}`, in which a key that is a plain name begins with a dot (a field, or a constant of that name).
 */
import type { CallExpression, Expression, ObjectEntry, Spread } from '../../facts/program.ts'
import { readFunctionLiteral } from './go-functions.ts'
import { floatLiteral, intLiteral, runeLiteral, stringLiteral } from './go-literals.ts'
import type { GoParser } from './go-parser.ts'
import { assertion } from './go-type-assertions.ts'
import { readArrayType, readType } from './go-types.ts'

const UNKNOWN: Expression = { kind: 'unknown' }

const PRECEDENCE: Record<string, number> = {
  '||': 1,
  '&&': 2,
  '==': 3,
  '!=': 3,
  '<': 3,
  '<=': 3,
  '>': 3,
  '>=': 3,
  '+': 4,
  '-': 4,
  '|': 4,
  '^': 4,
  '*': 5,
  '/': 5,
  '%': 5,
  '<<': 5,
  '>>': 5,
  '&': 5,
  '&^': 5,
}

/** `a + b + c + …` and `a.b().c()…` lean to the left; past this they are unknown, since all that reads facts recurses. */
const LONGEST_CHAIN = 150

export const readExpression = (parser: GoParser): Expression => parser.deeper(() => readBinary(parser, 1), UNKNOWN)

const readBinary = (parser: GoParser, lowest: number): Expression => {
  let left = readUnary(parser)
  for (let length = 0; ; length++) {
    const operator = parser.text
    const precedence = parser.kind === 'operator' ? PRECEDENCE[operator] : undefined
    if (precedence === undefined || precedence < lowest) return left
    parser.next()
    const right = readBinary(parser, precedence + 1)
    if (
      operator === '+' &&
      left.kind === 'literal' &&
      right.kind === 'literal' &&
      typeof left.value === 'string' &&
      typeof right.value === 'string'
    )
      left = { kind: 'literal', value: left.value + right.value }
    else if (length >= LONGEST_CHAIN) left = UNKNOWN
    else if (operator === '&&' || operator === '||') left = { kind: 'logical', operator: operator === '&&' ? 'and' : 'or', left, right }
    else left = { kind: 'binary', operator, left, right }
  }
}

const UNARY = new Set(['+', '-', '!', '^', '*', '&', '<-', '~'])

const readUnary = (parser: GoParser): Expression => {
  if (parser.kind !== 'operator' || !UNARY.has(parser.text)) return readPrimary(parser)
  const operators: string[] = []
  while (parser.kind === 'operator' && UNARY.has(parser.text)) {
    operators.push(parser.text)
    parser.next()
  }
  if (operators.at(-1) === '<-' && parser.is('chan')) {
    operators.pop()
    return readType(parser)
  }
  let operand = readPrimary(parser)
  if (operators.length > LONGEST_CHAIN) return UNKNOWN
  for (const operator of operators.reverse()) {
    if (operator === '<-') operand = UNKNOWN
    // The address of a composite literal is a pointer to something new; that of a variable is the variable to us.
    else if (operator === '&' && operand.kind === 'call' && isComposite(operand)) operand = { kind: 'unary', operator: '&{}', operand }
    else if (operator === '-' && operand.kind === 'literal' && typeof operand.value === 'number')
      operand = { ...operand, value: -operand.value }
    else if (operator !== '+') operand = { kind: 'unary', operator, operand }
  }
  return operand
}

export const isComposite = (call: CallExpression): boolean => {
  const [only] = call.arguments
  return call.arguments.length === 1 && only !== undefined && ((only.kind === 'object' && only.type === '{}') || only.kind === 'array')
}

const readPrimary = (parser: GoParser): Expression => {
  const mayBeComposite = { value: false }
  let operand = readOperand(parser, mayBeComposite)
  for (let length = 0; ; length++) {
    if (length > 0 && length % LONGEST_CHAIN === 0) operand = UNKNOWN
    if (parser.kind !== 'operator') return operand
    switch (parser.text) {
      case '.':
        operand = readSelector(parser, operand)
        break
      case '[':
        operand = readIndex(parser, operand)
        break
      case '(':
        operand = readCall(parser, operand)
        mayBeComposite.value = false
        break
      case '{': {
        const isNamed = operand.kind === 'name' || operand.kind === 'member'
        if (!mayBeComposite.value && !(isNamed && parser.expressionLevel >= 0)) return operand
        operand = readComposite(parser, operand)
        mayBeComposite.value = false
        break
      }
      default:
        return operand
    }
  }
}

const readOperand = (parser: GoParser, mayBeComposite: { value: boolean }): Expression => {
  const { source, start, end } = parser
  if (!parser.more) {
    parser.unexpected('expected an operand')
    return UNKNOWN
  }
  switch (parser.kind) {
    case 'name': {
      const name: Expression =
        parser.iota !== null && parser.text === 'iota' ? { kind: 'literal', value: parser.iota } : { kind: 'name', name: parser.text }
      parser.next()
      return name
    }
    case 'string':
      parser.next()
      return stringLiteral(source.slice(start, end))
    case 'int':
      parser.next()
      return intLiteral(source.slice(start, end))
    case 'float':
      parser.next()
      return floatLiteral(source.slice(start, end))
    case 'rune':
      parser.next()
      return runeLiteral(source.slice(start, end))
    case 'imaginary':
      parser.next()
      return UNKNOWN
    default:
  }
  if (parser.is('(')) {
    parser.next()
    const inner = parser.bracketed(() => readExpression(parser))
    parser.expect(')')
    return inner
  }
  if (parser.is('func')) return readFunctionLiteral(parser)
  if (parser.is('[') || parser.is('map') || parser.is('struct') || parser.is('chan') || parser.is('interface')) {
    mayBeComposite.value = parser.text !== 'chan' && parser.text !== 'interface'
    return parser.is('[') ? parser.deeper(() => readArrayType(parser), UNKNOWN) : readType(parser)
  }
  parser.unexpected('expected an operand')
  // Something must be taken, or whoever asks would ask for ever; a closing bracket is somebody else's.
  if (!parser.is(')') && !parser.is(']') && !parser.is('}') && !parser.is(';')) parser.next()
  return UNKNOWN
}

/** `(*p).name` is p's own field. */
const withoutStar = (object: Expression): Expression => (object.kind === 'unary' && object.operator === '*' ? object.operand : object)

const readSelector = (parser: GoParser, of: Expression): Expression => {
  parser.next()
  if (parser.is('(')) {
    // A type assertion keeps the value; in a type switch it is `.(type)`.
    parser.next()
    const type = parser.accept('type') ? null : parser.bracketed(() => readType(parser))
    parser.expect(')')
    return assertion(of, type)
  }
  const member: Expression = { kind: 'member', object: withoutStar(of), property: parser.text, line: parser.startLine }
  if (parser.kind === 'name') parser.next()
  else parser.unexpected('expected a selector')
  return member
}

/** `a[i]`, `a[i:j:k]` and instantiations `f[T]`, `f[K, V]`. */
const readIndex = (parser: GoParser, of: Expression): Expression => {
  parser.next()
  const object = withoutStar(of)
  const parts: (Expression | null)[] = [null]
  let isSlice = false
  const types: Expression[] = []
  parser.bracketed(() => {
    while (parser.more && !parser.is(']')) {
      if (parser.accept(':')) {
        isSlice = true
        parts.push(null)
        continue
      }
      if (parser.accept(',')) {
        types.push(parts[0] ?? UNKNOWN)
        continue
      }
      const before = parser.start
      parts[parts.length - 1] = readExpression(parser)
      if (parser.start === before) parser.next()
    }
  })
  parser.expect(']')
  if (isSlice) return { kind: 'slice', object, from: parts[0] ?? null, to: parts[1] ?? null, step: parts[2] ?? null }
  if (types.length > 0)
    return { kind: 'member', object, property: { kind: 'array', items: [...types, parts[0] ?? UNKNOWN], type: 'tuple' } }
  return { kind: 'member', object, property: parts[0] ?? UNKNOWN }
}

const TITLED = new Set(['Run'])

const readCall = (parser: GoParser, callee: Expression): Expression => {
  const property = callee.kind === 'member' && typeof callee.property === 'string' ? callee.property : ''
  const line = callee.kind === 'member' && callee.line ? callee.line : parser.lastLine
  parser.next()
  const from = parser.start
  let firstEnd = from
  const args: (Expression | Spread)[] = []
  parser.bracketed(() => {
    while (parser.more && !parser.is(')')) {
      const before = parser.start
      const value = readExpression(parser)
      args.push(parser.accept('...') ? { kind: 'spread', value } : value)
      if (args.length === 1) firstEnd = parser.lastEnd
      if (parser.accept(',')) continue
      if (parser.is(')')) break
      parser.unexpected("expected ',' or ')' in the arguments of a call")
      if (parser.is('}') || parser.start === before) break
      parser.skipToClosing()
    }
  })
  parser.expect(')')
  const call: CallExpression = { kind: 'call', callee, arguments: args, line, endLine: parser.lastLine }
  if (TITLED.has(property) && args[0]?.kind !== 'literal' && firstEnd > from) call.text = parser.source.slice(from, firstEnd)
  return call
}

/** Whether keys of a literal of this type are values (a map's, an array's) or fields, as far as the text of the type tells. */
const hasValueKeys = (type: Expression | null): boolean =>
  (type?.kind === 'binary' && (type.operator === 'map' || type.operator === '[]')) || (type?.kind === 'unary' && type.operator === '[]')

/** Of a list, an array or a map, as far as the text of the type tells. */
export const elementType = (type: Expression | null): Expression | null => {
  if (type?.kind === 'binary') return type.right
  return type?.kind === 'unary' && type.operator === '[]' ? type.operand : null
}

const keyType = (type: Expression | null): Expression | null => (type?.kind === 'binary' && type.operator === 'map' ? type.left : null)

const readComposite = (parser: GoParser, type: Expression): Expression => {
  const { lastLine: line } = parser
  const literal = parser.bracketed(() => readLiteralBody(parser, type))
  return { kind: 'call', callee: type, arguments: [literal], line, endLine: parser.lastLine }
}

const readLiteralBody = (parser: GoParser, type: Expression | null): Expression =>
  parser.deeper(() => readLiteralBodyInner(parser, type), UNKNOWN)

const readLiteralBodyInner = (parser: GoParser, type: Expression | null): Expression => {
  parser.next()
  const entries: ObjectEntry[] = []
  const keysAreValues = hasValueKeys(type)
  let isKeyed = false
  while (parser.more && !parser.is('}')) {
    const before = parser.start
    const isName = parser.kind === 'name'
    const { text } = parser
    let value = readElement(parser, keysAreValues && type?.kind === 'binary' && type.operator === 'map' ? keyType(type) : elementType(type))
    let key: ObjectEntry['key'] = entries.length
    if (parser.accept(':')) {
      isKeyed = true
      key = !keysAreValues && isName && value.kind === 'name' ? `.${text}` : value
      value = readElement(parser, elementType(type))
    }
    entries.push({ key, value })
    if (parser.accept(',')) continue
    if (parser.is('}')) break
    parser.unexpected("expected ',' or '}' in a composite literal")
    if (parser.start === before || !parser.is(';')) parser.skipToClosing()
    else parser.next()
  }
  parser.expect('}')
  return isKeyed ? { kind: 'object', entries, type: '{}' } : { kind: 'array', items: entries.map((entry) => entry.value) }
}

const readElement = (parser: GoParser, type: Expression | null): Expression =>
  parser.is('{') ? readLiteralBody(parser, type?.kind === 'unary' && type.operator === '*' ? type.operand : type) : readExpression(parser)
