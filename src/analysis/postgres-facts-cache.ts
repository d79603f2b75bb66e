import { sql } from 'kysely'

import { EXTRACTOR_VERSION } from '../extraction/extractor-version.ts'
import { factsKeyOf, type FactsCache, type FactsKey } from '../extraction/facts-cache.ts'
import type { Database } from '../postgres/pool.ts'
import { inBatches, packBytes } from './packed-bytes.ts'

/** Facts of ordinary files have a few kilobytes. */
const LOAD_LIMITS = { count: 1000, size: Number.POSITIVE_INFINITY }
const SAVE_LIMITS = { count: 2000, size: 4 * 2 ** 20 }

interface FactsRow {
  blob: string
  language: FactsKey['language']
  content: Buffer
}

const loadBatch = async (db: Database, keys: readonly FactsKey[], version: string): Promise<FactsRow[]> => {
  const { rows } = await sql<FactsRow>`
    select encode(f.blob, 'hex') as blob, f.language, f.content
    from unnest(${keys.map((key) => key.blob)}::text[], ${keys.map((key) => key.language)}::text[]) as wanted (blob, language)
    join facts f on f.blob = decode(wanted.blob, 'hex') and f.language = wanted.language and f.extractor_version = ${version}
  `.execute(db)
  return rows
}

type SavedFacts = Parameters<FactsCache['save']>[0][number]

const saveBatch = async (db: Database, facts: readonly SavedFacts[], version: string): Promise<void> => {
  const { packed, offsets, lengths } = packBytes(facts.map(({ bytes }) => bytes))
  await sql`
    insert into facts (extractor_version, language, blob, content)
    select ${version}, language, decode(blob, 'hex'), substring(${packed}::bytea from start + 1 for length)
    from unnest(
      ${facts.map(({ key }) => key.blob)}::text[],
      ${facts.map(({ key }) => key.language)}::text[],
      ${offsets}::int[],
      ${lengths}::int[]
    ) as new (blob, language, start, length)
    on conflict do nothing
  `.execute(db)
}

const compareKeys = (left: SavedFacts, right: SavedFacts): number => {
  const [one, other] = [factsKeyOf(left.key), factsKeyOf(right.key)]
  return one < other ? -1 : one > other ? 1 : 0
}

/** Facts in PostgreSQL, shared by all workers, commits and forks. What one worker has saved, all others find. */
export const createPostgresFactsCache = (db: Database, version: string = EXTRACTOR_VERSION): FactsCache => ({
  load: async (keys, signal) => {
    const found = new Map<string, Uint8Array>()
    for (const batch of inBatches(keys, () => 0, LOAD_LIMITS)) {
      signal.throwIfAborted()
      for (const { blob, language, content } of await loadBatch(db, batch, version)) found.set(factsKeyOf({ blob, language }), content)
    }
    return found
  },
  save: async (facts, signal) => {
    // All in one order: two workers that save the same at once wait for each other and never in a circle.
    for (const batch of inBatches(facts.toSorted(compareKeys), ({ bytes }) => bytes.length, SAVE_LIMITS)) {
      signal.throwIfAborted()
      await saveBatch(db, batch, version)
    }
  },
})
