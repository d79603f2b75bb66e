/** What is bound, declared or assigned to. */
import type * as es from 'oxc-parser'
import type { Expression, Pattern } from '../../facts/program.ts'
import { lowerExpression, lowerKey } from './lower-expressions.ts'
import type { Lowering } from './lowering.ts'

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
      return lowerTarget(lowering, node.expression)
  }
}

/** What a cast of it is assigned to: `(x as any) = 1`. */
const lowerTarget = (lowering: Lowering, node: es.Expression): Pattern => {
  switch (node.type) {
    case 'Identifier':
    case 'MemberExpression':
    case 'TSAsExpression':
    case 'TSNonNullExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
      return lowerPattern(lowering, node)
    default:
      return { kind: 'member', target: lowerExpression(lowering, node), property: '' }
  }
}
