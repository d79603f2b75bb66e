/** The repository's paths and configuration, ready to be asked by frameworks. */
import { listOf, mapParts, partsOf } from '../evaluation/doubtful-items.ts'
import { outsideCall } from '../evaluation/outside-call.ts'
import { Evaluator } from '../evaluation/evaluator.ts'
import { ModuleInstance, type Resolver } from '../evaluation/module-instance.ts'
import type { FileFacts } from '../facts/program.ts'
import { object, list, UNKNOWN, type Value } from '../evaluation/value.ts'
import { configurationSemantics, configurationSemanticsIn } from '../languages/javascript/configuration-semantics.ts'
import { namespaceObject } from '../languages/javascript/list-methods.ts'
import { javaScript } from '../languages/javascript/javascript.ts'
import type { ModuleLookup } from '../language.ts'
import { isTestMaterial } from './test-material.ts'
import { parseJson } from '../parse-json.ts'
import { perProject } from '../per-project.ts'
import { MODE_OPTION, type NamedPackage, type PackageJson, type Project, type Reading } from '../project.ts'

export interface ProjectSource {
  paths: readonly string[]
  /** Whether one of the paths is this; worked out from them where it is left out. */
  has?: (path: string) => boolean
  /** Names of what is right in a directory, sorted; worked out from the paths where it is left out. */
  list?: (directory: string) => readonly string[]
  /** Of all packages, where that is known without their texts. */
  packageNames?: readonly NamedPackage[]
  /** Texts of configuration files by path; more may be put in before `resume`. */
  texts: ReadonlyMap<string, string>
  /** Facts of those that are programs; none where it can't be parsed. */
  facts?: Pick<ReadonlyMap<string, FileFacts>, 'get'>
}

export interface CreatedProject {
  readonly project: Project
  /** The paths that reading configuration asked for beyond the texts that are there. */
  wanted: Set<string>
  /** Forgets what was read without the texts that were wanted. */
  resume(): void
}

/** In which one configuration is read. */
const MOST_ENVIRONMENTS = 16

/** A configuration, and the variables with which it is read. */
interface Asked {
  path: string
  environment: Readonly<Record<string, string>>
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

const strings = (value: unknown): Record<string, string> =>
  isRecord(value)
    ? Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
    : {}

const readPackageJson = (text: string): PackageJson | null => {
  const content = parseJson(text)
  if (!isRecord(content)) return null
  const dependencies = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'].map((kind) => strings(content[kind]))
  return {
    ...(typeof content['name'] === 'string' ? { name: content['name'] } : {}),
    ...(typeof content['type'] === 'string' ? { type: content['type'] } : {}),
    scripts: strings(content['scripts']),
    dependencies: Object.fromEntries(dependencies.flatMap((kind) => Object.entries(kind))),
    content,
  }
}

/** Deeper than any configuration is. */
const MAXIMUM_NESTING = 200

const valueOfJson = (json: unknown, depth = 0): Value => {
  if (depth > MAXIMUM_NESTING) return UNKNOWN
  if (Array.isArray(json)) return list(json.map((item) => valueOfJson(item, depth + 1)))
  if (isRecord(json)) return object(Object.entries(json).map(([key, value]): [Value, Value] => [key, valueOfJson(value, depth + 1)]))
  return typeof json === 'string' || typeof json === 'number' || typeof json === 'boolean' || json === null ? json : undefined
}

const namesIn = (directory: string, paths: readonly string[]): string[] => {
  const prefix = directory === '' ? '' : `${directory}/`
  const below = paths.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length))
  return [...new Set(below.map((path) => path.replace(/\/.*$/s, '')))].toSorted()
}

/** How deep the tests' part and its projects stand in a configuration. */
const MOST_PROJECTS = 3

/** Projects may be functions too, alone in a list or in the tests' part of a configuration. */
const withProjects = (value: Value, settle: (value: Value) => Value, depth = 0): Value => {
  if (typeof value !== 'object' || value === null || depth > MOST_PROJECTS) return value
  if (value.kind === 'list') return listOf(mapParts(partsOf(value), settle))
  if (value.kind !== 'object') return value
  const entries = [...value.entries].map(([key, entry]): [Value, Value] =>
    key === 'projects' || key === 'workspace' || key === 'test' ? [key, withProjects(settle(entry), settle, depth + 1)] : [key, entry],
  )
  return { ...value, entries: new Map(entries) }
}

export const createProject = (source: ProjectSource): CreatedProject => {
  const paths = source.has ? null : new Set(source.paths)
  const has = source.has ?? ((path: string): boolean => paths?.has(path) ?? false)
  const wanted = new Set<string>()
  const manifests = new Map<string, PackageJson | null>()
  const modules = new Map<string, ModuleInstance>()
  const reading: Reading = { round: 0, misses: 0 }

  const text = (path: string): string | null => {
    if (!has(path)) return null
    const found = source.texts.get(path)
    if (found === undefined) {
      reading.misses++
      wanted.add(path)
    }
    return found ?? null
  }

  const packageJson = (directory: string): PackageJson | null => {
    const cached = manifests.get(directory)
    if (cached !== undefined) return cached
    const path = directory === '' ? 'package.json' : `${directory}/package.json`
    const content = text(path)
    // Asked for again, it is missed again: whoever asks then knows that he has not had all.
    if (content === null && has(path)) return null
    const manifest = content === null ? null : readPackageJson(content)
    manifests.set(directory, manifest)
    return manifest
  }

  const destinations = new Map<string, string | null>()
  const lookupIn = (known: Map<string, ModuleInstance>): ModuleLookup => ({
    get project() {
      return project
    },
    isConfiguration: true,
    has,
    list: source.list ?? ((directory) => namesIn(directory, source.paths)),
    module: (path) => {
      const module = known.get(path) ?? new ModuleInstance(path)
      known.set(path, module)
      return module
    },
    host: () => undefined,
    once: (name, find) => {
      const path = destinations.get(name)
      if (path !== undefined) return path
      const before = reading.misses
      const found = find(lookupIn(known))
      if (reading.misses === before) destinations.set(name, found)
      return found
    },
  })

  const resolverOf = (lookup: ModuleLookup): Resolver => ({
    resolve: (specifier, from) => {
      const target = javaScript.resolve(specifier, from, lookup)
      if (target instanceof ModuleInstance && target.path.endsWith('.json')) return valueOfJson(parseJson(text(target.path) ?? 'null'))
      return target
    },
    facts: (module) => (text(module.path) === null ? null : (source.facts?.get(module.path) ?? null)),
    global: () => undefined,
  })

  const evaluateConfiguration = ({ path, environment }: Asked): Value => {
    const content = text(path)
    if (content === null) return UNKNOWN
    if (path.endsWith('.json') || !/\.[cm]?[jt]sx?$/.test(path)) return valueOfJson(parseJson(content))
    // What a module makes may hang on the variables.
    const isPlain = Object.keys(environment).length === 0
    const lookup = lookupIn(isPlain ? modules : new Map<string, ModuleInstance>())
    const semantics = isPlain ? configurationSemantics : configurationSemanticsIn(environment)
    const evaluator = new Evaluator(semantics, resolverOf(lookup), 300_000)
    try {
      const value = evaluator.exportOf(lookup.module(path), 'default')
      return withProjects(settle(value, evaluator, environment), (one) => settle(one, evaluator, environment))
    } catch {
      return UNKNOWN
    }
  }

  /** By path, and by the variables as JSON. */
  const asked = new Map<string, Map<string, Asked>>()

  /** Each is an evaluation of its own: of more than people have, the configuration is read as it is without any. */
  const askedFor = (path: string, environment: Readonly<Record<string, string>>): Asked => {
    const ofPath = asked.get(path) ?? new Map<string, Asked>()
    asked.set(path, ofPath)
    const key = JSON.stringify(environment)
    const known = ofPath.get(key)
    if (known) return known
    if (ofPath.size >= MOST_ENVIRONMENTS && Object.keys(environment).length > 0) return askedFor(path, {})
    const one = { path, environment }
    ofPath.set(key, one)
    return one
  }

  /**
   * A configuration may be a module, `module.exports = require('../base')`, or a function of the mode it runs in, as Vite
   * has it; what that exports or returns is the configuration.
   */
  const settle = (value: Value, evaluator: Evaluator, environment: Asked['environment'], nesting = 0): Value => {
    if (typeof value !== 'object' || value === null || nesting > MAXIMUM_NESTING) return value
    if (value.kind === 'module') {
      const exported = namespaceObject(value.module, evaluator)
      const isNamespace = typeof exported === 'object' && exported?.kind === 'object' && exported.entries.has('default')
      return settle(isNamespace ? exported.entries.get('default') : exported, evaluator, environment, nesting + 1)
    }
    if (value.kind !== 'closure') return value
    const invocation = { ...outsideCall(evaluator, value.module, { line: 1, endLine: 1 }), open: true }
    const run = object([
      ['mode', environment[MODE_OPTION] ?? 'test'],
      ['command', 'serve'],
      ['isSsrBuild', false],
      ['isPreview', false],
    ])
    return evaluator.callClosure(value, [run], { invocation, open: true })
  }

  const configurationOf = perProject((_project, one: Asked) => {
    const before = reading.misses
    const value = evaluateConfiguration(one)
    // What modules made without that text is not for other configurations, which don't miss it.
    if (reading.misses > before) modules.clear()
    return value
  })

  let own: readonly string[] | undefined
  let packages: readonly string[] | undefined
  const ownPaths = (): readonly string[] => (own ??= source.paths.filter((path) => !isTestMaterial(path)))
  const project: Project = {
    get paths() {
      return ownPaths()
    },
    has,
    text,
    packageJson,
    get packages() {
      return (packages ??= ownPaths().flatMap((path) =>
        path === 'package.json' || path.endsWith('/package.json') ? [path.slice(0, -'/package.json'.length)] : [],
      ))
    },
    get packageNames() {
      return source.packageNames ?? namedPackages(project)
    },
    configuration: (path, environment = {}) => configurationOf(project, askedFor(path, environment)),
    reading,
  }
  const resume = (): void => {
    wanted.clear()
    modules.clear()
    reading.round++
  }
  return { project, wanted, resume }
}

const namedPackages = perProject<void, NamedPackage[]>((project) =>
  project.packages.flatMap((directory) => {
    const name = project.packageJson(directory)?.name
    return name === undefined ? [] : [{ directory, name }]
  }),
)
