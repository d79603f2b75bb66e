/** Which statements of a test's body are kept in the facts: those that say something of the test, and what these need. */
import type * as es from 'oxc-parser'
import { boundNames } from './bound-names.ts'
import { changedNames } from './changed-names.ts'
import { endsBody } from './ends-body.ts'

const declaredNames = (node: es.Statement | es.Directive): string[] => {
  if (node.type === 'VariableDeclaration') return node.declarations.flatMap((one) => boundNames(one.id))
  if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') return node.id ? [node.id.name] : []
  return []
}

const WORD = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/gu

/** Bodies with more statements are cut down to those that match, without what they need. */
const MOST_STATEMENTS = 300

/** The functions a statement declares: what calls them does what they do. */
const declaredFunctions = (node: es.Statement | es.Directive): string[] => {
  if (node.type !== 'VariableDeclaration') return node.type === 'FunctionDeclaration' ? declaredNames(node) : []
  return node.declarations
    .filter(({ init }) => init?.type === 'ArrowFunctionExpression' || init?.type === 'FunctionExpression')
    .flatMap(({ id }) => boundNames(id))
}

/**
 * The statements whose text matches, and those that may return before these; declarations of what they use (tables that
 * subtests are made of), what changes these (`rows.push(…)`), and whatever uses the functions among them (a local helper
 * that declares), until nothing is added any more.
 */
export const relevantStatements = <T extends es.Statement | es.Directive>(
  body: readonly T[],
  textOf: (node: T) => string,
  isRelevant: (text: string) => boolean,
): T[] => {
  const mayReturn = (statement: T): boolean => textOf(statement).includes('return') && endsBody(statement)
  const kept = new Set(body.filter((statement) => isRelevant(textOf(statement)) || mayReturn(statement)))
  if (kept.size === 0) return []
  if (body.length > MOST_STATEMENTS) return body.filter((statement) => kept.has(statement))
  const local = new Set(body.flatMap(declaredNames))
  const others = body
    .filter((statement) => !kept.has(statement))
    .map((statement) => ({
      statement,
      names: declaredNames(statement),
      words: new Set(textOf(statement).match(WORD)),
      changed: changedNames(statement, local),
    }))
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
    for (const { statement, names, words, changed } of others) {
      if (kept.has(statement)) continue
      const changes = !changed.isDisjointFrom(used)
      if (!changes && !names.some((name) => used.has(name)) && declaring.isDisjointFrom(words)) continue
      take(statement)
      if (changes) for (const name of declaredFunctions(statement)) declaring.add(name)
      grows = true
    }
  }
  return body.filter((statement) => kept.has(statement))
}
