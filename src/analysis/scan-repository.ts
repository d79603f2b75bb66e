import { extractInventory } from '../extraction/extract-inventory.ts'
import type { Extraction, ExtractionProgress, ExtractionWork } from '../extraction/extraction.ts'
import { EXTRACTOR_VERSION } from '../extraction/extractor-version.ts'
import { createParserPool, type ParserPool } from '../extraction/parser-pool.ts'
import type { Inventory } from '../inventory/inventory.ts'
import { totalsOf } from '../inventory/totals.ts'
import { openSnapshot, type SourceOptions } from '../source/open-snapshot.ts'
import type { Snapshot } from '../source/snapshot.ts'
import { orderDiagnostics } from './order-diagnostics.ts'

export interface ScanRepositoryOptions {
  source: SourceOptions
  /** Worker threads that parse; one fewer than there are cores where absent. */
  threads?: number
  /** Those of a caller who scans often, who stops them too; its own, stopped at the end, where absent. */
  parsers?: ParserPool
  onProgress?: (progress: ExtractionProgress) => void
}

export interface ScannedRepository {
  inventory: Inventory
  work: ExtractionWork
}

const inventoryOf = (snapshot: Snapshot, extraction: Extraction): Inventory => {
  const files = extraction.files.map((file) => file.inventory).filter((file) => file !== null)
  return {
    schema: 'testimony.inventory/1',
    repository: snapshot.identity,
    extractor: { version: EXTRACTOR_VERSION },
    totals: totalsOf(files),
    files,
    diagnostics: orderDiagnostics([...snapshot.diagnostics, ...extraction.diagnostics]),
  }
}

/** The inventory of a path or URL, with no database: everything is read and parsed anew. Faults are SourceErrors. */
export const scanRepository = async (target: string, options: ScanRepositoryOptions, signal: AbortSignal): Promise<ScannedRepository> => {
  await using stack = new AsyncDisposableStack()
  const parsers = options.parsers ?? stack.use(createParserPool(options.threads === undefined ? {} : { size: options.threads }))
  parsers.warmUp()
  await using snapshot = await openSnapshot(target, options.source, signal)
  const { onProgress } = options
  const extraction = await extractInventory(snapshot, { parsers, isKept: false, signal, ...(onProgress && { onProgress }) })
  return { inventory: inventoryOf(snapshot, extraction), work: extraction.work }
}
