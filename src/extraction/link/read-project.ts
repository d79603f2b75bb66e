import type { Snapshot, TreeEntry } from '../../source/snapshot.ts'
import { decodeText } from '../decode-text.ts'
import type { Framework, Scope } from '../framework.ts'
import { isTypeScriptConfiguration } from '../languages/javascript/tsconfig-paths.ts'
import type { Project } from '../project.ts'
import { createProject } from './create-project.ts'

const MANIFESTS = new Set(['package.json', 'go.mod', 'go.work', 'pnpm-workspace.yaml'])

const MAXIMUM_ROUNDS = 8

/** Whether a file may say something of how tests are run or what imports lead to. */
export const isConfigurationPath = (path: string, frameworks: readonly Framework[]): boolean => {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return MANIFESTS.has(name) || isTypeScriptConfiguration(name) || frameworks.some((framework) => framework.isConfiguration(name, path))
}

/** Reads the configuration of a repository and the scopes that it means for each framework. */
export const readProject = async (
  snapshot: Snapshot,
  entries: readonly TreeEntry[],
  frameworks: readonly Framework[],
  signal: AbortSignal,
): Promise<{ project: Project; scopes: Scope[] }> => {
  const byPath = new Map(entries.map((entry) => [entry.path, entry]))
  const paths = entries.map((entry) => entry.path)
  const texts = new Map<string, string>()
  let wanted = paths.filter((path) => isConfigurationPath(path, frameworks))
  const { project, wanted: more, resume } = createProject({ paths, texts })
  for (let round = 0; ; round++) {
    const missing = wanted.flatMap((path) => byPath.get(path) ?? [])
    for await (const { entry, bytes } of snapshot.read(missing, signal)) texts.set(entry.path, decodeText(bytes))
    // What can't be read is not asked for again.
    for (const { path } of missing) if (!texts.has(path)) texts.set(path, '')
    resume()
    const scopes = frameworks.flatMap((framework) => framework.scopes(project))
    wanted = [...more]
    if (wanted.length === 0 || round >= MAXIMUM_ROUNDS) return { project, scopes }
  }
}
