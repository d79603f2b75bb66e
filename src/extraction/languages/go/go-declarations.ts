/** `var`, `const` and `type`, at the top of a file and in functions. */
import type { ClassFacts, Expression, Statement } from '../../facts/program.ts'
import type { GoParser } from './go-parser.ts'
import { embedded } from './go-embed.ts'
import type { TokenMark } from './go-tokens.ts'
import { assign, readExpressions } from './go-statements.ts'
import { readType, readTypeParameters } from './go-types.ts'

/** One specification, or several in parentheses; the current token is the keyword. `above`: the comments before it. */
const readSpecifications = (parser: GoParser, readOne: (index: number, above: string) => void): void => {
  const { above } = parser
  parser.next()
  if (!parser.accept('(')) {
    readOne(0, above)
    return
  }
  for (let index = 0; parser.more && !parser.is(')'); index++) {
    const before = parser.start
    readOne(index, parser.above)
    if (!parser.accept(';') && !parser.is(')')) {
      parser.unexpected('expected a new line or a semicolon')
      while (parser.more && !parser.is(';') && !parser.is(')')) {
        if (parser.is('(') || parser.is('{') || parser.is('[')) parser.skipBrackets()
        else parser.next()
      }
    }
    if (parser.start === before) parser.next()
  }
  parser.expect(')')
}

const readNames = (parser: GoParser): Expression[] => {
  const names: Expression[] = []
  do {
    if (parser.kind !== 'name') {
      parser.unexpected('expected a name')
      break
    }
    names.push({ kind: 'name', name: parser.text })
    parser.next()
  } while (parser.accept(','))
  return names
}

/** Of an interface a nil that is written is its own; any other may have a type. */
const isOwnNil = (type: Expression, value: Expression): boolean =>
  value.kind === 'name' && value.name === 'nil' && type.kind === 'name' && /^(?:any|interface(?:\{\})?)$/.test(type.name)

const asType = (type: Expression | null, value: Expression): Expression =>
  type && !isOwnNil(type, value) ? { kind: 'binary', operator: 'as', left: type, right: value } : value

/** `isShared`: at the top of a file, where a variable without a value is there to be given one elsewhere. */
export const readVariables = (parser: GoParser, into: Statement[], isShared = false): void =>
  readSpecifications(parser, (_index, above) => {
    const { startLine: line } = parser
    const names = readNames(parser)
    const type = parser.is('=') || parser.is(';') || parser.is(')') ? null : readType(parser)
    if (parser.accept('=')) {
      const values = readExpressions(parser)
      assign(names, values.length === names.length ? values.map((value) => asType(type, value)) : values, true, line, into)
    } else if (type) {
      const content = isShared ? embedded(above, type, line) : undefined
      if (content) {
        assign(names, [asType(type, content)], true, line, into)
        return
      }
      for (const name of names) assign([name], [{ kind: 'unary', operator: isShared ? 'shared' : 'zero', operand: type }], true, line, into)
    }
  })

/** No enumeration repeats more than this; a hostile one would take its length squared. */
const LONGEST_REPEATED = 1_000

/** A constant without a value repeats the expression before it, with its own `iota`. */
export const readConstants = (parser: GoParser, into: Statement[]): void => {
  let repeated: { mark: TokenMark; type: Expression | null } | null = null
  readSpecifications(parser, (index) => {
    const { startLine: line } = parser
    const names = readNames(parser)
    const type = parser.is('=') || parser.is(';') || parser.is(')') ? null : readType(parser)
    parser.iota = index
    if (parser.accept('=')) {
      const mark = parser.mark()
      define(names, type, readExpressions(parser), line, into)
      repeated = parser.lastEnd - mark.start > LONGEST_REPEATED ? null : { mark, type }
    } else if (repeated) {
      const here = parser.mark()
      parser.reset(repeated.mark)
      const values = readExpressions(parser)
      parser.reset(here)
      define(names, repeated.type, values, line, into)
    }
    parser.iota = null
  })
}

const define = (names: Expression[], type: Expression | null, values: Expression[], line: number, into: Statement[]): void => {
  names.forEach((name, index) => {
    const value = values[index]
    if (value) assign([name], [asType(type, value)], true, line, into)
  })
}

export const readTypes = (parser: GoParser, into: Statement[]): void =>
  readSpecifications(parser, () => {
    const { text: name, startLine: line } = parser
    if (parser.kind === 'name') parser.next()
    else parser.unexpected('expected a name')
    const typeParameters = parser.is('[') && hasTypeParameters(parser) ? readTypeParameters(parser) : []
    if (parser.accept('=')) {
      assign([{ kind: 'name', name }], [readType(parser)], true, line, into)
      return
    }
    const type = readType(parser)
    const keywords = type.kind === 'class' ? (type.class.keywords ?? []) : [{ name: '', value: type }]
    const facts: ClassFacts = { name, bases: [], keywords, body: [], decorators: [], line, endLine: parser.lastLine }
    if (typeParameters.length > 0) facts.typeParameters = typeParameters
    if (name !== '_') into.push({ kind: 'class', class: facts })
  })

const PARAMETER_FOLLOWS = new Set([',', '*', '~', '[', '(', 'interface', 'func', 'chan', 'map', 'struct'])

/** `type A[P any] …` has type parameters, `type A [n]T` is an array. */
const hasTypeParameters = (parser: GoParser): boolean => {
  const mark = parser.mark()
  parser.next()
  let found = false
  if (parser.kind === 'name') {
    parser.next()
    found = parser.kind === 'name' || PARAMETER_FOLLOWS.has(parser.text)
  }
  parser.reset(mark)
  return found
}
