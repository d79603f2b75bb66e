/** Which names a statement may change: whose variable it assigns, or whose list or object it reaches into or hands on. */
import type { Node } from 'oxc-parser'
import { childrenOf } from './children-of.ts'
import { rootName } from './lowering.ts'

/** `a` and `b` of `[a, { x: b.c }]`, of an argument, of what a call is made on. */
const rootNames = (node: Node): string[] => {
  const names: string[] = []
  for (const stack = [node]; ;) {
    const at = stack.pop()
    if (!at) return names
    const root = rootName(at)
    if (root !== '') names.push(root)
    else if (/^(?:Array|Object|Assignment)(?:Pattern|Expression)$|^(?:Property|RestElement|SpreadElement)$/.test(at.type))
      stack.push(...childrenOf(at))
  }
}

const changedHere = (node: Node): { assigned: string[]; reached: string[] } => {
  switch (node.type) {
    case 'AssignmentExpression':
      return { assigned: rootNames(node.left), reached: [] }
    case 'ForInStatement':
    case 'ForOfStatement':
      return { assigned: rootNames(node.left), reached: [] }
    case 'UpdateExpression':
      return { assigned: rootNames(node.argument), reached: [] }
    case 'UnaryExpression':
      return { assigned: node.operator === 'delete' ? rootNames(node.argument) : [], reached: [] }
    case 'CallExpression':
    case 'NewExpression':
      return {
        assigned: [],
        reached: [...(node.callee.type === 'MemberExpression' ? [rootName(node.callee)] : []), ...node.arguments.flatMap(rootNames)],
      }
    default:
      return { assigned: [], reached: [] }
  }
}

/** Also by the functions in it. What it only hands on or calls a method of is changed where that is one of `local`. */
export const changedNames = (statement: Node, local: ReadonlySet<string>): Set<string> => {
  const names = new Set<string>()
  for (const stack = [statement]; ;) {
    const at = stack.pop()
    if (!at) return names
    const { assigned, reached } = changedHere(at)
    for (const name of assigned) names.add(name)
    for (const name of reached) if (local.has(name)) names.add(name)
    stack.push(...childrenOf(at))
  }
}
