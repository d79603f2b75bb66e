/** What programs read of the repository's folders when they make tables or load tests: names of files, and what JSON files hold. */
import { posix } from 'node:path'
import type { Evaluator } from '../../evaluation/evaluator.ts'
import { readMember } from '../../evaluation/members.ts'
import {
  host,
  type HostValue,
  type Invocation,
  list,
  type MissingMember,
  object,
  UNKNOWN,
  unknown,
  type Value,
} from '../../evaluation/value.ts'
import type { ModuleLookup } from '../../language.ts'
import { asReplaced } from '../text/damaged-text.ts'
import { isTextPath } from '../text/text-paths.ts'
import { cloneOf, parseJson } from './json.ts'
import { nearestPackage } from './module-path.ts'
import { REPOSITORY_ROOT, repositoryPath } from './node-library.ts'
import { textOfFile } from './repository-file.ts'

const isThere = (path: string, { has, list: listed }: ModuleLookup): boolean => has(path) || listed(path).length > 0

/** What is found hangs on the manifests above a file, those that may come too: each is asked for. */
export const askForManifests = (path: string, { has }: ModuleLookup): void => {
  for (let at = path; at !== '.';) {
    at = posix.dirname(at)
    has(posix.join(at, 'package.json'))
  }
}

/** Programs are started in the directory of a package that holds them: in the one where a relative path leads to something, if that is one alone. */
export const startedIn = (path: string, from: string, lookup: ModuleLookup): string | null => {
  const found = new Set<string>()
  askForManifests(from, lookup)
  for (let at = from; ;) {
    const directory = nearestPackage(at, lookup.project)
    const place = directory === null ? null : repositoryPath(path, directory)
    if (directory !== null && place !== null && isThere(place, lookup)) found.add(directory)
    if (directory === null || directory === '') break
    at = directory
  }
  const [only] = found
  return found.size === 1 && only !== undefined ? only : null
}

const startedAt = (path: string, from: string, lookup: ModuleLookup): string | null => {
  const directory = startedIn(path, from, lookup)
  return directory === null ? null : repositoryPath(path, directory)
}

/** The repository's path that an argument names, as far as there is something. */
export const placeOf = (given: Value, { module }: Invocation, lookup: ModuleLookup): string | null => {
  if (typeof given !== 'string' || given === '') return null
  const path = given.replace(/^file:\/\//, '')
  if (!posix.isAbsolute(path)) return startedAt(path, module.path, lookup)
  const place = path.startsWith(REPOSITORY_ROOT) ? repositoryPath(path, '') : null
  // What the repository doesn't hold may be made before the tests run.
  return place !== null && isThere(place, lookup) ? place : null
}

const isDirectory = (path: string, lookup: ModuleLookup): boolean => !lookup.has(path) && lookup.list(path).length > 0

/** What tells a folder from a file: of directory entries and of what `stat` gives. */
const kindOf = (path: string, lookup: ModuleLookup): [Value, Value][] => [
  ['isDirectory', host('isDirectory', { call: () => isDirectory(path, lookup) })],
  ['isFile', host('isFile', { call: () => lookup.has(path) })],
  ['isSymbolicLink', host('isSymbolicLink', { call: () => false })],
]

type Operation = (path: string, invocation: Invocation, lookup: ModuleLookup) => Value

interface Reading {
  isDeep: boolean
  lookup: ModuleLookup
  evaluator: Evaluator
}

/** Each name is a step. */
const namesUnder = (directory: string, reading: Reading, depth = 0): string[] =>
  reading.lookup.list(directory).flatMap((name) => {
    reading.evaluator.step()
    const path = posix.join(directory, name)
    const inner = reading.isDeep && depth < 20 && isDirectory(path, reading.lookup) ? namesUnder(path, reading, depth + 1) : []
    return [name, ...inner.map((one) => `${name}/${one}`)]
  })

const readDirectory: Operation = (directory, { arguments: [, options], evaluator }, lookup) => {
  if (!isDirectory(directory, lookup)) return UNKNOWN
  const option = (name: string): boolean | undefined =>
    typeof options === 'object' && options?.kind === 'object'
      ? evaluator.semantics.truthiness(readMember(evaluator, options, name))
      : options === undefined || typeof options === 'string'
        ? false
        : undefined
  const [isDeep, isTyped] = [option('recursive'), option('withFileTypes')]
  if (isDeep === undefined || isTyped === undefined) return UNKNOWN
  const names = namesUnder(directory, { isDeep, lookup, evaluator })
  const entry = (name: string): Value => {
    const parent = posix.join(REPOSITORY_ROOT, directory, posix.dirname(name))
    return object([
      ['name', posix.basename(name)],
      ['parentPath', parent],
      ['path', parent],
      ...kindOf(posix.join(directory, name), lookup),
    ])
  }
  return list(isTyped ? names.map(entry) : names, { birth: evaluator.uncertainty })
}

/** Of JSON the facts tell what is in it, of some texts all that they say. */
const readFile: Operation = (path, { evaluator }, lookup) => {
  if (!lookup.has(path)) return UNKNOWN
  if (path.endsWith('.json')) return textOfFile(lookup.module(path))
  const text = isTextPath(path) ? evaluator.exportOf(lookup.module(path), 'default') : UNKNOWN
  return typeof text === 'string' ? asReplaced(text) : UNKNOWN
}

const readJson: Operation = (path, invocation, lookup) =>
  cloneOf(parseJson({ ...invocation, arguments: [readFile(path, invocation, lookup)] }), invocation.evaluator)

const stat: Operation = (path, _invocation, lookup) => object(kindOf(path, lookup), { open: true })

const OPERATIONS: Readonly<Record<string, Operation>> = {
  readdir: readDirectory,
  readFile,
  stat,
  lstat: stat,
  exists: () => true,
  pathExists: () => true,
  readJson,
  readJSON: readJson,
}

const MODULES = new Set(['fs', 'fs/promises', 'fs-extra', 'graceful-fs'])

/** `readdirSync`, and `readdir` as a promise gives it. */
const operationOf = (property: string): Operation | undefined => {
  const name = property.replace(/Sync$/, '')
  return Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : undefined
}

const isFunction = (value: Value): boolean => typeof value === 'object' && (value?.kind === 'closure' || value?.kind === 'host')

/** `globSync`: what makes the function of that name. */
export const fileSystem = (source: string, lookup: ModuleLookup, globSync: (lookup: ModuleLookup) => HostValue): HostValue | undefined => {
  if (!MODULES.has(source.replace(/^node:/, ''))) return undefined
  const member = (property: string): Value | MissingMember => {
    if (property === 'default' || property === 'promises') return self
    if (property === 'globSync') return globSync(lookup)
    const operation = operationOf(property)
    if (!operation) return unknown(`fs.${property}`)
    return host(`fs.${property}`, {
      call: (invocation) => {
        // What it finds may come by a callback.
        if (invocation.arguments.some(isFunction)) return invocation.evaluator.call(unknown(`fs.${property}`), invocation)
        const path = placeOf(invocation.arguments[0], invocation, lookup)
        return path === null ? UNKNOWN : operation(path, invocation, lookup)
      },
    })
  }
  const self: HostValue = host('fs', { member })
  return self
}
