/** The library: `scan` gives the inventory that `testimony scan --format json` prints. */
import { checkScanArguments } from './analysis/check-scan-arguments.ts'
import { scanRepository } from './analysis/scan-repository.ts'
import type { ExtractionProgress } from './extraction/extraction.ts'
import { inventoryToJson, type InventoryJson } from './inventory/inventory-json.ts'
import { cacheFolderOf } from './runtime/cache-folder.ts'

export type { FileJson, InventoryJson, SuiteJson, TestJson } from './inventory/inventory-json.ts'
export type { Cases, DetectedBy, Diagnostic, RepositoryIdentity, Status, Totals } from './inventory/inventory.ts'
export { STATUSES } from './inventory/inventory.ts'
export { SourceError, type SourceErrorCode, type SourceErrorKind } from './source/source-error.ts'

/** How far a scan is: `total` is null while it is not known. */
export type ScanProgress = ExtractionProgress

export interface ScanOptions {
  /** A branch, a tag or a commit; what is checked out, or the remote's default branch, where absent. */
  ref?: string
  /** Ends the scan; it then rejects with the signal's reason. */
  signal?: AbortSignal
  onProgress?: (progress: ScanProgress) => void
  /** Worker threads that parse, at least one; one fewer than there are cores where absent. */
  threads?: number
  /** Where clones of URLs are kept between scans; a folder of the user's cache where absent. */
  cacheDirectory?: string
  /** 10 GiB where absent. */
  cacheLimitBytes?: number
  /** Larger files are left out and named in the diagnostics; 5 MiB where absent. */
  maxFileBytes?: number
  /** What a fetch may bring at most; 5 GiB where absent. */
  maxRepositoryBytes?: number
  /** Hosts that may be fetched from, also as `*.example.org`; any public host where absent. */
  allowedHosts?: readonly string[]
  /** Whether addresses of loopback and private networks may be fetched from. */
  allowPrivateNetworks?: boolean
}

const DEFAULT_CACHE_LIMIT = 10 * 2 ** 30

/**
 * Lists every test of a repository: a path (work tree, bare repository or plain folder) or an https URL. Nothing of the
 * repository is run or checked out.
 *
 * What can't be had (not found, no access, past a limit) rejects with a {@link SourceError}, whose `kind` and `code`
 * are stable. Files that can't be read or parsed do not: they are in the inventory's `diagnostics`. What is no target or no
 * such option rejects with a TypeError that says what must be what.
 *
 * @example
 * const inventory = await scan('.', { ref: 'main' })
 * console.log(inventory.totals.byStatus.skipped)
 */
export const scan = async (target: string, options: ScanOptions = {}): Promise<InventoryJson> => {
  checkScanArguments(target, options)
  const { signal = new AbortController().signal, threads, onProgress, allowPrivateNetworks = false, ...rest } = options
  const source = {
    ...rest,
    allowPrivateNetworks,
    cacheDirectory: options.cacheDirectory ?? cacheFolderOf(process.env),
    cacheLimitBytes: options.cacheLimitBytes ?? DEFAULT_CACHE_LIMIT,
  }
  const scanned = await scanRepository(
    target,
    { source, ...(threads !== undefined && { threads }), ...(onProgress && { onProgress }) },
    signal,
  )
  return inventoryToJson(scanned.inventory)
}
