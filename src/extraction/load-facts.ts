/** Facts of files by content: from the cache where they are, else read and parsed, in batches, and kept. */
import type { Diagnostic } from '../inventory/inventory.ts'
import type { Snapshot, TreeEntry } from '../source/snapshot.ts'
import type { ExtractionProgress } from './extraction.ts'
import type { FactsCache, FactsKey } from './facts-cache.ts'
import { factsKeyOf } from './facts-cache.ts'
import type { Language } from './facts/program.ts'
import type { FileToParse, ParserPool } from './parser-pool.ts'

export interface FactsLoader {
  /** Encoded facts by `factsKeyOf`; what can't be read or parsed is missing and told in `diagnostics`. */
  load(files: readonly { entry: TreeEntry; language: Language }[]): Promise<void>
  readonly facts: Map<string, Uint8Array>
  readonly diagnostics: Diagnostic[]
  parsed: number
  reused: number
}

const BATCH_BYTES = 256 * 1024
const SAVE_COUNT = 500

export const createFactsLoader = (
  snapshot: Snapshot,
  options: { parsers: ParserPool; signal: AbortSignal; cache?: FactsCache; onProgress?: (progress: ExtractionProgress) => void },
): FactsLoader => {
  const { parsers, signal, cache, onProgress } = options
  const loader: FactsLoader = { load, facts: new Map(), diagnostics: [], parsed: 0, reused: 0 }
  const unsaved: { key: FactsKey; bytes: Uint8Array }[] = []

  const save = async (): Promise<void> => {
    const batch = unsaved.splice(0)
    if (cache && batch.length > 0) await cache.save(batch, signal)
  }

  const parse = async (batch: (FileToParse & { path: string; key: FactsKey })[]): Promise<void> => {
    const results = await parsers.parse(batch, signal)
    results.forEach((result, index) => {
      const file = batch[index]
      if (!file) return
      loader.parsed++
      if ('error' in result) loader.diagnostics.push({ path: file.path, code: 'parse-failed', message: result.error })
      else {
        loader.facts.set(factsKeyOf(file.key), result.facts)
        unsaved.push({ key: file.key, bytes: result.facts })
      }
    })
    if (unsaved.length >= SAVE_COUNT) await save()
  }

  async function load(files: readonly { entry: TreeEntry; language: Language }[]): Promise<void> {
    const wanted = new Map<string, { entry: TreeEntry; language: Language }>()
    for (const file of files) {
      const key = factsKeyOf({ blob: file.entry.blob, language: file.language })
      if (!loader.facts.has(key)) wanted.set(key, file)
    }
    if (cache && wanted.size > 0) {
      const found = await cache.load([...wanted.values()].map(({ entry, language }) => ({ blob: entry.blob, language })), signal)
      for (const [key, bytes] of found) {
        loader.facts.set(key, bytes)
        wanted.delete(key)
        loader.reused++
      }
    }
    await readAndParse([...wanted.values()])
    await save()
  }

  const readAndParse = async (files: readonly { entry: TreeEntry; language: Language }[]): Promise<void> => {
    const languages = new Map(files.map(({ entry, language }) => [entry.path, language]))
    const running = new Set<Promise<void>>()
    let batch: (FileToParse & { path: string; key: FactsKey })[] = []
    let bytesInBatch = 0
    let done = 0
    const flush = async (): Promise<void> => {
      if (batch.length === 0) return
      const job = parse(batch).finally(() => running.delete(job))
      running.add(job)
      batch = []
      bytesInBatch = 0
      // One batch being parsed and one waiting for each thread: reading goes on meanwhile, memory stays bounded.
      if (running.size >= parsers.size * 2) await Promise.race(running)
      onProgress?.({ phase: 'parse', done, total: files.length })
    }
    try {
      for await (const { entry, bytes } of snapshot.read(files.map((file) => file.entry), signal)) {
        const language = languages.get(entry.path)
        if (language === undefined) continue
        batch.push({ path: entry.path, bytes, language, key: { blob: entry.blob, language } })
        bytesInBatch += bytes.byteLength
        done++
        if (bytesInBatch >= BATCH_BYTES) await flush()
      }
      await flush()
    } finally {
      await Promise.allSettled(running)
    }
    await Promise.all(running)
    if (files.length > 0) onProgress?.({ phase: 'parse', done, total: files.length })
  }

  return loader
}
