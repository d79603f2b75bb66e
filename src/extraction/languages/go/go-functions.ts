/** Functions, methods and function literals. */
import { bodyDigest } from '../../facts/body-digest.ts'
import type { Expression, FunctionFacts, Parameter, Statement } from '../../facts/program.ts'
import { isUniversal } from './go-builtins.ts'
import type { GoParser } from './go-parser.ts'
import { readBlock } from './go-statements.ts'
import { readSignature, type Signature } from './go-types.ts'

/** A function's body: its statements, with its named results declared; and the names of these where deferred calls may change one. */
const readBody = (parser: GoParser, signature: Signature): Pick<FunctionFacts, 'body' | 'resultNames'> => {
  const names = signature.namedResults.map((result) => result.name)
  const results = { names, areDeferred: false }
  parser.namedResults.push(results)
  const statements = parser.bracketed(() => readBlock(parser))
  parser.namedResults.pop()
  const declared = signature.namedResults.filter(({ name }) => name !== '_')
  if (declared.length === 0) return { body: statements }
  const body = [
    ...declared.map(({ name, type }): Statement => ({
      kind: 'declare',
      pattern: { kind: 'name', name },
      value: { kind: 'unary', operator: 'zero', operand: type },
      line: 0,
    })),
    ...statements,
  ]
  return results.areDeferred && declared.length === names.length
    ? { body, resultNames: names.map((name) => ({ kind: 'name', name })) }
    : { body }
}

export const readFunctionLiteral = (parser: GoParser): Expression => {
  const line = parser.startLine
  parser.next()
  const signature = readSignature(parser)
  if (!parser.is('{')) return { kind: 'name', name: 'func' }
  return { kind: 'function', function: readFunctionFacts(parser, { name: '', line, signature }) }
}

/** A test gets one as its parameter, or is a method of a suite, or an example. */
const mayBeTest = ({ name, signature, receiver }: { name: string; signature: Signature; receiver?: Parameter }): boolean =>
  signature.parameters.some(isTestParameter) || (receiver === undefined ? name.startsWith('Example') : /\.Test/.test(name))

export const readFunctionFacts = (
  parser: GoParser,
  head: { name: string; line: number; signature: Signature; receiver?: Parameter },
): FunctionFacts => {
  const { name, line, signature, receiver } = head
  const from = parser.start
  const noted: string[] = []
  parser.assertions.push(noted)
  const body = parser.is('{') ? parser.deeper(() => readBody(parser, signature), { body: [] }) : { body: [] }
  parser.assertions.pop()
  const facts: FunctionFacts = {
    name,
    parameters: signature.parameters,
    ...body,
    line,
    endLine: parser.lastLine,
    decorators: [],
    // Only what is given a test can be one; others are not told apart by their bodies.
    digest: mayBeTest(head) ? bodyDigest(parser.source.slice(from, parser.lastEnd)) : '',
  }
  if (noted.length > 0 && facts.digest !== '') facts.assertions = noted
  if (signature.results !== '') facts.results = signature.results
  if (receiver) facts.receiver = receiver
  return facts
}

/** Whether a parameter may be a test, or something that takes one, by its type as written. */
export const isTestParameter = ({ type }: Parameter): boolean =>
  type !== undefined && /(?:^|[^\w])(?:\w+\.)?(?:T|B|F|TB|TestingT|TestingTB)(?:$|[^\w.[])/.test(type)

/** Whether a parameter is what libraries make of tests, which has subtests as they have: `*qt.C`. */
export const isWrappedParameter = ({ type }: Parameter): boolean => type !== undefined && /\w\.C$/.test(type)

/** Whether a parameter is of a type of the package's own, or a pointer to one, which may hold a test. */
export const isOwnTyped = ({ type }: Parameter): boolean => {
  const [, name] = /^\*?(\p{L}[\p{L}\p{N}_]*)$/u.exec(type ?? '') ?? []
  return name !== undefined && !isUniversal(name)
}

/** Whether a parameter is a function, or several: what it is given may declare tests. */
export const isFunctionParameter = ({ type }: Parameter): boolean => type !== undefined && /^(?:\[\d*\])*func\b/.test(type)

/** The places of the functions among a function's parameters that are given a test themselves. */
export const testTakersOf = ({ parameters }: FunctionFacts): number[] =>
  parameters.flatMap((one, index) => (isFunctionParameter(one) && isTestParameter(one) ? [index] : []))
