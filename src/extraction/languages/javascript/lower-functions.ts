/** Functions and classes. A test's body is cut down to what can still say something about the inventory. */
import type * as es from 'oxc-parser'
import { bodyDigest } from '../../facts/body-digest.ts'
import type { ClassFacts, FunctionFacts, Parameter, Pattern, Statement } from '../../facts/program.ts'
import { assertionsOf } from './assertions.ts'
import { inferName } from './function-name.ts'
import { lowerExpression } from './lower-expressions.ts'
import { lowerPattern } from './lower-patterns.ts'
import { lowerStatements } from './lower-statements.ts'
import type { Lowering } from './lowering.ts'
import { relevantStatements } from './relevant-statements.ts'
import { relevantInLeaf, withoutQuotations } from './test-vocabulary.ts'

const lowerParameter = (lowering: Lowering, node: es.ParamPattern): Parameter => {
  if (node.type === 'RestElement') return { pattern: lowerPattern(lowering, node.argument), default: null, rest: true }
  if (node.type === 'AssignmentPattern')
    return { pattern: lowerPattern(lowering, node.left), default: lowerExpression(lowering, node.right) }
  if (node.type === 'TSParameterProperty') return lowerParameter(lowering, node.parameter)
  return { pattern: lowerPattern(lowering, node), default: null }
}

/** The names a body can reach its test's context by: parameters, and what is taken out of the first. */
const contextNames = (parameters: readonly Parameter[]): string[] =>
  parameters.flatMap(({ pattern }): string[] => {
    if (pattern.kind === 'name') return [pattern.name]
    if (pattern.kind === 'object')
      return pattern.properties.flatMap((property) => (property.pattern.kind === 'name' ? [property.pattern.name] : []))
    return []
  })

const lowerLeafBody = (lowering: Lowering, body: es.FunctionBody, names: readonly string[]): Statement[] => {
  const mayMatter = relevantInLeaf(names)
  const isRelevant = (text: string): boolean => mayMatter(text) && mayMatter(withoutQuotations(text))
  if (!isRelevant(lowering.slice(body))) return []
  return lowerStatements(
    lowering,
    relevantStatements(body.body, (node) => lowering.slice(node), isRelevant),
  )
}

/** No test's own body is longer; those of suites in suites in … would be digested as often as they nest. */
const LONGEST_BODY = 200_000

/** TypeScript's `function (this: Context, …)` says of which type the receiver is: no call gives it. */
const withoutReceiver = (parameters: FunctionNode['params']): FunctionNode['params'] =>
  parameters.filter((parameter) => parameter.type !== 'Identifier' || parameter.name !== 'this')

/** TypeScript's `constructor(private name: string)` sets the property. */
const parameterProperties = (node: FunctionNode): Statement[] =>
  node.params.flatMap((parameter): Statement[] => {
    if (parameter.type !== 'TSParameterProperty') return []
    const { parameter: inner } = parameter
    const target = inner.type === 'AssignmentPattern' ? inner.left : inner
    if (target.type !== 'Identifier') return []
    const value = { kind: 'name', name: target.name } as const
    return [
      {
        kind: 'evaluate',
        expression: { kind: 'assign', operator: '=', pattern: { kind: 'member', target: { kind: 'this' }, property: target.name }, value },
      },
    ]
  })

type FunctionNode = es.Function | es.ArrowFunctionExpression

export interface LowerFunctionOptions {
  /** Whether it is a test's body. */
  leaf: boolean
  digest: boolean
  /** The name of the function that it is given to as a test's body, where that is none of a framework's. */
  own?: string | null
}

export const lowerFunction = (lowering: Lowering, node: FunctionNode, options: LowerFunctionOptions): FunctionFacts => {
  const parameters = withoutReceiver(node.params).map((parameter) => lowerParameter(lowering, parameter))
  const { body } = node
  const names = options.own ? [...contextNames(parameters), options.own] : contextNames(parameters)
  let statements: Statement[] = []
  const { waiting } = lowering
  lowering.waiting = { isPerhaps: false }
  if (body?.type === 'BlockStatement') {
    statements = options.leaf ? lowerLeafBody(lowering, body, names) : lowerStatements(lowering, body.body)
  } else if (body) {
    // Also of an arrow with an expression for a body: `it('x', () => expect(…))`.
    if (!options.leaf || relevantInLeaf(names)(lowering.slice(body)))
      statements = [{ kind: 'return', value: lowerExpression(lowering, body) }]
  }
  const { awaitLine, mayAwaitLine } = lowering.waiting
  lowering.waiting = waiting
  statements = [...parameterProperties(node), ...statements]
  const assertions = options.leaf && body ? assertionsOf(lowering, body) : []
  const name = node.type === 'ArrowFunctionExpression' ? '' : (node.id?.name ?? '')
  return {
    name,
    parameters,
    body: statements,
    line: lowering.lineAt(node.type === 'ArrowFunctionExpression' ? node.start : (node.id?.start ?? node.start)),
    endLine: lowering.lineAt(node.end),
    decorators: [],
    ...(node.type === 'ArrowFunctionExpression' ? { arrow: true } : {}),
    ...(node.async ? { async: true } : {}),
    ...(awaitLine !== undefined && !options.leaf ? { awaitLine } : {}),
    ...(mayAwaitLine !== undefined && !options.leaf ? { mayAwaitLine } : {}),
    ...(node.generator ? { generator: true } : {}),
    digest: options.digest && body && body.end - body.start <= LONGEST_BODY ? bodyDigest(lowering.slice(body)) : '',
    ...(assertions.length > 0 ? { assertions } : {}),
  }
}

const memberName = (key: es.PropertyKey, computed: boolean): string | null => {
  if (key.type === 'Identifier' && !computed) return key.name
  if (key.type === 'PrivateIdentifier') return `#${key.name}`
  if (key.type === 'Literal') return String(key.value)
  // What the language itself asks for: `[Symbol.iterator]`.
  const isSymbol = key.type === 'MemberExpression' && key.object.type === 'Identifier' && key.object.name === 'Symbol' && !key.computed
  return isSymbol && key.property.type === 'Identifier' ? `[Symbol.${key.property.name}]` : null
}

export const lowerClass = (lowering: Lowering, node: es.Class): ClassFacts => {
  const body: Statement[] = []
  for (const element of node.body.body) {
    if (element.type === 'StaticBlock') body.push({ kind: 'block', body: lowerStatements(lowering, element.body) })
    if (element.type !== 'MethodDefinition' && element.type !== 'PropertyDefinition') continue
    const name = memberName(element.key, element.computed)
    if (name === null || !element.value) continue
    if (element.type === 'PropertyDefinition' || element.value.type !== 'FunctionExpression') {
      const pattern: Pattern = { kind: 'name', name }
      body.push({
        kind: 'declare',
        pattern,
        value: inferName(lowerExpression(lowering, element.value), name),
        line: lowering.lineAt(element.start),
        ...(element.static ? {} : { field: true }),
      })
    } else {
      const kind = 'kind' in element ? element.kind : 'method'
      const method = lowerFunction(lowering, element.value, { leaf: false, digest: false })
      const accessor = kind === 'get' || kind === 'set' ? { accessor: kind } : {}
      const called = kind === 'set' ? `set ${name}` : name
      body.push({ kind: 'function', function: { ...method, name: called, ...(element.static ? { static: true } : {}), ...accessor } })
    }
  }
  return {
    name: node.id?.name ?? '',
    bases: node.superClass ? [lowerExpression(lowering, node.superClass)] : [],
    body,
    decorators: [],
    line: lowering.lineAt(node.id?.start ?? node.start),
    endLine: lowering.lineAt(node.end),
  }
}
