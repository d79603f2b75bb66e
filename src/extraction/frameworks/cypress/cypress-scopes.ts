/** Where Cypress runs in a repository: `cypress.config.*`, and `cypress.json` before version 10. */
import { dirname } from 'node:path/posix'
import type { Value } from '../../evaluation/value.ts'
import type { Scope } from '../../framework.ts'
import { at, stringAt, stringsAt } from '../../languages/javascript/configuration-values.ts'
import { matchesAny } from '../../path-patterns.ts'
import type { Project } from '../../project.ts'
import { cypressGlobals } from './cypress-api.ts'

const CONFIG = /(?:^|\/)cypress(?:\.[\w-]+)*\.config(?:\.[\w-]+)*\.[cm]?[jt]s$/
const LEGACY = /(?:^|\/)cypress\.json$/

export const isCypressConfiguration = (path: string): boolean => CONFIG.test(path) || LEGACY.test(path)

const E2E = ['cypress/e2e/**/*.cy.{js,jsx,ts,tsx}']
const COMPONENT = ['**/*.cy.{js,jsx,ts,tsx}']
const EXCLUDE = ['*.hot-update.js']

/** What a scope is made from: its kind, which tells those of one configuration apart, and what it takes. */
type Key = [kind: 'e2e' | 'component' | 'legacy', directory: string, include: readonly string[], exclude: readonly string[]]

const scopeOf = (...key: Key): Scope => {
  const [, directory, include, exclude] = key
  const isSpec = matchesAny(include, { base: directory })
  const isExcluded = matchesAny(
    exclude.map((pattern) => (pattern.includes('/') ? pattern : `**/${pattern}`)),
    { base: directory },
  )
  return {
    framework: 'cypress',
    directory,
    includes: (path) => isSpec(path) && !isExcluded(path) && !path.includes('node_modules/'),
    globals: cypressGlobals,
    detectedBy: 'config',
    key: JSON.stringify(key),
  }
}

const current = (configuration: Value, directory: string): Scope[] => {
  const scopes: Scope[] = []
  const exclude = (type: string): string[] =>
    stringsAt(configuration, type, 'excludeSpecPattern') ?? stringsAt(configuration, 'excludeSpecPattern') ?? EXCLUDE
  const e2e = stringsAt(configuration, 'e2e', 'specPattern') ?? E2E
  const hasComponent = at(configuration, 'component') !== undefined
  if (at(configuration, 'e2e') !== undefined || !hasComponent) scopes.push(scopeOf('e2e', directory, e2e, exclude('e2e')))
  if (hasComponent) {
    const component = stringsAt(configuration, 'component', 'specPattern') ?? COMPONENT
    scopes.push(scopeOf('component', directory, component, [...exclude('component'), ...e2e]))
  }
  return scopes
}

const legacy = (configuration: Value, directory: string): Scope[] => {
  const folder = stringAt(configuration, 'integrationFolder') ?? 'cypress/integration'
  const files = stringsAt(configuration, 'testFiles') ?? ['**/*.*']
  const ignore = stringsAt(configuration, 'ignoreTestFiles') ?? EXCLUDE
  const include = files.map((pattern) => `${folder.replace(/^\.\//, '').replace(/\/$/, '')}/${pattern}`)
  return [scopeOf('legacy', directory, include, ignore)]
}

export const openCypressScope = (key: string): Scope => scopeOf(...(JSON.parse(key) as Key)) // as `scopeOf` wrote it

export const cypressScopes = (project: Project): Scope[] =>
  project.paths.filter(isCypressConfiguration).flatMap((path) => {
    const directory = path.includes('/') ? dirname(path) : ''
    const configuration = project.configuration(path)
    return LEGACY.test(path) ? legacy(configuration, directory) : current(configuration, directory)
  })
