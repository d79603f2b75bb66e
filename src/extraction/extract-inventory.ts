import type { Snapshot } from '../source/snapshot.ts'
import type { Extraction, ExtractionProgress, KnownFile } from './extraction.ts'
import type { FactsCache } from './facts-cache.ts'
import type { ParserPool } from './parser-pool.ts'

export interface ExtractInventoryOptions {
  parsers: ParserPool
  signal: AbortSignal
  cache?: FactsCache
  /** Results of an earlier extraction of the same repository by the same extractor version, by path. */
  known?: ReadonlyMap<string, KnownFile>
  onProgress?: (progress: ExtractionProgress) => void
}

/** Lists every test of a snapshot. Files that can't be read, parsed or decided are told in the diagnostics; the rest goes on. */
export const extractInventory = async (_snapshot: Snapshot, _options: ExtractInventoryOptions): Promise<Extraction> => {
  throw new Error('not written yet')
}
