/** Which names a statement may change: whose variable it assigns, or whose list or object it reaches into or hands on. */
import type { Node } from 'oxc-parser'
import { childrenOf } from './children-of.ts'
import { rootName } from './lowering.ts'

/** What has others as its parts, rather than being made of their values. */
const WITH_PARTS: ReadonlySet<Node['type']> = new Set([
  'ArrayPattern', 'ArrayExpression', 'ObjectPattern', 'ObjectExpression', 'AssignmentPattern', 'AssignmentExpression', 'Property', 'RestElement', 'SpreadElement',
]) // prettier-ignore

/** `a` and `b` of `[a, { x: b.c }]`, of an argument, of what a call is made on; `rootOf` is empty for what is no part of a variable. */
const rootNames = (node: Node, rootOf: (node: Node) => string): string[] => {
  const names: string[] = []
  for (const stack = [node]; ;) {
    const at = stack.pop()
    if (!at) return names
    const root = rootOf(at)
    if (root !== '') names.push(root)
    else if (WITH_PARTS.has(at.type)) stack.push(...childrenOf(at))
  }
}

/** The names that a node itself, not what is in it, assigns or deletes, or parts of what they stand for. */
export const assignedNames = (node: Node, rootOf = rootName): string[] => {
  switch (node.type) {
    case 'AssignmentExpression':
    case 'ForInStatement':
    case 'ForOfStatement':
      return rootNames(node.left, rootOf)
    case 'UpdateExpression':
      return rootNames(node.argument, rootOf)
    case 'UnaryExpression':
      return node.operator === 'delete' ? rootNames(node.argument, rootOf) : []
    default:
      return []
  }
}

/** Those that it calls a method of or hands on. */
const reachedNames = (node: Node): string[] => {
  if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return []
  return [
    ...(node.callee.type === 'MemberExpression' ? [rootName(node.callee)] : []),
    ...node.arguments.flatMap((argument) => rootNames(argument, rootName)),
  ]
}

/** Also by the functions in it. What it only hands on or calls a method of is changed where that is one of `local`. */
export const changedNames = (statement: Node, local: ReadonlySet<string>): Set<string> => {
  const names = new Set<string>()
  for (const stack = [statement]; ;) {
    const at = stack.pop()
    if (!at) return names
    for (const name of assignedNames(at)) names.add(name)
    for (const name of reachedNames(at)) if (local.has(name)) names.add(name)
    stack.push(...childrenOf(at))
  }
}
