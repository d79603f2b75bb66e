/** Links the candidates of a commit as their facts and those of what they import become known. */
import { createBreather } from '../runtime/breather.ts'
import { boundHeapGrowth, boundInlining } from '../runtime/v8-settings.ts'
import type { TreeEntry } from '../source/snapshot.ts'
import type { ExtractedFile, ExtractionProgress } from './extraction.ts'
import type { Language } from './facts/program.ts'
import { languageOf } from './languages.ts'
import type { Linker } from './link/create-linker.ts'
import type { FileTree } from './link/file-tree.ts'
import type { Configuration } from './link/read-configuration.ts'
import type { FactsLoader } from './load-facts.ts'

export interface Candidate {
  entry: TreeEntry
  language: Language
  /** The name of the set of scopes that take it. */
  taking: string
}

/** Imports of imports of …: each round reads the files that the last one found it needs. */
const MAXIMUM_ROUNDS = 24

/** What no language reads (declarations of types, say) is never loaded: nobody waits for it. */
export const isSettled = (loader: Pick<FactsLoader, 'isSettled'>, path: string): boolean =>
  loader.isSettled(path) || languageOf(path) === null

interface Linking {
  linker: Linker
  configuration: Pick<Configuration, 'scopesOf'>
  loader: Pick<FactsLoader, 'load' | 'isSettled'>
  tree: FileTree
  isKept: boolean
  signal: AbortSignal
  onProgress?: ((progress: ExtractionProgress) => void) | undefined
}

/** So many files that wait for others are linked again together: modules are made anew for them, which costs more than few are worth. */
const WORTH_LINKING_AGAIN = 200

/** So many in a row that are run alike and come across what was evaluated while files weren't read: those after them will, too. */
const MOST_STALE = 3

/** What is asked for while others are loaded waits for one of so many to be done: each asks git, and maybe a cache. */
const MOST_LOADS = 3

/** Where so many files are to be linked, what is compiled for it is worth a setting. */
const MANY_FILES = 200

interface Waiting {
  candidate: Candidate
  /** What it asked for, or imports, that wasn't known yet. */
  missing: readonly string[]
  rounds: number
}

/**
 * Links each file as soon as it is parsed, while others still are. Those that asked for a file that wasn't read yet are
 * linked again once it is, and those that import such a file are not linked before.
 */
export const linkCandidates = async (
  candidates: readonly Candidate[],
  { linker, configuration, loader, tree, isKept, signal, onProgress }: Linking,
): Promise<ExtractedFile[]> => {
  const files: ExtractedFile[] = []
  const breathe = createBreather(signal)
  const tried = new Set(candidates.map((candidate) => candidate.entry.path))
  /** What files have asked for and that isn't there yet: others that import it are likely to ask for it, too. */
  const wanted = new Set<string>()
  let waiting: Waiting[] = []
  /** How many in a row, by what takes them, hung on what was evaluated for others too early. */
  const stale = new Map<string, number>()
  const isStuck = (): boolean => [...stale.values()].some((many) => many >= MOST_STALE)
  let done = 0
  /** Until the candidates are, what is linked meanwhile is told by nobody: the parsing of the others is what is waited for. */
  let areLoaded = false
  /** Nothing is under way any more: who waits still is linked with what there is. */
  let isOver = false

  const fileAt = (path: string): { entry: TreeEntry; language: Language } | null => {
    const entry = tree.at(path)
    const language = languageOf(path)
    return entry && language ? { entry, language } : null
  }

  const isUnsettled = (path: string): boolean => !isSettled(loader, path)

  const foreseen = (settled: readonly string[]): string[] => linker.takeForeseen(settled).filter((path) => fileAt(path) !== null)

  const link = (candidate: Candidate, rounds: number): void => {
    const awaited = wanted.size === 0 ? [] : linker.importsOf(candidate.entry).filter((path) => wanted.has(path) && isUnsettled(path))
    if (awaited.length > 0 && !isOver) {
      waiting.push({ candidate, missing: awaited, rounds })
      return
    }
    const stuck = stale.get(candidate.taking) ?? 0
    if (stuck >= MOST_STALE && !isOver) {
      waiting.push({ candidate, missing: [], rounds })
      return
    }
    const mayBeLinkedAgain = rounds < MAXIMUM_ROUNDS && !isOver
    // What others left half done is no answer where it isn't asked for once more.
    if (rounds >= MAXIMUM_ROUNDS) linker.forgetMissing()
    boundHeapGrowth()
    const linked = linker.link({
      ...candidate,
      scopes: configuration.scopesOf(candidate.taking),
      mayBeLinkedAgain,
    })
    const missing = [...linked.wanted].filter((path) => isUnsettled(path) && fileAt(path) !== null)
    if (missing.length > 0 && mayBeLinkedAgain) {
      ask([...missing, ...foreseen([])])
      waiting.push({ candidate, missing, rounds: rounds + 1 })
      return
    }
    if (linked.hangs && mayBeLinkedAgain) {
      stale.set(candidate.taking, stuck + 1)
      waiting.push({ candidate, missing, rounds })
      return
    }
    stale.delete(candidate.taking)
    done++
    const { diagnostics: told } = linked
    const trace = { dependencies: isKept ? linked.dependencies() : [], scope: candidate.taking, ...(told.length > 0 && { told }) }
    files.push({ path: candidate.entry.path, digest: isKept ? linked.digest() : null, inventory: linked.inventory, trace })
  }

  /** Links those again whose wait is over, in the order of the paths. */
  const linkAgain = async (atLeast: number): Promise<void> => {
    const isReady = ({ missing }: Waiting): boolean => isOver || missing.every((path) => loader.isSettled(path))
    const ready = waiting.filter(isReady)
    if (ready.length < atLeast) return
    waiting = waiting.filter((one) => !isReady(one))
    linker.forgetMissing()
    stale.clear()
    for (const { candidate, rounds } of ready.toSorted((a, b) => (a.candidate.entry.path < b.candidate.entry.path ? -1 : 1))) {
      await breathe()
      if (areLoaded) onProgress?.({ phase: 'link', done, total: candidates.length })
      link(candidate, rounds)
    }
  }

  const settle = (path: string): void => {
    wanted.delete(path)
    ask(foreseen([path]))
  }

  /** What is to be loaded before what is only waiting to be parsed, so that others that ask for the same find it. */
  const asked: string[] = []
  const loading = new Set<Promise<void>>()
  const loadAsked = async (): Promise<void> => {
    const files = asked.splice(0).flatMap((path) => fileAt(path) ?? [])
    await loader.load(files, { urgent: true, onLoaded: ({ entry }) => settle(entry.path) })
    if (loading.size === 1 && asked.length === 0) await linkAgain(isStuck() ? 1 : WORTH_LINKING_AGAIN)
  }
  const startLoading = (): void => {
    if (asked.length === 0 || loading.size >= MOST_LOADS) return
    const job = loadAsked().then(() => {
      loading.delete(job)
      startLoading()
    })
    loading.add(job)
    // Awaited below, where its fault is thrown.
    job.catch(() => {})
  }
  const ask = (paths: readonly string[]): void => {
    for (const path of paths) {
      if (isUnsettled(path)) wanted.add(path)
      if (!tried.has(path)) {
        tried.add(path)
        asked.push(path)
      }
    }
    startLoading()
  }

  if (candidates.length >= MANY_FILES) boundInlining()
  // In the order of the paths, whichever is parsed first: what files share must not depend on chance.
  const ready = new Set<string>()
  let next = 0
  await loader.load(candidates, {
    onLoaded: ({ entry }) => {
      ready.add(entry.path)
      settle(entry.path)
      for (let candidate = candidates[next]; candidate && ready.has(candidate.entry.path); candidate = candidates[++next]) {
        const needed = linker.foresee({ entry: candidate.entry, scopes: configuration.scopesOf(candidate.taking) })
        const missing = needed.filter(isUnsettled)
        ask([...missing, ...foreseen([])])
        if (missing.length > 0) waiting.push({ candidate, missing, rounds: 0 })
        else link(candidate, 0)
      }
    },
  })
  areLoaded = true
  onProgress?.({ phase: 'link', done, total: candidates.length })
  while (waiting.length > 0 || loading.size > 0) {
    await Promise.all(loading)
    const before = waiting
    await linkAgain(1)
    isOver = waiting === before && loading.size === 0
  }
  onProgress?.({ phase: 'link', done, total: candidates.length })
  return files
}
