/** Calls that put something in a module's place are made before all else that stands with them: Jest and Vitest rewrite files so. */
import type * as es from 'oxc-parser'

type Node = es.Statement | es.Directive

/** Whether a text may have any. */
export const MOCKS = /\b(?:jest|vi|vitest)\s*\.\s*(?:mock|unmock|do[MU]\w*ock|unstable_mockModule)\b/

const OBJECTS: ReadonlySet<string> = new Set(['jest', 'vi', 'vitest'])

/** `jest.mock('./a').mock('./b')` */
const isMock = (node: Node): boolean => {
  if (node.type !== 'ExpressionStatement' || node.expression.type !== 'CallExpression') return false
  for (let at: es.Expression = node.expression; ;) {
    if (at.type === 'Identifier') return OBJECTS.has(at.name)
    if (at.type !== 'CallExpression' || at.callee.type !== 'MemberExpression' || at.callee.property.type !== 'Identifier') return false
    if (at.callee.property.name !== 'mock' && at.callee.property.name !== 'unmock') return false
    at = at.callee.object
  }
}

export const mocksFirst = <T extends Node>(nodes: readonly T[]): readonly T[] =>
  nodes.some(isMock) ? [...nodes.filter(isMock), ...nodes.filter((node) => !isMock(node))] : nodes
