import { sql } from 'kysely'

import { inBatches } from '../runtime/in-batches.ts'
import { EXTRACTOR_VERSION } from '../extraction/extractor-version.ts'
import { factsKeyOf, type FactsCache, type FactsKey } from '../extraction/facts-cache.ts'
import { USE_DAYS } from '../postgres/caches-use.ts'
import type { Database } from '../postgres/pool.ts'
import { packBytes } from './packed-bytes.ts'

/** Facts of ordinary files have a few kilobytes. */
const LOAD_LIMITS = { count: 1000, size: Number.POSITIVE_INFINITY }
const SAVE_LIMITS = { count: 2000, size: 4 * 2 ** 20 }

interface FactsRow {
  blob: string
  language: FactsKey['language']
  content: Buffer
  /** Whether its last use was written down long ago. */
  stale: boolean
}

const loadBatch = async (db: Database, keys: readonly FactsKey[], version: string): Promise<FactsRow[]> => {
  const { rows } = await sql<FactsRow>`
    select encode(f.blob, 'hex') as blob, f.language, f.content, f.used_on < current_date - ${USE_DAYS}::int as stale
    from unnest(${keys.map((key) => key.blob)}::text[], ${keys.map((key) => key.language)}::text[]) as wanted (blob, language)
    join facts f on f.blob = decode(wanted.blob, 'hex') and f.language = wanted.language and f.extractor_version = ${version}
  `.execute(db)
  return rows
}

/** Writes down that they are in use. Those that another worker writes down at this moment are left to it: nobody waits. */
const touch = async (db: Database, keys: readonly FactsKey[], version: string): Promise<void> => {
  await sql`
    with mine as (
      select f.blob, f.language, f.extractor_version
      from unnest(${keys.map((key) => key.blob)}::text[], ${keys.map((key) => key.language)}::text[]) as used (blob, language)
      join facts f on f.blob = decode(used.blob, 'hex') and f.language = used.language and f.extractor_version = ${version}
      for update of f skip locked
    )
    update facts f set used_on = current_date from mine m
    where f.blob = m.blob and f.language = m.language and f.extractor_version = m.extractor_version
  `.execute(db)
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
      const rows = await loadBatch(db, batch, version)
      for (const { blob, language, content } of rows) found.set(factsKeyOf({ blob, language }), content)
      const stale = rows.filter((row) => row.stale)
      if (stale.length > 0) await touch(db, stale, version)
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
