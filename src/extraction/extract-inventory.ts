import type { Snapshot, TreeEntry } from '../source/snapshot.ts'
import type { ExtractedFile, Extraction, ExtractionProgress, KnownRepository } from './extraction.ts'
import { factsKeyOf, type FactsCache } from './facts-cache.ts'
import { decodeFacts, decodeImports } from './facts/facts-encoding.ts'
import { forwardProgress } from './forward-progress.ts'
import { FRAMEWORKS } from './frameworks/index.ts'
import { languageOf } from './languages.ts'
import { createLinker, type Linker } from './link/create-linker.ts'
import { createFileTree, type FileTree } from './link/file-tree.ts'
import { isSettled, linkCandidates, type Candidate } from './link-candidates.ts'
import { readConfiguration, type Configuration } from './link/read-configuration.ts'
import { isConfigurationPath, type ReadFacts } from './link/read-project.ts'
import { isTestMaterial } from './link/test-material.ts'
import { createFactsLoader, type FactsLoader, type FileToLoad } from './load-facts.ts'
import type { ParserPool } from './parser-pool.ts'
import { toldOnce } from './told-once.ts'

export interface ExtractInventoryOptions {
  parsers: ParserPool
  signal: AbortSignal
  cache?: FactsCache
  known?: KnownRepository
  /** Whether digests of files and what they depend on are wanted, by who keeps them for another time; they are where this is absent. */
  isKept?: boolean
  onProgress?: (progress: ExtractionProgress) => void
}

/** Lists every test of a snapshot. Files that can't be read, parsed or decided are told in the diagnostics; the rest goes on. */
export const extractInventory = async (snapshot: Snapshot, given: ExtractInventoryOptions): Promise<Extraction> => {
  const options = { ...given, ...(given.onProgress && { onProgress: forwardProgress(given.onProgress) }) }
  const { signal, known, onProgress } = options
  const entries = await snapshot.entries(signal)
  onProgress?.({ phase: 'list', done: entries.length, total: entries.length })
  const loader = createFactsLoader(snapshot, options)
  await fetchAtOnce(snapshot, entries, loader, options)
  const tree = createFileTree(entries)
  // While configuration is read, which tells what is a test, the parsers have nothing else to do.
  // Where nothing stands there is nothing to parse; names of folders and imports are none of the tree's paths.
  const affected = known?.affected((path, found) => (tree.at(path)?.blob ?? found) === found)
  const guessing = known && affected ? guessChanged(known, affected, tree, loader) : loader.guess(entries.flatMap(guessOf))
  // Awaited at the end; until then nobody would hear what it fails with.
  guessing.catch(() => {})
  try {
    return await extractListed(snapshot, { tree, affected }, loader, options)
  } finally {
    await guessing
  }
}

/** Names that only tests have, wherever they stand. */
const SURELY_TEST = /(?:^|[/._-])(?:test|spec|cy)\.[cm]?[jt]sx?$|_test\.(?:go|py)$|(?:^|\/)test_[^/]*\.py$/

const guessOf = (entry: TreeEntry): FileToLoad[] => {
  const language = SURELY_TEST.test(entry.path) && !isTestMaterial(entry.path) ? languageOf(entry.path) : null
  return language === null ? [] : [{ entry, language }]
}

/** Those that have changed; and of what they looked at before they did, which they are likely to look at again, what was kept. */
const guessChanged = async (
  { files }: KnownRepository,
  affected: ReadonlySet<string>,
  tree: FileTree,
  loader: FactsLoader,
): Promise<void> => {
  const changed = new Set<string>()
  const besides = new Set<string>()
  for (const path of affected) {
    const [entry, former] = [tree.at(path), files.get(path)]
    if (!entry || !former) continue
    const { dependencies } = former.trace
    if (dependencies.some(([dependency, found]) => dependency === path && found === entry.blob)) continue
    changed.add(path)
    for (const [dependency] of dependencies) besides.add(dependency)
  }
  const toLoad = (path: string): FileToLoad[] => {
    const entry = tree.at(path)
    const language = languageOf(path)
    return entry === undefined || language === null ? [] : [{ entry, language }]
  }
  await loader.guess([...changed].flatMap(toLoad), [...besides].flatMap(toLoad))
}

interface Listed {
  tree: FileTree
  /** The known files that depend on a file whose contents are others now. What came or went isn't seen by that. */
  affected: ReadonlySet<string> | undefined
}

const extractListed = async (
  snapshot: Snapshot,
  listed: Listed,
  loader: FactsLoader,
  options: ExtractInventoryOptions,
): Promise<Extraction> => {
  const { tree } = listed
  const { signal, known, isKept = true, onProgress } = options
  const first = await readConfiguration({
    snapshot,
    tree,
    frameworks: FRAMEWORKS,
    readFacts: factsReader(loader),
    known: known?.configuration ?? null,
    signal,
  })
  const { candidates } = first
  const encoded = (path: string, blob: string): Uint8Array | undefined => {
    const language = languageOf(path)
    return language === null ? undefined : loader.facts.get(factsKeyOf({ blob, language }))
  }
  const linkerOf = ({ project, isKnown }: Configuration): Linker =>
    createLinker({
      project,
      tree,
      samePaths: isKnown,
      frameworks: FRAMEWORKS,
      isKept,
      isCandidate: (path) => candidates.has(path),
      isSettled: (path) => isSettled(loader, path),
      facts: (path, blob) => {
        const bytes = encoded(path, blob)
        return bytes ? decodeFacts(bytes) : null
      },
      imports: (path, blob) => {
        const bytes = encoded(path, blob)
        return bytes ? decodeImports(bytes) : null
      },
    })
  let linker = linkerOf(first)
  const { reused, pending } = sortOut(listed, first, linker, known)
  let configuration = await first.readAround(pending.map(({ entry }) => entry.path))
  for (;;) {
    if (configuration !== first) linker = linkerOf(configuration)
    const linked = await linkCandidates(pending, { linker, configuration, loader, tree, isKept, signal, onProgress })
    const next = await configuration.readMissing()
    if (next) {
      configuration = next
      continue
    }
    const ofConfiguration = configuration.diagnostics.filter(({ path }) => !candidates.has(path))
    const files = [...reused, ...linked].sort((a, b) => (a.path < b.path ? -1 : 1))
    return {
      files,
      diagnostics: [...loader.diagnostics, ...ofConfiguration, ...toldOnce(files)],
      configuration: configuration.known,
      work: {
        candidates: candidates.size,
        parsed: loader.parsed,
        factsReused: loader.reused,
        linked: pending.length,
        linksReused: reused.length,
      },
    }
  }
}

/** The candidates that are as an earlier extraction left them, and those that are to be linked. */
const sortOut = (
  { tree, affected: byContents }: Listed,
  { candidates, isKnown }: Configuration,
  linker: Linker,
  known: KnownRepository | undefined,
): { reused: ExtractedFile[]; pending: Candidate[] } => {
  const reused: ExtractedFile[] = []
  const pending: Candidate[] = []
  // Where the paths are the same, only contents can differ.
  const affected = isKnown ? byContents : known?.affected(linker.holds)
  for (const entry of tree.entries) {
    const taking = candidates.get(entry.path)
    if (taking === undefined) continue
    const former = known?.files.get(entry.path)
    if (former?.trace.scope === taking && affected?.has(entry.path) === false) {
      reused.push({ ...former, inventory: null })
      continue
    }
    const language = languageOf(entry.path)
    if (language !== null) pending.push({ entry, language, taking })
  }
  return { reused, pending }
}

/** Names that nearly all test files have, and helpers beside them. */
const LOOKS_LIKE_TEST =
  /(?:^|[/._-])(?:tests?|specs?|cy|e2e|__tests__|conftest|fixtures?|helpers?|cypress|playwright)(?:[/._-])|_test\.go$|(?:test|spec)s?\.\w+$/i

/**
 * Where each reading of missing files is a request to a server: brings configuration and what is named like a test
 * together, before configuration says what is one. What has facts already, or didn't change, isn't needed.
 */
const fetchAtOnce = async (
  snapshot: Snapshot,
  entries: readonly TreeEntry[],
  loader: FactsLoader,
  { known, signal }: ExtractInventoryOptions,
): Promise<void> => {
  if (!snapshot.prefetch) return
  const likely = entries.flatMap((entry) => {
    const language = LOOKS_LIKE_TEST.test(entry.path) ? languageOf(entry.path) : null
    return language === null ||
      language === 'text' ||
      known?.files.get(entry.path)?.trace.dependencies.some(([path, found]) => path === entry.path && found === entry.blob)
      ? []
      : [{ entry, language }]
  })
  const parsed = await loader.reuse(likely)
  const unparsed = likely.filter((file) => !parsed(file)).map((file) => file.entry)
  await snapshot.prefetch([...entries.filter((entry) => isConfigurationPath(entry.path, FRAMEWORKS)), ...unparsed], signal)
}

const factsReader =
  (loader: FactsLoader): ReadFacts =>
  async (files) => {
    await loader.add(files)
    const keys = new Map(files.map(({ entry, language }) => [entry.path, factsKeyOf({ blob: entry.blob, language })]))
    return (path) => {
      const bytes = loader.facts.get(keys.get(path) ?? '')
      return bytes ? decodeFacts(bytes) : null
    }
  }
