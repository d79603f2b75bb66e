import type { BindingPattern } from 'oxc-parser'

/** The names that a pattern makes. */
export const boundNames = (pattern: BindingPattern): string[] => {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name]
    case 'AssignmentPattern':
      return boundNames(pattern.left)
    case 'ArrayPattern':
      return pattern.elements.flatMap((element) => (element ? boundNames(element.type === 'RestElement' ? element.argument : element) : []))
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) => boundNames(property.type === 'RestElement' ? property.argument : property.value))
  }
}
