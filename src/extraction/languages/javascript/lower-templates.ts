/** Template literals, plain and tagged. */
import type * as es from 'oxc-parser'
import type { CallExpression, Expression } from '../../facts/program.ts'
import { lowerExpression } from './lower-expressions.ts'
import type { Lowering } from './lowering.ts'

const MAXIMUM_SOURCE = 300

export const lowerTemplate = (lowering: Lowering, node: es.TemplateLiteral): Expression => {
  const [only] = node.quasis
  if (node.expressions.length === 0 && only) return { kind: 'literal', value: only.value.cooked ?? only.value.raw }
  const parts: (Expression & { kind: 'template' })['parts'] = []
  // As written, escapes aside: what is around the holes is what the title will have there.
  let written = ''
  node.quasis.forEach((quasi, index) => {
    const text = quasi.value.cooked ?? quasi.value.raw
    if (text) parts.push(text)
    const hole = node.expressions[index]
    if (hole) parts.push({ expression: lowerExpression(lowering, hole) })
    if (written.length < MAXIMUM_SOURCE) written += text + (hole ? `\${${lowering.slice(hole)}}` : '')
  })
  return { kind: 'template', parts, text: written.slice(0, MAXIMUM_SOURCE) }
}

/** The strings of a tagged template; as written too, where an escape makes that another text. */
const templateStrings = (node: es.TemplateLiteral): Expression => {
  const raw = node.quasis.map((quasi) => quasi.value.raw)
  const cooked = node.quasis.map((quasi) => quasi.value.cooked ?? quasi.value.raw)
  const items = cooked.map((value): Expression => ({ kind: 'literal', value }))
  return raw.every((text, at) => text === cooked[at]) ? { kind: 'array', items } : { kind: 'array', items, raw }
}

export const lowerTagged = (lowering: Lowering, node: es.TaggedTemplateExpression): CallExpression => ({
  kind: 'call',
  callee: lowerExpression(lowering, node.tag),
  arguments: [templateStrings(node.quasi), ...node.quasi.expressions.map((hole) => lowerExpression(lowering, hole))],
  tagged: true,
  line: lowering.lineAt(node.start),
  endLine: lowering.lineAt(node.end),
})
