/** What programs read of the repository's folders when they make tables or load tests: names of files, not their content. */
import { host, type HostValue, type Invocation, list, type MissingMember, UNKNOWN, unknown, type Value } from '../../evaluation/value.ts'
import type { ModuleLookup } from '../../language.ts'
import { REPOSITORY_ROOT, repositoryPath } from './node-library.ts'

const isAbsolute = (path: Value): path is string => typeof path === 'string' && path.startsWith(REPOSITORY_ROOT)

/** Relative paths depend on where the program is started. */
const directoryOf = (path: Value): string | null => (isAbsolute(path) ? repositoryPath(path, '') : null)

const readdir =
  (lookup: ModuleLookup) =>
  ({ arguments: [path, options] }: Invocation): Value => {
    const directory = directoryOf(path)
    if (directory === null || (options !== undefined && typeof options !== 'string')) return UNKNOWN
    const names = lookup.list(directory)
    // What the repository doesn't hold may be made before the tests run.
    return names.length === 0 ? UNKNOWN : list([...names])
  }

const exists =
  (lookup: ModuleLookup) =>
  ({ arguments: [path] }: Invocation): Value => {
    const found = directoryOf(path)
    return found !== null && (lookup.has(found) || lookup.list(found).length > 0) ? true : UNKNOWN
  }

export const fileSystem = (source: string, lookup: ModuleLookup): HostValue | undefined => {
  const name = source.replace(/^node:/, '')
  if (name !== 'fs' && name !== 'fs/promises') return undefined
  const member = (property: string): Value | MissingMember => {
    if (property === 'default' || property === 'promises') return self
    if (property === 'readdirSync' || property === 'readdir') return host(`fs.${property}`, { call: readdir(lookup) })
    return property === 'existsSync' ? host('fs.existsSync', { call: exists(lookup) }) : unknown(`fs.${property}`)
  }
  const self: HostValue = host('fs', { member })
  return self
}
