import type { Node } from 'oxc-parser'

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value

/** The nodes right inside a node of the syntax tree, of whatever kind. */
export const childrenOf = (node: Node): Node[] => Object.values(node).flat().filter(isNode)
