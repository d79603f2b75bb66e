/** What is in the directories of the repository, as its programs find it. */
import type { Evaluator } from '../../evaluation/evaluator.ts'
import type { ModuleInstance } from '../../evaluation/module-instance.ts'

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
