/** What an extraction is asked and what it answers: the contract between extraction and whoever stores or prints it. */
import type { Diagnostic, FileInventory } from '../inventory/inventory.ts'
import type { NamedPackage } from './project.ts'

/**
 * A path that was looked at, and the blob id found there, or null where nothing was; for a path that ends in `/` a digest
 * of the names in that directory; for an import in a directory (see link/imports.ts) a digest of what it leads to. Files share these pairs: many depend on the same.
 */
export type Dependency = readonly [path: string, found: string | null]

/**
 * What linking one file looked at, sorted by path, and the name of the set of scopes that took it. While all of it still
 * holds, the file's inventory is what it was.
 */
export interface LinkTrace {
  dependencies: readonly Dependency[]
  scope: string
  /** What linking told of the file: whoever reuses its result tells it again. Left out where that is nothing. */
  told?: readonly Diagnostic[]
}

/** A file as an earlier extraction of the same repository by the same extractor version left it. `digest: null`: it has no tests. */
export interface KnownFile {
  path: string
  digest: string | null
  trace: LinkTrace
}

/**
 * What was made of a repository's configuration. Another commit has the same files, and the same in those that were read,
 * where the digest is the same: then it is the same too.
 */
export interface KnownConfiguration {
  digest: string
  /** Paths of the files that were read. */
  read: readonly string[]
  packageNames: readonly NamedPackage[]
  scopes: readonly { framework: string; key: string }[]
  /** The sets of scopes that take a file, each under a short name, as places in `scopes`. */
  takings: ReadonlyMap<string, readonly number[]>
  /** Paths of the files that are taken, and by which set of scopes. */
  candidates: ReadonlyMap<string, string>
}

/** What an earlier extraction of the same repository by the same extractor version left. */
export interface KnownRepository {
  files: ReadonlyMap<string, KnownFile>
  configuration: KnownConfiguration | null
  /**
   * Paths of the files that depend on something that doesn't hold, and perhaps of some that aren't known any more: it is
   * asked about each dependency that is stored, and not for each file that shares it.
   */
  affected(holds: Holds): ReadonlySet<string>
}

/** Whether what was found at a path is still what is found there. */
export type Holds = (path: string, found: string | null) => boolean

/** Without digest and dependencies where nobody keeps it. */
export interface ExtractedFile extends KnownFile {
  /** Null where the file has no tests, and where an earlier extraction's digest still holds. */
  inventory: FileInventory | null
}

/** What an extraction had to do, so that a second one can say how little it was. */
export interface ExtractionWork {
  /** Files that configuration or naming makes candidates. */
  candidates: number
  /** Contents read and parsed now. */
  parsed: number
  /** Contents whose facts came from the cache. */
  factsReused: number
  /** Files linked now, and files whose earlier result still holds. */
  linked: number
  linksReused: number
}

export interface Extraction {
  /** Sorted by path. */
  files: ExtractedFile[]
  /** Of parsing and linking; what the snapshot left out is told by the snapshot. */
  diagnostics: Diagnostic[]
  configuration: KnownConfiguration
  work: ExtractionWork
}

export interface ExtractionProgress {
  phase: 'list' | 'fetch' | 'parse' | 'link' | 'store'
  done: number
  /** Null while it is not known. */
  total: number | null
}
