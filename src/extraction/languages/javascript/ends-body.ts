import type { Node } from 'oxc-parser'
import { childrenOf } from './children-of.ts'

const FUNCTIONS = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression', 'ClassDeclaration', 'ClassExpression'])

/** Whether a statement may return from the body that it stands in, so that what comes after it may not be reached. */
export const endsBody = (statement: Node): boolean => {
  for (const stack = [statement]; ;) {
    const at = stack.pop()
    if (!at) return false
    if (at.type === 'ReturnStatement') return true
    if (!FUNCTIONS.has(at.type)) stack.push(...childrenOf(at))
  }
}
