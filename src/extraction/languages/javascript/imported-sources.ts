/** What a JavaScript file imports and requires. */
import type { Expression, Spread, Statement } from '../../facts/program.ts'

/** Suites in suites may require what they need, and tests in them; deeper nobody does. */
const DEEPEST_FUNCTION = 3

const REQUIRES = new Set(['require', 'import'])

const addFromExpression = (found: string[], expression: Expression | Spread | null, depth: number): void => {
  if (expression?.kind === 'member') addFromExpression(found, expression.object, depth)
  else if (expression?.kind === 'assign') addFromExpression(found, expression.value, depth)
  else if (expression?.kind === 'function') {
    if (depth < DEEPEST_FUNCTION) addFromStatements(found, expression.function.body, depth + 1)
  } else if (expression?.kind === 'call') {
    const { callee, arguments: given } = expression
    const [first] = given
    if (callee.kind === 'name' && REQUIRES.has(callee.name) && first?.kind === 'literal' && typeof first.value === 'string')
      found.push(first.value)
    addFromExpression(found, callee, depth)
    for (const argument of given) addFromExpression(found, argument, depth)
  }
}

const addFromStatements = (found: string[], statements: readonly Statement[], depth: number): void => {
  for (const statement of statements) {
    const { kind } = statement
    if (kind === 'import' || kind === 'exportAll') found.push(statement.source)
    else if (kind === 'export') {
      if (statement.source !== null) found.push(statement.source)
    } else if (kind === 'declare' || kind === 'exportDefault') addFromExpression(found, statement.value, depth)
    else if (kind === 'evaluate') addFromExpression(found, statement.expression, depth)
    else if (kind === 'block' || kind === 'try') addFromStatements(found, statement.body, depth)
    else if (kind === 'if') {
      addFromStatements(found, statement.then, depth)
      addFromStatements(found, statement.else, depth)
    }
  }
}

/** In the order of the text, each once. */
export const importedSources = (body: readonly Statement[]): string[] => {
  const found: string[] = []
  addFromStatements(found, body, 0)
  return [...new Set(found)]
}
