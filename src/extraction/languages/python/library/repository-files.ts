/** Files of the repository as its programs name them, and what they hold. */
import type { Evaluator } from '../../../evaluation/evaluator.ts'
import { ModuleInstance } from '../../../evaluation/module-instance.ts'
import { host, type HostValue, UNKNOWN, type Value } from '../../../evaluation/value.ts'
import { isTextPath } from '../../text/text-paths.ts'

/** Stands for where the repository is checked out, which no text says: a character that no path has. */
const PLACE = '\u{F8FF}'
const ROOT = `/${PLACE}`

/** The absolute path by which programs know a file of the repository. */
export const absolutePath = (path: string): string => (path === '' ? ROOT : `${ROOT}/${path}`)

/** Whether a text holds the place of the repository, so that only a run tells how it reads. */
export const isPlaceDependent = (text: string): boolean => text.includes(PLACE)

/** `.`, `..` and doubled slashes taken out, as `os.path.normpath` does. */
export const normalizePath = (text: string): string => {
  const parts: string[] = []
  const isAbsolute = text.startsWith('/')
  for (const part of text.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop()
    else if (!isAbsolute) parts.push('..')
  }
  return (isAbsolute ? '/' : '') + parts.join('/') || '.'
}

/** The repository's own path of what a program names; undefined for what lies elsewhere. Runs begin at the top. */
export const repositoryPath = (text: string): string | undefined => {
  const path = normalizePath(text)
  if (path === ROOT || path === '.') return ''
  if (path.startsWith(`${ROOT}/`)) return path.slice(ROOT.length + 1)
  return path.startsWith('/') || path.startsWith('../') || path === '..' ? undefined : path
}

export interface FileSystem {
  readonly evaluator: Evaluator
  /** The module whose program asks. */
  readonly module: ModuleInstance
}

/** Names right in a directory, sorted; empty where there is none. */
export const namesIn = (directory: string, { evaluator, module }: FileSystem): readonly string[] => {
  const found = evaluator.resolver.resolve(directory === '' ? '/' : `/${directory}/`, module)
  return typeof found === 'object' && found !== null && 'kind' in found && found.kind === 'list'
    ? found.items.filter((name) => typeof name === 'string')
    : []
}

export const isDirectory = (path: string, files: FileSystem): boolean => path === '' || namesIn(path, files).length > 0

export const isFile = (path: string, files: FileSystem): boolean => {
  const slash = path.lastIndexOf('/')
  return namesIn(path.slice(0, Math.max(0, slash)), files).includes(path.slice(slash + 1)) && !isDirectory(path, files)
}

interface JsonText {
  readonly json: ModuleInstance
}

const isJsonText = (data: unknown): data is JsonText => typeof data === 'object' && data !== null && 'json' in data

/** The JSON file whose text a value is; undefined for all else. */
export const jsonFileOf = (value: Value): ModuleInstance | undefined =>
  typeof value === 'object' && value?.kind === 'host' && isJsonText(value.data) ? value.data.json : undefined

/** JSON files are kept parsed: their text is known by what it says alone. */
const jsonText = (json: ModuleInstance): HostValue => host('text of a JSON file', { data: { json } satisfies JsonText })

/** The text of a file; unknown where it isn't one that is kept. */
export const textOfFile = (path: string, { evaluator, module }: FileSystem): Value => {
  const isJson = path.endsWith('.json')
  if (!isJson && !isTextPath(path)) return UNKNOWN
  const file = evaluator.resolver.resolve(`/${path}`, module)
  if (!(file instanceof ModuleInstance)) return UNKNOWN
  if (isJson) return jsonText(file)
  const text = evaluator.exportOf(file, 'default')
  return typeof text === 'string' ? text : UNKNOWN
}
