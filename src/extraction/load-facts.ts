/** Facts of files by content: from the cache where they are, else read and parsed, in batches, and kept. */
import type { Diagnostic } from '../inventory/inventory.ts'
import type { Snapshot, TreeEntry } from '../source/snapshot.ts'
import { createBreather } from '../runtime/breather.ts'
import { inBatches } from '../runtime/in-batches.ts'
import type { ExtractionProgress } from './extraction.ts'
import type { FactsCache, FactsKey } from './facts-cache.ts'
import { factsKeyOf } from './facts-cache.ts'
import type { Language } from './facts/program.ts'
import type { FileToParse, ParseFailure, ParseResult } from './parser.ts'
import type { ParserPool } from './parser-pool.ts'

export interface FileToLoad {
  entry: TreeEntry
  language: Language
}

export interface FactsLoader {
  /**
   * Makes the facts of these files available; `onLoaded` is called for each, once, as soon as they are, or as soon as it
   * is known that they can't be had (then they are missing, which is told in `diagnostics`). What is urgent is parsed
   * before all that waits.
   */
  load<T extends FileToLoad>(files: readonly T[], options?: { onLoaded?: (file: T) => void; urgent?: boolean }): Promise<void>
  /** Makes the facts of contents available that were read already: of configuration, which isn't counted as parsed or reused. */
  add(files: readonly (FileToLoad & { bytes: Uint8Array })[]): Promise<void>
  /**
   * Begins to parse files that are likely to be wanted; `load` waits for those that are under way. What can't be had is
   * told by nobody but `load`. `besides` are files whose facts are taken where they are in the cache, and not parsed.
   * Ends when all are done; never fails.
   */
  guess(files: readonly FileToLoad[], besides?: readonly FileToLoad[]): Promise<void>
  /** Takes those facts from the cache that are there; the answer says of a file whether its are. */
  reuse(files: readonly FileToLoad[]): Promise<(file: FileToLoad) => boolean>
  /** Whether it is known of a path that its facts are there, or can't be had. */
  isSettled(path: string): boolean
  /** Encoded facts by `factsKeyOf`. */
  readonly facts: Map<string, Uint8Array>
  readonly diagnostics: Diagnostic[]
  parsed: number
  reused: number
}

const BATCH_BYTES = 256 * 1024
/** Of what somebody waits for, shared among the parsers. */
const URGENT_BATCH = { count: Number.POSITIVE_INFINITY, size: 64 * 1024 }
const SAVE_COUNT = 500

type ReadFile = FileToParse & {
  key: FactsKey
  /** All that have this content. */
  paths: string[]
}

interface Reading {
  /** Told of each path whose facts are there now, or can't be had. */
  settle: (path: string) => void
  urgent: boolean
  /** It isn't known yet whether the files are wanted: what is wrong with them is not told. */
  quietly?: boolean
}

const keyOf = ({ entry, language }: FileToLoad): FactsKey => ({ blob: entry.blob, language })

export const createFactsLoader = (
  snapshot: Snapshot,
  options: { parsers: ParserPool; signal: AbortSignal; cache?: FactsCache; onProgress?: (progress: ExtractionProgress) => void },
): FactsLoader => {
  const { parsers, signal, cache, onProgress } = options
  const breathe = createBreather(signal)
  const settled = new Set<string>()
  const unsaved: { key: FactsKey; bytes: Uint8Array }[] = []

  const save = async (): Promise<void> => {
    const batch = unsaved.splice(0)
    if (cache && batch.length > 0) await cache.save(batch, signal)
  }

  /** Why contents have no facts, by `factsKeyOf`: each path that has one is told. */
  const failures = new Map<string, ParseFailure>()
  const told = new Set<string>()
  const tell = (path: string, { error, code = 'parse-failed' }: ParseFailure): void => {
    if (!told.has(path)) loader.diagnostics.push({ path, code, message: error })
    told.add(path)
  }

  const keep = (key: FactsKey, result: ParseResult): void => {
    if ('error' in result) failures.set(factsKeyOf(key), result)
    else {
      loader.facts.set(factsKeyOf(key), result.facts)
      unsaved.push({ key, bytes: result.facts })
    }
  }

  const add = async (files: readonly (FileToLoad & { bytes: Uint8Array })[]): Promise<void> => {
    const isUnknown = (file: FileToLoad): boolean => !loader.facts.has(factsKeyOf(keyOf(file)))
    const unknown = files.filter(isUnknown)
    const found = cache && unknown.length > 0 ? await cache.load(unknown.map(keyOf), signal) : new Map<string, Uint8Array>()
    for (const [key, bytes] of found) loader.facts.set(key, bytes)
    const unparsed = unknown.filter(isUnknown)
    await Promise.all(
      Array.from(
        inBatches(unparsed, ({ bytes }) => bytes.byteLength, URGENT_BATCH),
        async (batch) => {
          const results = await parsers.parse(batch, signal, { urgent: true })
          for (const [index, file] of batch.entries()) {
            const result = results[index]
            if (!result) continue
            keep(keyOf(file), result)
            if ('error' in result) tell(file.entry.path, result)
          }
        },
      ),
    )
    await save()
  }

  const parse = async (batch: ReadFile[], { settle, urgent, quietly = false }: Reading): Promise<void> => {
    const results = await parsers.parse(batch, signal, { urgent })
    for (const [index, result] of results.entries()) {
      const file = batch[index]
      if (!file) continue
      loader.parsed++
      keep(file.key, result)
      for (const path of file.paths) {
        if ('error' in result && !quietly) tell(path, result)
        await breathe()
        settle(path)
      }
    }
    if (unsaved.length >= SAVE_COUNT) await save()
  }

  const reuse = async (files: readonly FileToLoad[]): Promise<(file: FileToLoad) => boolean> => {
    const unknown = files.filter((file) => !loader.facts.has(factsKeyOf(keyOf(file))))
    const found = cache && unknown.length > 0 ? await cache.load(unknown.map(keyOf), signal) : new Map<string, Uint8Array>()
    for (const [key, bytes] of found) loader.facts.set(key, bytes)
    loader.reused += found.size
    return (file) => loader.facts.has(factsKeyOf(keyOf(file)))
  }

  const load: FactsLoader['load'] = async <T extends FileToLoad>(
    files: readonly T[],
    { onLoaded, urgent = false }: { onLoaded?: (file: T) => void; urgent?: boolean } = {},
  ): Promise<void> => {
    const waiting = new Map<string, T>(files.map((file) => [file.entry.path, file]))
    const settle = (path: string): void => {
      settled.add(path)
      const file = waiting.get(path)
      waiting.delete(path)
      if (file) onLoaded?.(file)
    }
    const wanted: T[] = []
    const isThere = await reuse(files)
    for (const file of files) {
      const failure = failures.get(factsKeyOf(keyOf(file)))
      if (failure) tell(file.entry.path, failure)
      else if (isThere(file)) settled.add(file.entry.path)
      else wanted.push(file)
    }
    await linkKnown(files, settle)
    const reading = { settle, urgent }
    const isUnderway = (file: T): boolean => underway.has(factsKeyOf(keyOf(file)))
    const [left] = await Promise.all([
      awaitGuesses(wanted.filter(isUnderway), reading),
      readAndParse(
        wanted.filter((file) => !isUnderway(file)),
        reading,
      ),
    ])
    await readAndParse(left, reading)
    for (const path of waiting.keys()) settle(path)
    await save()
  }

  /** What is guessed, by `factsKeyOf`: each ends when it is parsed, or when it is known that it can't be. */
  const underway = new Map<string, { ended: Promise<void>; end: () => void }>()

  const guess: FactsLoader['guess'] = async (files, besides = []) => {
    const keys = new Map(files.map((file) => [file.entry.path, factsKeyOf(keyOf(file))]))
    // Before the cache is asked: who loads one of them meanwhile waits for it, and doesn't parse it a second time.
    for (const key of keys.values()) {
      const { promise, resolve } = Promise.withResolvers<void>()
      underway.set(key, { ended: promise, end: resolve })
    }
    try {
      const isThere = await reuse([...files, ...besides])
      const wanted = files.filter((file) => !isThere(file))
      await readAndParse(wanted, { settle: (path) => underway.get(keys.get(path) ?? '')?.end(), urgent: false, quietly: true })
    } catch {
      // What is wanted is read again, in earnest.
    } finally {
      for (const { end } of underway.values()) end()
      underway.clear()
    }
  }

  /** Settles each of these files once it has ended; answers those that could not be had quietly. */
  const awaitGuesses = async <T extends FileToLoad>(files: readonly T[], { settle }: Reading): Promise<T[]> => {
    const left: T[] = []
    await Promise.all(
      files.map(async (file) => {
        const key = factsKeyOf(keyOf(file))
        await underway.get(key)?.ended
        const failure = failures.get(key)
        if (failure) tell(file.entry.path, failure)
        if (!failure && !loader.facts.has(key)) left.push(file)
        else {
          await breathe()
          settle(file.entry.path)
        }
      }),
    )
    return left
  }

  /** Those whose facts were there, a few at a time so that other work goes on. */
  const linkKnown = async (files: readonly FileToLoad[], settle: (path: string) => void): Promise<void> => {
    for (const { entry } of files) {
      if (!settled.has(entry.path)) continue
      await breathe()
      settle(entry.path)
    }
  }

  /** Of all that was asked for so far: files are found to be wanted while others are read. */
  const progress = { done: 0, total: 0 }

  const readAndParse = async (files: readonly FileToLoad[], reading: Reading): Promise<void> => {
    progress.total += files.length
    const languages = new Map(files.map(({ entry, language }) => [entry.path, language]))
    const running = new Set<Promise<void>>()
    const known = new Map<string, ReadFile>()
    let batch: ReadFile[] = []
    let bytesInBatch = 0
    const flush = async (): Promise<void> => {
      if (batch.length === 0) return
      // One that fails stays, for whoever waits next; until then nobody waits for it.
      const job = parse(batch, reading).then(() => void running.delete(job))
      job.catch(() => {})
      running.add(job)
      batch = []
      bytesInBatch = 0
      // What a parser has and one that waits for it: reading goes on meanwhile, memory stays bounded.
      if (running.size >= parsers.size * 4) await Promise.race(running)
      onProgress?.({ phase: 'parse', ...progress })
    }
    try {
      for await (const { entry, bytes } of snapshot.read(
        files.map((file) => file.entry),
        signal,
        { quietly: reading.quietly ?? false },
      )) {
        const language = languages.get(entry.path)
        if (language === undefined) continue
        progress.done++
        const key = { blob: entry.blob, language }
        const same = known.get(factsKeyOf(key))
        if (same && !settled.has(same.paths[0] ?? '')) {
          same.paths.push(entry.path)
          continue
        }
        const failure = failures.get(factsKeyOf(key))
        if (failure && !reading.quietly) tell(entry.path, failure)
        if (failure || loader.facts.has(factsKeyOf(key))) {
          reading.settle(entry.path)
          continue
        }
        const file = { bytes, language, key, paths: [entry.path] }
        known.set(factsKeyOf(key), file)
        batch.push(file)
        bytesInBatch += bytes.byteLength
        if (bytesInBatch >= BATCH_BYTES) await flush()
      }
      await flush()
    } finally {
      await Promise.allSettled(running)
    }
    await Promise.all(running)
    if (files.length > 0) onProgress?.({ phase: 'parse', ...progress })
  }

  const loader: FactsLoader = {
    load,
    add,
    guess,
    reuse,
    isSettled: (path) => settled.has(path),
    facts: new Map(),
    diagnostics: [],
    parsed: 0,
    reused: 0,
  }
  return loader
}
