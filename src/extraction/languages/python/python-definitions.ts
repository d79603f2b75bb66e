/** Functions and classes with their decorators. */
import type { ClassFacts, Expression, FunctionFacts, Spread, Statement } from '../../facts/program.ts'
import { bodyDigest } from '../../facts/body-digest.ts'
import { assertionsBetween } from './python-assertions.ts'
import { documentationAt } from './python-documentation.ts'
import { parseArguments, parseExpression } from './python-expressions.ts'
import { parseParameters } from './python-parameters.ts'
import { parseBlock, type PythonReading } from './python-statements.ts'
import { keywordCode, NEWLINE } from './python-tokens.ts'
import { calledNames } from './called-names.ts'
import { isTestBody, testBody } from './test-body.ts'
import {
  ARROW,
  AT,
  CLOSE_PARENTHESIS,
  COLON,
  expectName,
  expectOperator,
  isOperator,
  kindAt,
  lineAt,
  OPEN_BRACKET,
  OPEN_PARENTHESIS,
  takeKeyword,
  takeOperator,
  unexpected,
} from './token-cursor.ts'

const ASYNC = keywordCode('async')
const CLASS = keywordCode('class')
const DEF = keywordCode('def')
const YIELD = keywordCode('yield')

export const parseDecorated = (reading: PythonReading): Statement => {
  const decorators: Expression[] = []
  while (takeOperator(reading, AT)) {
    decorators.push(parseExpression(reading))
    while (kindAt(reading) === NEWLINE) reading.at++
  }
  if (isKeyword(reading, CLASS)) return { kind: 'class', class: parseClass(reading, decorators) }
  const isAsync = takeKeyword(reading, ASYNC)
  if (!isKeyword(reading, DEF)) return unexpected(reading)
  const facts = parseFunction(reading, decorators)
  if (isAsync) facts.async = true
  return { kind: 'function', function: facts }
}

const isKeyword = (reading: PythonReading, code: number): boolean =>
  reading.tokens.codes[reading.at] === code && reading.tokens.kinds[reading.at] === 1

/** PEP 695's parameters say nothing of tests. */
const skipTypeParameters = (reading: PythonReading): void => {
  if (isOperator(reading, OPEN_BRACKET)) reading.at = (reading.tokens.partners[reading.at] ?? reading.at) + 1
}

/** The last line that holds something of the tokens before this place. */
const lastLine = (reading: PythonReading): number => {
  const { tokens } = reading
  for (let at = reading.at - 1; at > 0; at--) {
    const kind = tokens.kinds[at] ?? 0
    if (kind >= NEWLINE) continue
    let line = tokens.lines[at] ?? 1
    if (kind === 3) for (const character of tokens.text.slice(tokens.starts[at], tokens.ends[at])) if (character === '\n') line++
    return line
  }
  return 1
}

/** From `def`, which `async` may have come before. */
export const parseFunction = (reading: PythonReading, decorators: Expression[]): FunctionFacts => {
  reading.at++
  const line = lineAt(reading)
  const name = expectName(reading)
  skipTypeParameters(reading)
  expectOperator(reading, OPEN_PARENTHESIS)
  const parameters = parseParameters(reading, CLOSE_PARENTHESIS)
  expectOperator(reading, CLOSE_PARENTHESIS)
  if (takeOperator(reading, ARROW)) parseExpression(reading)
  if (!isOperator(reading, COLON)) unexpected(reading)
  const outer = reading.outerNames
  reading.outerNames = null
  const first = reading.at + 1
  const documentation = documentationAt(reading.tokens, first)
  const whole = parseBlock(reading)
  const last = reading.at
  reading.outerNames = outer
  const { starts, ends, text } = reading.tokens
  const facts: FunctionFacts = {
    name,
    parameters,
    body: whole,
    line,
    endLine: lastLine(reading),
    decorators,
    digest: bodyDigest(text.slice(starts[first], ends[last - 1])),
  }
  if (documentation !== undefined) facts.docstring = documentation
  if (yieldsBetween(reading, first, last)) facts.generator = true
  if (isTestBody(facts) && !isPlainGenerator(facts)) {
    facts.body = testBody(whole)
    const { always, maybe } = calledNames({ parameters, body: whole, decorators })
    if (always.length > 0) facts.calls = [...always]
    if (maybe.length > 0) facts.mayCall = [...maybe]
    const assertions = assertionsBetween(reading.tokens, first, last)
    if (assertions.length > 0) facts.assertions = assertions
  }
  return facts
}

/** A generator that nothing decorates and that is no method: frameworks don't run it, tables are made with it. */
const isPlainGenerator = ({ generator, decorators, parameters: [first] }: FunctionFacts): boolean =>
  generator === true && decorators.length === 0 && !(first?.pattern.kind === 'name' && first.pattern.name === 'self')

/** Whether the tokens hold a `yield` of the function itself; those of functions inside are rare enough to be looked for one by one. */
const yieldsBetween = (reading: PythonReading, first: number, last: number): boolean => {
  const { kinds, codes } = reading.tokens
  let inner = 0
  let depth = 0
  for (let at = first; at < last; at++) {
    const kind = kinds[at]
    if (kind === 6) depth++
    else if (kind === 7) {
      depth--
      if (depth < inner) inner = 0
    } else if (kind === 1 && inner === 0) {
      if (codes[at] === YIELD) return true
      if (codes[at] === DEF) inner = depth + 1
    }
  }
  return false
}

/** From `class`. */
export const parseClass = (reading: PythonReading, decorators: Expression[]): ClassFacts => {
  reading.at++
  const line = lineAt(reading)
  const name = expectName(reading)
  skipTypeParameters(reading)
  const header: { arguments: (Expression | Spread)[]; keywords?: { name: string; value: Expression }[] } = { arguments: [] }
  if (takeOperator(reading, OPEN_PARENTHESIS)) parseArguments(reading, header)
  if (!isOperator(reading, COLON)) unexpected(reading)
  const documentation = documentationAt(reading.tokens, reading.at + 1)
  const body = parseBlock(reading)
  const facts: ClassFacts = {
    name,
    bases: header.arguments.map((base) => (base.kind === 'spread' ? { kind: 'unknown' } : base)),
    body,
    decorators,
    line,
    endLine: lastLine(reading),
  }
  if (header.keywords) facts.keywords = header.keywords
  if (documentation !== undefined) facts.docstring = documentation
  return facts
}
