import type { Diagnostic } from '../../inventory/inventory.ts'
import type { Snapshot, TreeEntry } from '../../source/snapshot.ts'
import { decodeText } from '../decode-text.ts'
import type { FileFacts, Language } from '../facts/program.ts'
import type { Framework, Scope } from '../framework.ts'
import { javaScript } from '../languages/javascript/javascript.ts'
import { isTypeScriptConfiguration } from '../languages/javascript/tsconfig-paths.ts'
import { perProject } from '../per-project.ts'
import type { NamedPackage, Project } from '../project.ts'
import { configurationFaults } from './configuration-faults.ts'
import { createProject, type ProjectSource } from './create-project.ts'
import type { FileTree } from './file-tree.ts'

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
const createReader = (snapshot: Snapshot, tree: FileTree, readFacts: ReadFacts, signal: AbortSignal) => {
  const texts = new Map<string, string>()
  /** Decoded once: a program that many configurations are made with is asked for by each of them. */
  const factsOf = new Map<string, FileFacts | null>()
  const read = async (paths: readonly string[]): Promise<void> => {
    const missing = paths.flatMap((path) => tree.at(path) ?? [])
    const programs: { entry: TreeEntry; language: Language; bytes: Uint8Array }[] = []
    for await (const { entry, bytes } of snapshot.read(missing, signal)) {
      texts.set(entry.path, decodeText(bytes))
      const language = javaScript.languageOf(entry.path)
      if (language !== null && language !== 'json') programs.push({ entry, language, bytes })
    }
    const facts = await readFacts(programs)
    for (const { entry } of programs) factsOf.set(entry.path, facts(entry.path))
    // What can't be read is not asked for again.
    for (const { path } of missing) if (!texts.has(path)) texts.set(path, '')
  }
  return { read, texts, facts: { get: (path: string): FileFacts | undefined => factsOf.get(path) ?? undefined } }
}

/** Of a framework that has asked for no text that isn't there, they are what they are. */
const scopesOf = perProject((project, framework: Framework) => framework.scopes(project))

/** Reads the configuration of a repository and the scopes that it means for each framework; `read` names the files that were read, `diagnostics` those of them that are broken. */
export const readProject = async (
  snapshot: Snapshot,
  tree: FileTree,
  frameworks: readonly Framework[],
  readFacts: ReadFacts,
  signal: AbortSignal,
): Promise<{ project: Project; scopes: Scope[]; read: string[]; diagnostics: Diagnostic[] }> => {
  const { read, texts, facts } = createReader(snapshot, tree, readFacts, signal)
  const created = createProject({ ...pathsOf(tree), texts, facts })
  const { project } = created
  let wanted = tree.entries.map(({ path }) => path).filter((path) => isConfigurationPath(path, frameworks))
  for (let round = 0; ; round++) {
    await read(wanted)
    created.resume()
    const scopes = frameworks.flatMap((framework) => scopesOf(project, framework))
    wanted = [...created.wanted]
    if (wanted.length === 0 || round >= MAXIMUM_ROUNDS)
      return { project, scopes, read: [...texts.keys()], diagnostics: configurationFaults(texts, facts, frameworks) }
  }
}

const pathsOf = (tree: FileTree): Required<Pick<ProjectSource, 'paths' | 'has' | 'list'>> => ({
  paths: tree.entries.map(({ path }) => path),
  has: (path) => tree.at(path) !== undefined,
  list: (directory) => tree.listing(directory).names,
})

export interface OpenedProject {
  /** As far as its texts are read; what asks for others gets nothing, and they are noted. */
  readonly project: Project
  /** Those that were asked for and are not read. */
  missing(): string[]
  read(paths: readonly string[]): Promise<void>
}

/** The project of a repository of whose configuration it is known which files are `read` and how packages are called; no text is read yet. */
export const openProject = (
  snapshot: Snapshot,
  tree: FileTree,
  known: { read: readonly string[]; packageNames: readonly NamedPackage[] },
  readFacts: ReadFacts,
  signal: AbortSignal,
): OpenedProject => {
  const { read, texts, facts } = createReader(snapshot, tree, readFacts, signal)
  const created = createProject({ ...pathsOf(tree), packageNames: known.packageNames, texts, facts })
  const isRead = new Set(known.read)
  return {
    project: created.project,
    // What was not read then is not read now either: the outcome is to be the same.
    missing: () => [...created.wanted].filter((path) => isRead.has(path)),
    read: async (paths) => {
      await read(paths)
      created.resume()
    },
  }
}
