/** ESTree expressions to the facts' expressions. */
import type * as es from 'oxc-parser'
import type { Expression, ObjectEntry, Spread } from '../../facts/program.ts'
import { inferName } from './function-name.ts'
import { lowerCall } from './lower-calls.ts'
import { lowerClass, lowerFunction } from './lower-functions.ts'
import { lowerPattern } from './lower-patterns.ts'
import { lowerTagged, lowerTemplate } from './lower-templates.ts'
import type { Lowering } from './lowering.ts'

const UNKNOWN: Expression = { kind: 'unknown' }

const lowerLiteral = (node: es.Expression & { type: 'Literal' }): Expression => {
  if ('regex' in node) return { kind: 'regex', text: `/${node.regex.pattern}/${node.regex.flags}` }
  if ('bigint' in node) return { kind: 'literal', value: node.bigint, type: 'bigint' }
  return { kind: 'literal', value: node.value }
}

export const lowerKey = (lowering: Lowering, key: es.PropertyKey, computed: boolean): string | Expression => {
  if (key.type === 'Identifier' && !computed) return key.name
  if (key.type === 'PrivateIdentifier') return `#${key.name}`
  const lowered = lowerExpression(lowering, key)
  return lowered.kind === 'literal' && lowered.type === undefined ? String(lowered.value) : lowered
}

const lowerObject = (lowering: Lowering, node: es.ObjectExpression): Expression => ({
  kind: 'object',
  entries: node.properties.flatMap((property): (ObjectEntry | Spread)[] => {
    if (property.type === 'SpreadElement') return [{ kind: 'spread', value: lowerExpression(lowering, property.argument) }]
    const key = lowerKey(lowering, property.key, property.computed)
    const value = lowerExpression(lowering, property.value)
    if (property.kind !== 'init' && value.kind === 'function') value.function.accessor = property.kind
    return [{ key, value: typeof key === 'string' ? inferName(value, key) : value }]
  }),
})

const LOGICAL = { '&&': 'and', '||': 'or', '??': 'nullish' } as const

const lowerAssignment = (lowering: Lowering, node: es.AssignmentExpression): Expression => {
  const value = lowerExpression(lowering, node.right)
  const pattern = lowerPattern(lowering, node.left)
  const { operator } = node
  const isNamed = pattern.kind === 'name' && /^(?:|&&|\|\||\?\?)=$/.test(operator)
  return { kind: 'assign', operator, pattern, value: isNamed ? inferName(value, pattern.name) : value }
}

/** A long `'a' + 'b' + …` nests as deep as it is long; its constant parts are joined on the way. */
const lowerBinary = (lowering: Lowering, node: es.BinaryExpression | es.PrivateInExpression): Expression => {
  const pending: (es.BinaryExpression | es.PrivateInExpression)[] = []
  let at: es.Expression | es.PrivateIdentifier = node
  while (at.type === 'BinaryExpression') {
    pending.push(at)
    at = at.left
  }
  let left: Expression = at.type === 'PrivateIdentifier' ? { kind: 'literal', value: `#${at.name}` } : lowerExpression(lowering, at)
  for (const one of pending.toReversed()) {
    const right = lowerExpression(lowering, one.right)
    left =
      one.operator === '+' &&
      left.kind === 'literal' &&
      right.kind === 'literal' &&
      left.type === undefined &&
      right.type === undefined &&
      typeof left.value === 'string' &&
      typeof right.value === 'string'
        ? { kind: 'literal', value: left.value + right.value }
        : { kind: 'binary', operator: one.operator, left, right }
  }
  return left
}

/** Where `a?.b` gives nothing, all that follows it in the chain does. */
const endsShort = (expression: Expression): boolean => {
  if (expression.kind !== 'member' && expression.kind !== 'call') return false
  const isShort = endsShort(expression.kind === 'member' ? expression.object : expression.callee)
  if (isShort) expression.optional = true
  return isShort || expression.optional === true
}

const lowerChain = (lowering: Lowering, node: es.ChainElement): Expression => {
  const expression = lowerExpression(lowering, node)
  endsShort(expression)
  return expression
}

/** `void 0`; what else it stands before is done all the same. */
const lowerVoid = (lowering: Lowering, operand: es.Expression): Expression =>
  operand.type === 'Literal'
    ? { kind: 'undefined' }
    : { kind: 'sequence', expressions: [lowerExpression(lowering, operand), { kind: 'undefined' }] }

const lowerInner = (lowering: Lowering, node: es.Expression | es.Super | es.PrivateInExpression): Expression => {
  switch (node.type) {
    case 'Literal':
      return lowerLiteral(node)
    case 'Identifier':
      return node.name === 'undefined' ? { kind: 'undefined' } : { kind: 'name', name: node.name }
    case 'TemplateLiteral':
      return lowerTemplate(lowering, node)
    case 'TaggedTemplateExpression':
      return lowerTagged(lowering, node)
    case 'CallExpression':
    case 'NewExpression':
      return lowerCall(lowering, node)
    case 'MemberExpression':
      return {
        kind: 'member',
        object: lowerExpression(lowering, node.object),
        property: lowerKey(lowering, node.property, node.computed),
        ...(node.optional ? { optional: true } : {}),
      }
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
      return { kind: 'function', function: lowerFunction(lowering, node, { leaf: false, digest: false }) }
    case 'ClassExpression':
      return { kind: 'class', class: lowerClass(lowering, node) }
    case 'ArrayExpression':
      return {
        kind: 'array',
        items: node.elements.map((element) => {
          if (element === null) return null
          if (element.type === 'SpreadElement') return { kind: 'spread', value: lowerExpression(lowering, element.argument) }
          return lowerExpression(lowering, element)
        }),
      }
    case 'ObjectExpression':
      return lowerObject(lowering, node)
    case 'UnaryExpression':
      if (node.operator === 'void') return lowerVoid(lowering, node.argument)
      return { kind: 'unary', operator: node.operator, operand: lowerExpression(lowering, node.argument) }
    case 'UpdateExpression':
      // Subtracting makes numbers of texts, which adding would not.
      return {
        kind: 'assign',
        operator: '-=',
        pattern: lowerPattern(lowering, node.argument),
        value: { kind: 'literal', value: node.operator === '++' ? -1 : 1 },
        ...(node.prefix ? {} : { givesFormer: true }),
      }
    case 'BinaryExpression':
      return lowerBinary(lowering, node)
    case 'LogicalExpression':
      return {
        kind: 'logical',
        operator: LOGICAL[node.operator],
        left: lowerExpression(lowering, node.left),
        right: lowering.perhaps(() => lowerExpression(lowering, node.right)),
      }
    case 'ConditionalExpression':
      return {
        kind: 'conditional',
        test: lowerExpression(lowering, node.test),
        then: lowering.perhaps(() => lowerExpression(lowering, node.consequent)),
        else: lowering.perhaps(() => lowerExpression(lowering, node.alternate)),
      }
    case 'AssignmentExpression':
      return lowerAssignment(lowering, node)
    case 'YieldExpression':
      return {
        kind: 'yield',
        value: node.argument ? lowerExpression(lowering, node.argument) : null,
        ...(node.delegate ? { each: true } : {}),
      }
    case 'SequenceExpression':
      return { kind: 'sequence', expressions: node.expressions.map((one) => lowerExpression(lowering, one)) }
    case 'Super':
      return { kind: 'name', name: 'super' }
    case 'ThisExpression':
      return { kind: 'this' }
    case 'MetaProperty':
      return { kind: 'name', name: `${node.meta.name}.${node.property.name}` }
    case 'ImportExpression':
      return {
        kind: 'call',
        callee: { kind: 'name', name: 'import' },
        arguments: [lowerExpression(lowering, node.source)],
        line: lowering.lineAt(node.start),
        endLine: lowering.lineAt(node.end),
      }
    // What only says something of types, or waits, is what is inside.
    case 'AwaitExpression':
      lowering.waits(node)
      return lowerExpression(lowering, node.argument)
    case 'ChainExpression':
      return lowerChain(lowering, node.expression)
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
    case 'TSInstantiationExpression':
      return lowerExpression(lowering, node.expression)
    default:
      return UNKNOWN
  }
}

export const lowerExpression = (lowering: Lowering, node: es.Expression | es.Super | es.PrivateInExpression): Expression =>
  lowering.deeper(node, () => lowerInner(lowering, node), UNKNOWN)
