import { SourceError } from './source-error.ts'

/** How much of a source is taken at most, so that a hostile one fills neither memory nor disk. */
export interface SourceLimits {
  /** Larger files are skipped and told. */
  maxFileBytes: number
  /** What a fetch may bring, and what a directory that is no repository may hold. */
  maxRepositoryBytes: number
  maxEntries: number
}

const MEBIBYTE = 1024 * 1024

export const DEFAULT_LIMITS: SourceLimits = {
  maxFileBytes: 5 * MEBIBYTE,
  maxRepositoryBytes: 5 * 1024 * MEBIBYTE,
  maxEntries: 1_000_000,
}

/** As long as the longest path that Linux opens; longer ones are left out and told. */
export const MAX_PATH_LENGTH = 4096

/** `what`: the repository, or the directory. */
export const tooManyEntries = (what: string, limit: number): SourceError =>
  new SourceError('too-many-files', `${what} has more than ${limit} files and folders, which is the limit: give the path of a folder in it`)
