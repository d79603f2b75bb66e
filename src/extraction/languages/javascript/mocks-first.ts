/** Calls that put something in a module's place are made before all else that stands with them: Jest and Vitest rewrite files so. */
import type * as es from 'oxc-parser'
import { childrenOf } from './children-of.ts'
import { VITEST_OBJECTS } from './vitest-objects.ts'

type Node = es.Statement | es.Directive

/** Whether a text may have any. */
export const MOCKS = /\b(?:jest|vi|vitest)\s*\.\s*(?:mock|unmock|do[MU]\w*ock|unstable_mockModule)\b/

const VITEST_MOCKS = /\bvi(?:test)?\s*\.\s*(?:un)?mock\b/

const OBJECTS: ReadonlySet<string> = new Set(['jest', ...VITEST_OBJECTS])

/** `jest.mock('./a').mock('./b')` */
const isMock = (node: Node, objects = OBJECTS): boolean => {
  if (node.type !== 'ExpressionStatement' || node.expression.type !== 'CallExpression') return false
  for (let at: es.Expression = node.expression; ;) {
    if (at.type === 'Identifier') return objects.has(at.name)
    if (at.type !== 'CallExpression' || at.callee.type !== 'MemberExpression' || at.callee.property.type !== 'Identifier') return false
    if (at.callee.property.name !== 'mock' && at.callee.property.name !== 'unmock') return false
    at = at.callee.object
  }
}

/** Those that stand with them; `lifted` come before all of the file and are left out. */
export const mocksFirst = <T extends Node>(nodes: readonly T[], lifted: ReadonlySet<es.Node>): readonly T[] => {
  const left = lifted.size > 0 ? nodes.filter((node) => !lifted.has(node)) : nodes
  return left.some((node) => isMock(node)) ? [...left.filter((node) => isMock(node)), ...left.filter((node) => !isMock(node))] : left
}

/** Vitest makes its own before all else of the file, wherever they stand: in a suite, in a hook, in a branch. */
export const vitestMocks = (program: es.Program, text: string): es.ExpressionStatement[] => {
  const found: es.ExpressionStatement[] = []
  if (!VITEST_MOCKS.test(text)) return found
  for (const stack: es.Node[] = [program]; ;) {
    const at = stack.pop()
    if (!at) return found
    if (at.type === 'ExpressionStatement' && isMock(at, VITEST_OBJECTS)) found.push(at)
    else stack.push(...childrenOf(at).toReversed())
  }
}
