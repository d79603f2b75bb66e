import type { Diagnostic } from '../inventory/inventory.ts'
import type { Snapshot, TreeEntry } from '../source/snapshot.ts'
import { createBreather } from '../runtime/breather.ts'
import type { ExtractedFile, Extraction, ExtractionProgress, KnownRepository } from './extraction.ts'
import { factsKeyOf, type FactsCache } from './facts-cache.ts'
import { decodeFacts } from './facts/facts-encoding.ts'
import type { Language } from './facts/program.ts'
import { FRAMEWORKS } from './frameworks/index.ts'
import { languageOf } from './languages.ts'
import { createLinker, type Linker } from './link/create-linker.ts'
import { readConfiguration } from './link/read-configuration.ts'
import { isConfigurationPath, type ReadFacts } from './link/read-project.ts'
import { isTestMaterial } from './link/test-material.ts'
import { createFactsLoader, type FactsLoader, type FileToLoad } from './load-facts.ts'
import type { ParserPool } from './parser-pool.ts'
import type { Scope } from './framework.ts'

export interface ExtractInventoryOptions {
  parsers: ParserPool
  signal: AbortSignal
  cache?: FactsCache
  known?: KnownRepository
  onProgress?: (progress: ExtractionProgress) => void
}

interface Candidate {
  entry: TreeEntry
  language: Language
  scopes: Scope[]
  /** The name of the set of scopes that take it. */
  taking: string
}

/** Imports of imports of …: each round reads the files that the last one found it needs. */
const MAXIMUM_ROUNDS = 16

/** Lists every test of a snapshot. Files that can't be read, parsed or decided are told in the diagnostics; the rest goes on. */
export const extractInventory = async (snapshot: Snapshot, options: ExtractInventoryOptions): Promise<Extraction> => {
  const { signal, known, onProgress } = options
  const entries = await snapshot.entries(signal)
  onProgress?.({ phase: 'list', done: entries.length, total: entries.length })
  const loader = createFactsLoader(snapshot, options)
  await fetchAtOnce(snapshot, entries, loader, options)
  // While configuration is read, which tells what is a test, the parsers have nothing else to do.
  const guessing = known ? guessChanged(known, entries, loader) : loader.guess(entries.flatMap(guessOf))
  try {
    return await extractListed(snapshot, entries, loader, options)
  } finally {
    await guessing
  }
}

/** Names that only tests have, wherever they stand. */
const SURELY_TEST = /[._-](?:test|spec|cy)\.[cm]?[jt]sx?$|_test\.(?:go|py)$|(?:^|\/)test_[^/]*\.py$/

const guessOf = (entry: TreeEntry): FileToLoad[] => {
  const language = SURELY_TEST.test(entry.path) && !isTestMaterial(entry.path) ? languageOf(entry.path) : null
  return language === null ? [] : [{ entry, language }]
}

/** Those that have changed; and of what they looked at before they did, which they are likely to look at again, what was kept. */
const guessChanged = async ({ files }: KnownRepository, entries: readonly TreeEntry[], loader: FactsLoader): Promise<void> => {
  const byPath = new Map(entries.map((entry) => [entry.path, entry]))
  const changed = new Set<string>()
  const besides = new Set<string>()
  for (const { path, trace } of files.values()) {
    const blob = byPath.get(path)?.blob
    if (blob === undefined || trace.dependencies.some(([dependency, found]) => dependency === path && found === blob)) continue
    changed.add(path)
    for (const [dependency] of trace.dependencies) besides.add(dependency)
  }
  const toLoad = (path: string): FileToLoad[] => {
    const entry = byPath.get(path)
    const language = languageOf(path)
    return entry === undefined || language === null ? [] : [{ entry, language }]
  }
  await loader.guess([...changed].flatMap(toLoad), [...besides].flatMap(toLoad))
}

const extractListed = async (
  snapshot: Snapshot,
  entries: readonly TreeEntry[],
  loader: FactsLoader,
  options: ExtractInventoryOptions,
): Promise<Extraction> => {
  const { signal, known } = options
  const {
    project,
    candidates,
    scopesOf,
    isKnown,
    diagnostics: ofConfiguration,
    known: configuration,
  } = await readConfiguration({
    snapshot,
    entries,
    frameworks: FRAMEWORKS,
    readFacts: factsReader(loader),
    known: known?.configuration ?? null,
    signal,
  })
  const files: ExtractedFile[] = []
  const diagnostics: Diagnostic[] = []
  const linker = createLinker({
    project,
    entries,
    samePaths: isKnown,
    frameworks: FRAMEWORKS,
    isCandidate: (path) => candidates.has(path),
    isSettled: (path) => isSettled(loader, path),
    facts: (path, blob) => {
      const language = languageOf(path)
      const bytes = language === null ? undefined : loader.facts.get(factsKeyOf({ blob, language }))
      return bytes ? decodeFacts(bytes) : null
    },
  })
  const pending: Candidate[] = []
  for (const entry of entries) {
    const taking = candidates.get(entry.path)
    if (taking === undefined) continue
    const former = known?.files.get(entry.path)
    if (former && former.trace.scope === taking && linker.stillHolds(former.trace.dependencies)) {
      files.push({ ...former, inventory: null })
      continue
    }
    const language = languageOf(entry.path)
    if (language !== null) pending.push({ entry, language, taking, scopes: scopesOf(taking) })
  }
  const linksReused = files.length
  await linkAll(pending, { linker, loader, files, diagnostics, entries, options })
  files.sort((a, b) => (a.path < b.path ? -1 : 1))
  return {
    files,
    diagnostics: [...loader.diagnostics, ...ofConfiguration.filter(({ path }) => !candidates.has(path)), ...diagnostics],
    configuration,
    work: { candidates: candidates.size, parsed: loader.parsed, factsReused: loader.reused, linked: pending.length, linksReused },
  }
}

/** What no language reads (declarations of types, say) is never loaded: nobody waits for it. */
const isSettled = (loader: FactsLoader, path: string): boolean => loader.isSettled(path) || languageOf(path) === null

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

interface Linking {
  linker: Linker
  loader: FactsLoader
  files: ExtractedFile[]
  diagnostics: Diagnostic[]
  entries: readonly TreeEntry[]
  options: ExtractInventoryOptions
}

/** So many files that wait for others are linked again together: modules are made anew for them, which costs more than few are worth. */
const WORTH_LINKING_AGAIN = 200

interface Waiting {
  candidate: Candidate
  /** What it asked for that wasn't known yet. */
  missing: readonly string[]
  rounds: number
}

/**
 * Links each file as soon as it is parsed, while others still are. Those that asked for a file that wasn't read yet are
 * linked again once it is.
 */
const linkAll = async (
  candidates: readonly Candidate[],
  { linker, loader, files, diagnostics, entries, options }: Linking,
): Promise<void> => {
  const { signal, onProgress } = options
  const byPath = new Map(entries.map((entry) => [entry.path, entry]))
  const breathe = createBreather(signal)
  const tried = new Set(candidates.map((candidate) => candidate.entry.path))
  let waiting: Waiting[] = []
  let done = 0

  const fileAt = (path: string): { entry: TreeEntry; language: Language } | null => {
    const entry = byPath.get(path)
    const language = languageOf(path)
    return entry && language ? { entry, language } : null
  }

  const link = (candidate: Candidate, rounds: number): void => {
    const linked = linker.link(candidate)
    const missing = [...linked.wanted].filter((path) => !isSettled(loader, path) && fileAt(path) !== null)
    if (missing.length > 0 && rounds < MAXIMUM_ROUNDS) {
      ask(missing)
      waiting.push({ candidate, missing, rounds: rounds + 1 })
      return
    }
    done++
    const trace = { dependencies: linked.dependencies(), scope: candidate.taking }
    files.push({ path: candidate.entry.path, digest: linked.digest, inventory: linked.inventory, trace })
    diagnostics.push(...linked.diagnostics)
  }

  /** Links those again whose wait is over, in the order of the paths. */
  const linkAgain = async (atLeast: number): Promise<void> => {
    const isReady = ({ missing }: Waiting): boolean => missing.every((path) => loader.isSettled(path))
    const ready = waiting.filter(isReady)
    if (ready.length < atLeast) return
    waiting = waiting.filter((one) => !isReady(one))
    linker.forgetMissing()
    for (const { candidate, rounds } of ready.toSorted((a, b) => (a.candidate.entry.path < b.candidate.entry.path ? -1 : 1))) {
      await breathe()
      onProgress?.({ phase: 'link', done, total: candidates.length })
      link(candidate, rounds)
    }
  }

  /** Loads what files ask for before what is only waiting to be parsed, so that others that ask for the same find it. */
  const asked: string[] = []
  const ahead: { loading: Promise<void> | null } = { loading: null }
  const loadAhead = async (): Promise<void> => {
    while (asked.length > 0) {
      await loader.load(
        asked.splice(0).flatMap((path) => fileAt(path) ?? []),
        { urgent: true },
      )
      await linkAgain(WORTH_LINKING_AGAIN)
    }
    ahead.loading = null
  }
  const ask = (paths: readonly string[]): void => {
    for (const path of paths)
      if (!tried.has(path)) {
        tried.add(path)
        asked.push(path)
      }
    if (asked.length === 0 || ahead.loading) return
    ahead.loading = loadAhead()
    // Awaited below, where its fault is thrown.
    ahead.loading.catch(() => {})
  }

  // In the order of the paths, whichever is parsed first: what files share must not depend on chance.
  const ready = new Set<string>()
  let next = 0
  await loader.load(candidates, {
    onLoaded: ({ entry }) => {
      ready.add(entry.path)
      for (let candidate = candidates[next]; candidate && ready.has(candidate.entry.path); candidate = candidates[++next])
        link(candidate, 0)
    },
  })
  while (waiting.length > 0 || ahead.loading) {
    await ahead.loading
    await linkAgain(1)
  }
  onProgress?.({ phase: 'link', done, total: candidates.length })
}
