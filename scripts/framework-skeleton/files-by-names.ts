import { expectedJson, type Skeleton, type SkeletonFiles } from './skeleton.ts'

const definition = (
  { name, identifier, typeName }: Skeleton,
  language: 'python' | 'go',
): string => `import type { Framework } from '../../framework.ts'
import { collectFile } from './collect-file.ts'
import { ${identifier}Scopes, open${typeName}Scope } from './${name}-scopes.ts'

export const ${identifier}: Framework = {
  name: '${name}',
  languages: ['${language}'],
  isConfiguration: () => false,
  scopes: ${identifier}Scopes,
  openScope: open${typeName}Scope,
  collect: collectFile,
}
`

const collection = ({ name }: Skeleton, prefix: string): string => `/** ${name} runs functions by their names. */
import type { FileInventory, TestCase } from '../../../inventory/inventory.ts'
import type { FunctionFacts } from '../../facts/program.ts'
import type { CandidateFile } from '../../framework.ts'
import { publicLanguage } from '../../languages.ts'

const testOf = ({ name, line, endLine, digest }: FunctionFacts): TestCase => ({
  // Given when the file is linked (link/assign-test-ids.ts).
  id: '',
  name,
  line,
  endLine,
  status: 'active',
  statusFrom: 'own',
  modifiers: [],
  tags: [],
  cases: null,
  bodyDigest: digest,
})

export const collectFile = ({ path, language, facts, scope }: CandidateFile): FileInventory | null => {
  const functions = facts.body.flatMap((statement) => (statement.kind === 'function' ? [statement.function] : []))
  const tests = functions.filter(({ name }) => name.startsWith('${prefix}')).map(testOf)
  if (tests.length === 0) return null
  return { path, language: publicLanguage(language), framework: '${name}', detectedBy: scope.detectedBy, suites: [], tests }
}
`

const scopes = (
  { name, identifier, typeName }: Skeleton,
  ending: string,
): string => `/** Where ${name} runs in a repository: by its naming rule. */
import type { Scope } from '../../framework.ts'
import type { Project } from '../../project.ts'

const isNamed = (path: string): boolean => path.endsWith('${ending}')

const scopeOf = (key: string): Scope => ({
  framework: '${name}',
  directory: '',
  includes: isNamed,
  globals: null,
  detectedBy: 'name',
  key,
})

/** The same each time: nothing of the repository decides what is taken. */
export const open${typeName}Scope = scopeOf

export const ${identifier}Scopes = (project: Project): Scope[] => (project.paths.some(isNamed) ? [scopeOf('"by name"')] : [])
`

/** A framework whose tests are functions with certain names: it reads the facts, or the evaluated module, of each file. */
export const filesByNames = (skeleton: Skeleton, language: 'python' | 'go'): SkeletonFiles => {
  const { name, identifier, typeName } = skeleton
  const isPython = language === 'python'
  const [ending, prefix] = isPython ? [`_${identifier}.py`, 'check_'] : [`_${identifier}_test.go`, `Check${typeName}`]
  const path = `clock${ending}`
  const test = isPython ? 'check_ticks' : `Check${typeName}Ticks`
  const text = isPython
    ? `def ${test}():\n    pass\n\n\ndef helper():\n    pass\n`
    : `package clock\n\nimport "testing"\n\nfunc ${test}(t *testing.T) {}\n\nfunc helper(t *testing.T) {}\n`
  return {
    [`${name}.ts`]: definition(skeleton, language),
    'collect-file.ts': collection(skeleton, prefix),
    [`${name}-scopes.ts`]: scopes(skeleton, ending),
    [`fixtures/plain/${path}`]: text,
    'fixtures/plain/expected.json': expectedJson(path, [{ suites: [], name: test, status: 'active' }]),
  }
}
