import { globSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'

/** The list itself; and what people keep beside the compose file, which is not in the repository. */
const NOT_GENERATED = /^infra\/(?:[^/]*\.ts|secrets\/.*|\.env)$/

export interface Comparison {
  /** Paths of files that are not there, or have another text. */
  differing: string[]
  /** Paths of files in `infra` that nothing writes: those of a service that is gone, or somebody's own. */
  leftOver: string[]
}

/** Holds what is on disk against what would be written. */
export const compareFiles = async (root: string, generated: ReadonlyMap<string, string>): Promise<Comparison> => {
  const present = globSync('infra/**/*', { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((path) => !NOT_GENERATED.test(path))
  const texts = await Promise.all(
    [...generated.keys()].map(async (path) => [path, await readFile(join(root, path), 'utf8').catch(() => null)] as const),
  )
  return {
    differing: texts.filter(([path, text]) => text !== generated.get(path)).map(([path]) => path),
    leftOver: present.filter((path) => !generated.has(path)),
  }
}
