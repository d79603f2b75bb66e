/** Where Cypress runs in a repository: `cypress.config.*`, `cypress.json` before version 10, and what scripts name beside them. */
import { directoryOf } from '../../directory-of.ts'
import type { Value } from '../../evaluation/value.ts'
import type { Scope } from '../../framework.ts'
import { at, stringAt, stringsAt } from '../../languages/javascript/configuration-values.ts'
import { repositoryPath } from '../../languages/javascript/node-library.ts'
import { commandsRunning, optionValues, parseArguments, type ParsedArguments } from '../../languages/javascript/package-scripts.ts'
import { parseJson } from '../../parse-json.ts'
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

/** The patterns of a kind of tests; where what a preset says isn't known, and what Cypress looks for isn't there, its naming rule tells. */
const specsOf = (configuration: Value, type: 'e2e' | 'component', directory: string, project: Project): string[] => {
  const said = stringsAt(configuration, type, 'specPattern') ?? stringsAt(configuration, 'specPattern')
  if (said !== null) return said
  const usual = type === 'e2e' ? E2E : COMPONENT
  const given = at(configuration, type)
  const isOpen = typeof given === 'object' && given !== null && (given.kind !== 'object' || given.open)
  return isOpen && !project.paths.some(matchesAny(usual, { base: directory })) ? COMPONENT : usual
}

const current = (configuration: Value, directory: string, project: Project): Scope[] => {
  const scopes: Scope[] = []
  const exclude = (type: string): string[] =>
    stringsAt(configuration, type, 'excludeSpecPattern') ?? stringsAt(configuration, 'excludeSpecPattern') ?? EXCLUDE
  const e2e = specsOf(configuration, 'e2e', directory, project)
  const hasComponent = at(configuration, 'component') !== undefined
  if (at(configuration, 'e2e') !== undefined || !hasComponent) scopes.push(scopeOf('e2e', directory, e2e, exclude('e2e')))
  if (hasComponent) {
    const component = specsOf(configuration, 'component', directory, project)
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

/** `--config specPattern=…`, also as JSON with or without the kind of tests, and `--spec`: files that only a command names. */
const namedSpecs = (parsed: ParsedArguments): string[] => {
  const config = optionValues(parsed, 'config', 'c').flatMap((text) => {
    if (!text.startsWith('{')) return /(?:^|,)specPattern=([^,]+)/.exec(text)?.[1] ?? []
    const content: unknown = parseJson(text)
    const inner: unknown[] = typeof content === 'object' && content !== null ? Object.values(content) : []
    const parts = [content, ...inner]
    return parts.flatMap((part) => (typeof part === 'object' && part !== null && 'specPattern' in part ? [part.specPattern].flat() : []))
  })
  const specs = optionValues(parsed, 'spec', 's').flatMap((spec) => (/[{(]/.test(spec) ? [spec] : spec.split(',')))
  return [...config, ...specs].filter((one) => typeof one === 'string').filter((one) => !/[$`<>]/.test(one))
}

const FLAGS = new Set(['headed', 'headless', 'e2e', 'component', 'ct', 'quiet', 'record', 'parallel', 'no-exit', 'global', 'detached', 'q'])

/** What scripts run with a configuration of another name, or with files that no configuration names. */
const commandScopes = (project: Project): Scope[] =>
  commandsRunning(project, 'cypress', ([command]) => command === 'run' || command === 'open').flatMap(({ directory, arguments: args }) => {
    const parsed = parseArguments(args.slice(1), FLAGS)
    const base = repositoryPath(optionValues(parsed, 'project', 'P')[0] ?? '', directory)
    if (base === null) return []
    const specs = namedSpecs(parsed)
    const configurations = optionValues(parsed, 'config-file', 'C').flatMap((path) => repositoryPath(path, base) ?? [])
    return [
      ...(specs.length > 0 ? [scopeOf('e2e', base, specs, [])] : []),
      ...configurations
        .filter((path) => project.has(path))
        .flatMap((path) => {
          const configuration = project.configuration(path)
          return path.endsWith('.json') ? legacy(configuration, base) : current(configuration, base, project)
        }),
    ]
  })

export const cypressScopes = (project: Project): Scope[] => {
  const configured = project.paths.filter(isCypressConfiguration).flatMap((path) => {
    const directory = directoryOf(path)
    const configuration = project.configuration(path)
    return LEGACY.test(path) ? legacy(configuration, directory) : current(configuration, directory, project)
  })
  return [...configured, ...commandScopes(project)]
}
