import type { Language } from './facts/program.ts'

/** Which facts: those of one content read as one language by this extractor version. */
export interface FactsKey {
  blob: string
  language: Language
}

/**
 * Facts by content. `analyze` keeps them in PostgreSQL, shared by all commits and forks; `scan` has no cache.
 * The bytes are opaque to a cache (see facts/facts-encoding.ts).
 */
export interface FactsCache {
  /** Those that are there; keys are `factsKeyOf`. */
  load(keys: readonly FactsKey[], signal: AbortSignal): Promise<Map<string, Uint8Array>>
  save(facts: readonly { key: FactsKey; bytes: Uint8Array }[], signal: AbortSignal): Promise<void>
}

export const factsKeyOf = (key: FactsKey): string => `${key.language}:${key.blob}`
