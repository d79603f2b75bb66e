/** ESTree expressions to the facts' expressions. */
import type * as es from 'oxc-parser'
import type { CallExpression, Expression, ObjectEntry, Pattern, Spread } from '../../facts/program.ts'
import { inferName } from './function-name.ts'
import { lowerClass, lowerFunction } from './lower-functions.ts'
import { type Lowering, rootName } from './lowering.ts'
import { isSuiteName, readsLikeTestBody } from './test-vocabulary.ts'

const UNKNOWN: Expression = { kind: 'unknown' }
const MAXIMUM_SOURCE = 300

const nodeText = (lowering: Lowering, node: es.Node): { text?: string } =>
  node.end - node.start <= MAXIMUM_SOURCE ? { text: lowering.slice(node) } : {}

const lowerLiteral = (node: es.Expression & { type: 'Literal' }): Expression => {
  if ('regex' in node) return { kind: 'regex', text: `/${node.regex.pattern}/${node.regex.flags}` }
  if ('bigint' in node) return { kind: 'literal', value: node.bigint, type: 'bigint' }
  return { kind: 'literal', value: node.value }
}

const lowerTemplate = (lowering: Lowering, node: es.TemplateLiteral): Expression => {
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

const lowerTagged = (lowering: Lowering, node: es.TaggedTemplateExpression): CallExpression => ({
  kind: 'call',
  callee: lowerExpression(lowering, node.tag),
  arguments: [templateStrings(node.quasi), ...node.quasi.expressions.map((hole) => lowerExpression(lowering, hole))],
  tagged: true,
  line: lowering.lineAt(node.start),
  endLine: lowering.lineAt(node.end),
})

const lowerKey = (lowering: Lowering, key: es.PropertyKey, computed: boolean): string | Expression => {
  if (key.type === 'Identifier' && !computed) return key.name
  if (key.type === 'PrivateIdentifier') return `#${key.name}`
  const lowered = lowerExpression(lowering, key)
  return lowered.kind === 'literal' && lowered.type === undefined ? String(lowered.value) : lowered
}

const lowerObject = (lowering: Lowering, node: es.ObjectExpression): Expression => ({
  kind: 'object',
  entries: node.properties.flatMap((property): (ObjectEntry | Spread)[] => {
    if (property.type === 'SpreadElement') return [{ kind: 'spread', value: lowerExpression(lowering, property.argument) }]
    if (property.kind === 'set') return []
    const key = lowerKey(lowering, property.key, property.computed)
    const value = lowerExpression(lowering, property.value)
    if (property.kind === 'get' && value.kind === 'function') value.function.accessor = 'get'
    return [{ key, value: typeof key === 'string' ? inferName(value, key) : value }]
  }),
})

const isFunctionNode = (node: es.Node): boolean => node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression'

/** `it.each(rows, choose)`: no body yet. */
const takesTable = (callee: es.Node): boolean =>
  callee.type === 'MemberExpression' && callee.property.type === 'Identifier' && /^(?:each|for)$/.test(callee.property.name)

export const lowerArguments = (lowering: Lowering, args: readonly es.Argument[], callee: es.Node): (Expression | Spread)[] => {
  const [first] = args
  const titled = first !== undefined && first.type !== 'ArrowFunctionExpression' && first.type !== 'FunctionExpression'
  const isLeaf = lowering.isLeaf(callee) && !takesTable(callee)
  // One before it makes the title.
  const last = args.findLast((argument) => isFunctionNode(argument))
  const isNamed =
    titled &&
    !isLeaf &&
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
    return lowerExpression(lowering, argument)
  })
}

const lowerCall = (lowering: Lowering, node: es.CallExpression | es.NewExpression): Expression => {
  const [first] = node.arguments
  const isLiteral =
    first === undefined || first.type === 'Literal' || first.type === 'ArrowFunctionExpression' || first.type === 'FunctionExpression'
  return {
    kind: 'call',
    callee: lowerExpression(lowering, node.callee),
    arguments: lowerArguments(lowering, node.arguments, node.callee),
    ...(node.type === 'NewExpression' ? { new: true } : {}),
    line: lowering.lineAt(node.start),
    endLine: lowering.lineAt(node.end),
    ...(isLiteral ? {} : nodeText(lowering, first)),
  }
}

export const lowerPattern = (
  lowering: Lowering,
  node: es.BindingPattern | es.AssignmentTarget | es.AssignmentTargetMaybeDefault | es.TSParameterProperty,
): Pattern => {
  switch (node.type) {
    case 'Identifier':
      return { kind: 'name', name: node.name }
    case 'MemberExpression':
      return {
        kind: 'member',
        target: lowerExpression(lowering, node.object),
        property: lowerKey(lowering, node.property, node.computed),
      }
    case 'AssignmentPattern':
      return { kind: 'default', pattern: lowerPattern(lowering, node.left), value: lowerExpression(lowering, node.right) }
    case 'ArrayPattern': {
      const items: (Pattern | null)[] = []
      let rest: Pattern | null = null
      for (const element of node.elements) {
        if (element?.type === 'RestElement') rest = lowerPattern(lowering, element.argument)
        else items.push(element ? lowerPattern(lowering, element) : null)
      }
      return { kind: 'array', items, rest }
    }
    case 'ObjectPattern': {
      const properties: { key: string | Expression; pattern: Pattern }[] = []
      let rest: Pattern | null = null
      for (const property of node.properties) {
        if (property.type === 'RestElement') rest = lowerPattern(lowering, property.argument)
        else properties.push({ key: lowerKey(lowering, property.key, property.computed), pattern: lowerPattern(lowering, property.value) })
      }
      return { kind: 'object', properties, rest }
    }
    case 'TSParameterProperty':
      return lowerPattern(lowering, node.parameter)
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
      return { kind: 'member', target: lowerExpression(lowering, node.expression), property: '' }
  }
}

const LOGICAL = { '&&': 'and', '||': 'or', '??': 'nullish' } as const

const lowerAssignment = (lowering: Lowering, node: es.AssignmentExpression): Expression => {
  const value = lowerExpression(lowering, node.right)
  const pattern = lowerPattern(lowering, node.left)
  const { operator } = node
  if (operator === '&&=' || operator === '||=' || operator === '??=') {
    const left: Expression = pattern.kind === 'name' ? pattern : UNKNOWN
    const short = operator === '&&=' ? LOGICAL['&&'] : operator === '||=' ? LOGICAL['||'] : LOGICAL['??']
    return { kind: 'assign', operator: '=', pattern, value: { kind: 'logical', operator: short, left, right: value } }
  }
  return { kind: 'assign', operator, pattern, value: operator === '=' && pattern.kind === 'name' ? inferName(value, pattern.name) : value }
}

/** A long `'a' + 'b' + …` nests as deep as it is long; its constant parts are joined on the way. */
const lowerBinary = (lowering: Lowering, node: es.BinaryExpression | es.PrivateInExpression): Expression => {
  const pending: (es.BinaryExpression | es.PrivateInExpression)[] = []
  let at: es.Expression | es.PrivateIdentifier = node
  while (at.type === 'BinaryExpression') {
    pending.push(at)
    at = at.left
  }
  let left = at.type === 'PrivateIdentifier' ? UNKNOWN : lowerExpression(lowering, at)
  for (const one of pending.toReversed()) {
    const right = lowerExpression(lowering, one.right)
    left =
      one.operator === '+' &&
      left.kind === 'literal' &&
      right.kind === 'literal' &&
      typeof left.value === 'string' &&
      typeof right.value === 'string'
        ? { kind: 'literal', value: left.value + right.value }
        : { kind: 'binary', operator: one.operator, left, right }
  }
  return left
}

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
      return { kind: 'member', object: lowerExpression(lowering, node.object), property: lowerKey(lowering, node.property, node.computed) }
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
      if (node.operator === 'void') return { kind: 'undefined' }
      return { kind: 'unary', operator: node.operator, operand: lowerExpression(lowering, node.argument) }
    case 'UpdateExpression':
      return {
        kind: 'assign',
        operator: node.operator === '++' ? '+=' : '-=',
        pattern: lowerPattern(lowering, node.argument),
        value: { kind: 'literal', value: 1 },
      }
    case 'BinaryExpression':
      return node.left.type === 'PrivateIdentifier' ? UNKNOWN : lowerBinary(lowering, node)
    case 'LogicalExpression':
      return {
        kind: 'logical',
        operator: LOGICAL[node.operator],
        left: lowerExpression(lowering, node.left),
        right: lowerExpression(lowering, node.right),
      }
    case 'ConditionalExpression':
      return {
        kind: 'conditional',
        test: lowerExpression(lowering, node.test),
        then: lowerExpression(lowering, node.consequent),
        else: lowerExpression(lowering, node.alternate),
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
      return lowerExpression(lowering, node.argument)
    case 'ParenthesizedExpression':
    case 'ChainExpression':
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
