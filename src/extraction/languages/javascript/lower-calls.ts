/** Calls and what they are given; which of the functions among it are bodies of tests. */
import type * as es from 'oxc-parser'
import type { Expression, Spread } from '../../facts/program.ts'
import { lowerExpression } from './lower-expressions.ts'
import { lowerFunction } from './lower-functions.ts'
import { type Lowering, rootName } from './lowering.ts'
import { isSuiteName, readsLikeTestBody } from './test-vocabulary.ts'

const MAXIMUM_SOURCE = 300

/** What is longer is kept only where it is a title, and there as much as a title shows. */
const nodeText = (lowering: Lowering, node: es.Node, isTitle: boolean): { text?: string } => {
  if (node.end - node.start <= MAXIMUM_SOURCE) return { text: lowering.slice(node) }
  return isTitle && isWrittenOut(node) ? { text: lowering.text.slice(node.start, node.start + MAXIMUM_SOURCE) } : {}
}

/** Lists and objects are no titles. */
const isWrittenOut = ({ type }: es.Node): boolean => type !== 'ArrayExpression' && type !== 'ObjectExpression' && type !== 'TemplateLiteral'

const isFunctionNode = (node: es.Node): boolean => node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression'

/** `it.each(rows, choose)`: no body yet. */
const takesTable = (callee: es.Node): boolean =>
  callee.type === 'MemberExpression' && callee.property.type === 'Identifier' && /^(?:each|for)$/.test(callee.property.name)

const takesModule = (callee: es.Node): boolean =>
  callee.type === 'MemberExpression' &&
  callee.property.type === 'Identifier' &&
  /^(?:(?:un)?mock|do(?:Unm|M)ock|unstable_mockModule)$/.test(callee.property.name)

const lowerArguments = (lowering: Lowering, args: readonly es.Argument[], callee: es.Node): (Expression | Spread)[] => {
  const [first] = args
  const titled = first !== undefined && first.type !== 'ArrowFunctionExpression' && first.type !== 'FunctionExpression'
  const isLeaf = lowering.isLeaf(callee) && !takesTable(callee)
  // One before it makes the title.
  const last = args.findLast((argument) => isFunctionNode(argument))
  const isMock = lowering.hasMocks && takesModule(callee)
  const isNamed =
    titled &&
    !isLeaf &&
    !isMock &&
    ((first.type === 'Literal' && typeof first.value === 'string') || first.type === 'TemplateLiteral') &&
    !isSuiteName(rootName(callee))
  // `authTest('…', async () => { authTest.skip(…) })`: what a test's body asks of the function that declares it.
  const own = isNamed && callee.type === 'Identifier' ? callee.name : null
  return args.map((argument) => {
    if (argument.type === 'SpreadElement') return { kind: 'spread', value: lowerExpression(lowering, argument.argument) }
    if (argument.type === 'ArrowFunctionExpression' || argument.type === 'FunctionExpression')
      return {
        kind: 'function',
        function: lowerFunction(lowering, argument, {
          leaf: (isLeaf && argument === last) || (isNamed && readsLikeTestBody(lowering.slice(argument.body ?? argument), own)),
          own,
          digest: titled || isLeaf,
        }),
      }
    // `vi.mock(import('./x'), …)` brings nothing in: it only has its types.
    if (argument.type === 'ImportExpression' && isMock) return lowerExpression(lowering, argument.source)
    return lowerExpression(lowering, argument)
  })
}

export const lowerCall = (lowering: Lowering, node: es.CallExpression | es.NewExpression): Expression => {
  const [first, ...others] = node.arguments
  // A function before another one makes the title.
  const isWritten =
    first !== undefined && first.type !== 'Literal' && (!isFunctionNode(first) || others.some((argument) => isFunctionNode(argument)))
  return {
    kind: 'call',
    callee: lowerExpression(lowering, node.callee),
    arguments: lowerArguments(lowering, node.arguments, node.callee),
    ...(node.type === 'NewExpression' ? { new: true } : node.optional ? { optional: true } : {}),
    line: lowering.lineAt(node.start),
    endLine: lowering.lineAt(node.end),
    ...(isWritten ? nodeText(lowering, first, lowering.isLeaf(node.callee) || isSuiteName(rootName(node.callee))) : {}),
  }
}
