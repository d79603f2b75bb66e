import { EXTRACTOR_VERSION } from '../extraction/extractor-version.ts'
import { DEFAULT_LIMITS } from '../source/source-limits.ts'

/**
 * What an analysis is of, besides its commit: the extractor's version, and the limit on files where somebody chose one.
 * Else a commit that was once read under a low limit would never again be read whole.
 */
export const analysisVersion = ({ maxFileBytes = DEFAULT_LIMITS.maxFileBytes }: { maxFileBytes?: number }): string =>
  maxFileBytes === DEFAULT_LIMITS.maxFileBytes ? EXTRACTOR_VERSION : `${EXTRACTOR_VERSION}+max-file-bytes=${maxFileBytes}`

export const extractorOf = (version: string): string => version.replace(/\+.*$/, '')
