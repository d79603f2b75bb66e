/** What JavaScript files import, as far as it says what their tests are about. */
import { isBuiltin } from 'node:module'
import type { Expression, Spread, Statement } from '../../facts/program.ts'
import type { ImportSupport } from '../../language.ts'
import { aliasedPackage, modulePath, packageNameOf } from './module-path.ts'

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

/** What tests are written with, whatever they are about. */
const OF_TESTS =
  /^(?:@(?:jest|vitest|testing-library|playwright|cypress|sinonjs|effect\/vitest|vue\/test-utils|std\/(?:assert|expect|testing))(?:\/|$)|(?:ava|chai|cypress|enzyme|expect|fast-check|jasmine|jest|mocha|msw|must|nock|playwright|power-assert|proxyquire|qunit|qunitjs|react-test-renderer|rewire|should|sinon|supertest|tap|tape|testdouble|ts-mockito|unexpected|uvu|vitest)(?:$|[./-]))/

const PACKAGE = /^(?:@[\w.~-]+\/)?[\w][\w.~-]*$/

export const javaScriptImports: ImportSupport = {
  imported: ({ body }) => {
    const found: string[] = []
    addFromStatements(found, body, 0)
    return found
  },
  leadsTo: (imported, directory, lookup) => {
    const source = imported.replace(/\?.*$/, '')
    const from = directory === '' ? 'file' : `${directory}/file`
    if (isBuiltin(source)) return []
    const named = aliasedPackage(source, from, lookup.project) ?? source
    if (lookup.host(named) !== undefined) return []
    const path = modulePath(source, from, lookup)
    if (path !== null) return [path]
    const name = packageNameOf(named)
    return PACKAGE.test(name) && !OF_TESTS.test(name) ? [name] : []
  },
}
