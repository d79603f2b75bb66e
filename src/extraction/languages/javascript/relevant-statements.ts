/** Which statements of a test's body are kept in the facts: those that say something of the test, and what these need. */
import type * as es from 'oxc-parser'

const boundNames = (pattern: es.BindingPattern): string[] => {
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

const declaredNames = (node: es.Statement | es.Directive): string[] => {
  if (node.type === 'VariableDeclaration') return node.declarations.flatMap((one) => boundNames(one.id))
  if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') return node.id ? [node.id.name] : []
  return []
}

const WORD = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/gu

/** Bodies with more statements are cut down to those that match, without what they need. */
const MOST_STATEMENTS = 300

/**
 * The statements whose text matches; declarations of what they use (tables that subtests are made of) and whatever uses
 * the functions among them (a local helper that declares), until nothing is added any more.
 */
export const relevantStatements = <T extends es.Statement | es.Directive>(
  body: readonly T[],
  textOf: (node: T) => string,
  isRelevant: (text: string) => boolean,
): T[] => {
  const kept = new Set(body.filter((statement) => isRelevant(textOf(statement))))
  if (body.length > MOST_STATEMENTS) return body.filter((statement) => kept.has(statement))
  const others = body
    .filter((statement) => !kept.has(statement))
    .map((statement) => ({ statement, names: declaredNames(statement), words: new Set(textOf(statement).match(WORD)) }))
  const used = new Set<string>()
  const declaring = new Set<string>()
  const take = (statement: T): void => {
    for (const word of textOf(statement).match(WORD) ?? []) used.add(word)
    kept.add(statement)
  }
  for (const statement of kept) {
    take(statement)
    for (const name of declaredNames(statement)) declaring.add(name)
  }
  for (let grows = true; grows;) {
    grows = false
    for (const { statement, names, words } of others) {
      if (kept.has(statement) || !(names.some((name) => used.has(name)) || [...declaring].some((name) => words.has(name)))) continue
      take(statement)
      grows = true
    }
  }
  return body.filter((statement) => kept.has(statement))
}
