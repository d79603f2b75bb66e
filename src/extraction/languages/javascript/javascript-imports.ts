/** Where JavaScript's imports lead, as far as it says what tests are about. */
import { isBuiltin } from 'node:module'
import type { ImportSupport } from '../../language.ts'
import { aliasedPackage, modulePath, packageNameOf } from './module-path.ts'

/** What tests are written with, whatever they are about. */
const OF_TESTS =
  /^(?:@(?:jest|vitest|testing-library|playwright|cypress|sinonjs|effect\/vitest|vue\/test-utils|std\/(?:assert|expect|testing))(?:\/|$)|(?:ava|chai|cypress|enzyme|expect|fast-check|jasmine|jest|mocha|msw|must|nock|playwright|power-assert|proxyquire|qunit|qunitjs|react-test-renderer|rewire|should|sinon|supertest|tap|tape|testdouble|ts-mockito|unexpected|uvu|vitest)(?:$|[./-]))/

const PACKAGE = /^(?:@[\w.~-]+\/)?[\w][\w.~-]*$/

export const javaScriptImports: ImportSupport = {
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
