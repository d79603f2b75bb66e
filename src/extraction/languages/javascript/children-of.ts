import { visitorKeys, type Node } from 'oxc-parser'

/** The nodes right inside a node of the syntax tree, of whatever kind. */
export const childrenOf = (node: Node): Node[] => {
  const children: Node[] = []
  for (const key of visitorKeys[node.type] ?? []) {
    // What a key of this table holds is a node, or several with holes among them, or null.
    const value = node[key as keyof Node] as unknown as Node | (Node | null)[] | null | undefined
    if (Array.isArray(value)) {
      for (const child of value) if (child) children.push(child)
    } else if (value) children.push(value)
  }
  return children
}
