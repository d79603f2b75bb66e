import type { Diagnostic } from '../../inventory/inventory.ts'
import type { Snapshot, TreeEntry } from '../../source/snapshot.ts'
import { decodeText } from '../decode-text.ts'
import type { FileFacts, Language } from '../facts/program.ts'
import type { Framework, Scope } from '../framework.ts'
import { javaScript } from '../languages/javascript/javascript.ts'
import { isTypeScriptConfiguration } from '../languages/javascript/tsconfig-paths.ts'
import type { Project } from '../project.ts'
import { configurationFaults } from './configuration-faults.ts'
import { createProject } from './create-project.ts'

const MANIFESTS = new Set(['package.json', 'go.mod', 'go.work', 'pnpm-workspace.yaml'])

const MAXIMUM_ROUNDS = 8

/** Whether a file may say something of how tests are run or what imports lead to. */
export const isConfigurationPath = (path: string, frameworks: readonly Framework[]): boolean => {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return MANIFESTS.has(name) || isTypeScriptConfiguration(name) || frameworks.some((framework) => framework.isConfiguration(name, path))
}

/** Gives facts of files that were read, by path: configuration is parsed where all files are, since it is no less hostile. */
export type ReadFacts = (
  files: readonly { entry: TreeEntry; language: Language; bytes: Uint8Array }[],
) => Promise<(path: string) => FileFacts | null>

/** Texts of configuration, and facts of those that are programs, as they are read. */
const createReader = (snapshot: Snapshot, entries: readonly TreeEntry[], readFacts: ReadFacts, signal: AbortSignal) => {
  const byPath = new Map(entries.map((entry) => [entry.path, entry]))
  const texts = new Map<string, string>()
  const factsOf = new Map<string, (path: string) => FileFacts | null>()
  const read = async (paths: readonly string[]): Promise<void> => {
    const missing = paths.flatMap((path) => byPath.get(path) ?? [])
    const programs: { entry: TreeEntry; language: Language; bytes: Uint8Array }[] = []
    for await (const { entry, bytes } of snapshot.read(missing, signal)) {
      texts.set(entry.path, decodeText(bytes))
      const language = javaScript.languageOf(entry.path)
      if (language !== null && language !== 'json') programs.push({ entry, language, bytes })
    }
    const facts = await readFacts(programs)
    for (const { entry } of programs) factsOf.set(entry.path, facts)
    // What can't be read is not asked for again.
    for (const { path } of missing) if (!texts.has(path)) texts.set(path, '')
  }
  return { read, texts, facts: { get: (path: string): FileFacts | undefined => factsOf.get(path)?.(path) ?? undefined } }
}

/** Reads the configuration of a repository and the scopes that it means for each framework; `read` names the files that were read, `diagnostics` those of them that are broken. */
export const readProject = async (
  snapshot: Snapshot,
  entries: readonly TreeEntry[],
  frameworks: readonly Framework[],
  readFacts: ReadFacts,
  signal: AbortSignal,
): Promise<{ project: Project; scopes: Scope[]; read: string[]; diagnostics: Diagnostic[] }> => {
  const paths = entries.map((entry) => entry.path)
  const { read, texts, facts } = createReader(snapshot, entries, readFacts, signal)
  let wanted = paths.filter((path) => isConfigurationPath(path, frameworks))
  const { project, wanted: more, resume } = createProject({ paths, texts, facts })
  for (let round = 0; ; round++) {
    await read(wanted)
    resume()
    const scopes = frameworks.flatMap((framework) => framework.scopes(project))
    wanted = [...more]
    if (wanted.length === 0 || round >= MAXIMUM_ROUNDS)
      return { project, scopes, read: [...texts.keys()], diagnostics: configurationFaults(texts, facts, frameworks) }
  }
}

/** The project of a repository of whose configuration it is known which files are read. */
export const openProject = async (
  snapshot: Snapshot,
  entries: readonly TreeEntry[],
  known: readonly string[],
  readFacts: ReadFacts,
  signal: AbortSignal,
): Promise<Project> => {
  const { read, texts, facts } = createReader(snapshot, entries, readFacts, signal)
  await read(known)
  return createProject({ paths: entries.map((entry) => entry.path), texts, facts }).project
}
