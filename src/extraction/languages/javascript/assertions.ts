/** What a test's body asserts, as written: at most three assertions, each short enough to be read in a line. */
import type * as es from 'oxc-parser'
import { foldSpace } from '../../facts/body-digest.ts'
import { type Lowering, rootName } from './lowering.ts'

const COUNT_LIMIT = 3
const LENGTH_LIMIT = 120

const ASSERTS = /^(?:expect|assert|should|t|chai|cy|is|ok|equal|deepEqual|strictEqual)/
/** `request(app).get('/').expect(200)`, `value.should.equal(1)`. */
const ASSERTING_MEMBERS = new Set(['expect', 'should'])

const isAsserting = (expression: es.Node): boolean => {
  if (ASSERTS.test(rootName(expression))) return true
  for (let at = expression; ;)
    if (at.type === 'CallExpression') at = at.callee
    else if (at.type === 'MemberExpression') {
      if (at.property.type === 'Identifier' && !at.computed && ASSERTING_MEMBERS.has(at.property.name)) return true
      at = at.object
    } else return false
}

const expressionOf = (node: es.Statement | es.Directive | es.Expression): es.Node | null => {
  if (node.type === 'ExpressionStatement' || node.type === 'AwaitExpression' || node.type === 'ReturnStatement') {
    const inner = node.type === 'ExpressionStatement' ? node.expression : node.argument
    return inner && expressionOf(inner)
  }
  return node.type === 'CallExpression' || node.type === 'MemberExpression' ? node : null
}

export const assertionsOf = (lowering: Lowering, body: es.FunctionBody | es.Expression): string[] => {
  const found: string[] = []
  for (const node of body.type === 'BlockStatement' ? body.body : [body]) {
    if (node.end - node.start > 2 * LENGTH_LIMIT) continue
    const expression = expressionOf(node)
    if (!expression || !isAsserting(expression)) continue
    const text = foldSpace(lowering.slice(expression))
    if (text.length <= LENGTH_LIMIT) found.push(text)
    if (found.length === COUNT_LIMIT) break
  }
  return found
}
