/** Files of the repository as its programs name them, and what they hold. */
import { ModuleInstance } from '../../../evaluation/module-instance.ts'
import { UNKNOWN, type Value } from '../../../evaluation/value.ts'
import { isDamaged } from '../../text/damaged-text.ts'
import type { FileSystem } from '../../text/directories.ts'
import { textOfJsonFile } from '../../text/json-file.ts'
import { pathInPlace } from '../../text/repository-place.ts'
import { isTextPath } from '../../text/text-paths.ts'

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
  if (path === '.') return ''
  if (path.startsWith('/')) return pathInPlace(path)
  return path.startsWith('../') || path === '..' ? undefined : path
}

const UTF8 = /^utf[-_]?8(?:[-_]sig)?$/i

/** The same text as a file opened as text gives it: with plain line ends, and without a mark where the encoding has one. */
export const asOpenedText = (text: Value, encoding: Value): Value => {
  if (typeof text !== 'string') return text
  const name = encoding ?? 'utf-8'
  const plain = text.replaceAll(/\r\n?/g, '\n')
  if (isDamaged(plain) || typeof name !== 'string' || (!UTF8.test(name) && /[^\0-\x7f]/.test(plain))) return UNKNOWN
  return name.endsWith('sig') ? plain.replace(/^\ufeff/, '') : plain
}

/** The text of a file as it stands there; unknown where it isn't one that is kept. */
export const textOfFile = (path: string, { evaluator, module }: FileSystem): Value => {
  const isJson = path.endsWith('.json')
  if (!isJson && !isTextPath(path)) return UNKNOWN
  const file = evaluator.resolver.resolve(`/${path}`, module)
  if (!(file instanceof ModuleInstance)) return UNKNOWN
  if (isJson) return textOfJsonFile(file)
  const text = evaluator.exportOf(file, 'default')
  return typeof text === 'string' ? text : UNKNOWN
}
