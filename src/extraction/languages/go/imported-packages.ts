/** Where Go's imports lead, as far as it says what tests are about. */
import type { ImportSupport } from '../../language.ts'
import { directoryOfPackage } from './go-modules.ts'

/** What tests are written with, whatever they are about. */
const OF_TESTS =
  /^(?:github\.com\/(?:stretchr\/testify|onsi\/(?:ginkgo|gomega)|golang\/mock|google\/go-cmp|smartystreets\/(?:goconvey|assertions)|DATA-DOG\/go-sqlmock|jarcoal\/httpmock|matryer\/is|frankban\/quicktest|gavv\/httpexpect|vektra\/mockery|h2non\/gock)|go\.uber\.org\/(?:mock|goleak)|gotest\.tools|gopkg\.in\/(?:check\.v1|h2non\/gock\.v1)|pgregory\.net\/rapid|testing)(?:\/|$)/

/**
 * A package of the repository is its directory with a slash at its end, since which of its files is meant isn't said. That
 * of the file itself is left out: it is what its tests are about anyway.
 */
export const goImports: ImportSupport = {
  leadsTo: (source, directory, lookup) => {
    if (lookup.host(source) !== undefined) return []
    const found = directoryOfPackage(source, lookup.project)
    if (found !== null && lookup.list(found).some((name) => name.endsWith('.go'))) return found === directory ? [] : [`${found || '.'}/`]
    // The standard library's paths begin with no host.
    const isPublished = found === null && /^[^/]*\./.test(source)
    return isPublished && !OF_TESTS.test(source) ? [source] : []
  },
}
