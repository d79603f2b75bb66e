import { expectedJson, type Skeleton, type SkeletonFiles } from './skeleton.ts'

const definition = ({ name, identifier, typeName }: Skeleton): string => `import type { Framework } from '../../framework.ts'
import { ${identifier}Host } from './${name}-api.ts'
import { is${typeName}Configuration, ${identifier}Scopes, open${typeName}Scope } from './${name}-scopes.ts'

export const ${identifier}: Framework = {
  name: '${name}',
  languages: ['javascript', 'typescript', 'tsx'],
  isConfiguration: is${typeName}Configuration,
  scopes: ${identifier}Scopes,
  openScope: open${typeName}Scope,
  host: ${identifier}Host,
}
`

const api = ({ name, identifier }: Skeleton): string => `/** What \`${name}\` exports. */
import { host, MISSING, type Value } from '../../evaluation/value.ts'
import { withStatus } from '../../languages/javascript/declaring/chain-steps.ts'
import { createDeclarer, type DeclarerBehaviour } from '../../languages/javascript/declaring/declarer.ts'
import { hooks } from '../../languages/javascript/declaring/inert-values.ts'

const behaviour: DeclarerBehaviour = {
  framework: '${name}',
  chain: { only: withStatus('focused'), skip: withStatus('skipped'), todo: withStatus('todo') },
  withoutBody: 'todo',
}

const API = new Map<string, Value>([
  ['describe', createDeclarer('suite', 'describe', behaviour)],
  ['it', createDeclarer('test', 'it', behaviour)],
  ['test', createDeclarer('test', 'test', behaviour)],
  ...hooks('before', 'after', 'beforeEach', 'afterEach'),
])

const MODULE = host('${name}', { member: (name) => API.get(name) ?? MISSING })

export const ${identifier}Host = (source: string): Value => (source === '${name}' ? MODULE : undefined)
`

const scopes = ({ name, identifier, typeName }: Skeleton): string => `/** Where ${name} runs in a repository: packages that depend on it. */
import type { Scope } from '../../framework.ts'
import { matchesAny } from '../../path-patterns.ts'
import type { Project } from '../../project.ts'

const DEFAULTS = ['**/*.test.{js,cjs,mjs,ts,cts,mts,jsx,tsx}']

export const is${typeName}Configuration = (path: string): boolean => /(?:^|\\/)${name}\\.config\\.[cm]?[jt]s$/.test(path)

type Key = [directory: string, detectedBy: Scope['detectedBy']]

const scopeOf = (...key: Key): Scope => {
  const [directory, detectedBy] = key
  const matches = matchesAny(DEFAULTS, { base: directory })
  return {
    framework: '${name}',
    directory,
    includes: (path) => matches(path) && !path.includes('node_modules/'),
    globals: null,
    detectedBy,
    key: JSON.stringify(key),
  }
}

export const open${typeName}Scope = (key: string): Scope => scopeOf(...(JSON.parse(key) as Key)) // as \`scopeOf\` wrote it

export const ${identifier}Scopes = (project: Project): Scope[] => {
  const packages = project.packages.filter((directory) => project.packageJson(directory)?.dependencies['${name}'] !== undefined)
  return packages.length > 0 ? packages.map((directory) => scopeOf(directory, 'config')) : [scopeOf('', 'name')]
}
`

const fixture = ({ name }: Skeleton): string => `import { describe, it, test } from '${name}'

describe('a suite', () => {
  it('holds a test', () => {})
  it.skip('holds one that is skipped', () => {})
})

test.only('a focused test', () => {})
`

/** A framework whose tests are declared by calls: it gives host values, and the collector is told what they are called with. */
export const filesByCalls = (skeleton: Skeleton): SkeletonFiles => {
  const path = 'plain.test.js'
  return {
    [`${skeleton.name}.ts`]: definition(skeleton),
    [`${skeleton.name}-api.ts`]: api(skeleton),
    [`${skeleton.name}-scopes.ts`]: scopes(skeleton),
    'fixtures/plain/package.json': `${JSON.stringify({ private: true, type: 'module', devDependencies: { [skeleton.name]: '*' } }, null, 2)}\n`,
    [`fixtures/plain/${path}`]: fixture(skeleton),
    'fixtures/plain/expected.json': expectedJson(path, [
      { suites: ['a suite'], name: 'holds a test', status: 'active' },
      { suites: ['a suite'], name: 'holds one that is skipped', status: 'skipped' },
      { suites: [], name: 'a focused test', status: 'focused' },
    ]),
  }
}
