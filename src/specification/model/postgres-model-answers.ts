import { sql } from 'kysely'

import { USE_DAYS } from '../../postgres/caches-use.ts'
import type { Database } from '../../postgres/pool.ts'
import type { ModelAnswers, SavedAnswer } from './model-answers.ts'

/** Keys are short, and so are answers. */
const BATCH = 2000

const batchesOf = function* <Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += BATCH) yield items.slice(start, start + BATCH)
}

interface AnswerRow {
  key: string
  content: string
  stale: boolean
}

const loadBatch = async (db: Database, keys: readonly string[]): Promise<AnswerRow[]> => {
  const { rows } = await sql<AnswerRow>`
    select encode(a.key, 'hex') as key, a.content, a.used_on < current_date - ${USE_DAYS}::int as stale
    from unnest(${keys}::text[]) as wanted (key)
    join model_answers a on a.key = decode(wanted.key, 'hex')`.execute(db)
  return rows
}

/** Writes down that they are in use. Those that another worker writes down at this moment are left to it: nobody waits. */
const touch = async (db: Database, keys: readonly string[]): Promise<void> => {
  await sql`
    with mine as (
      select a.key
      from unnest(${keys}::text[]) as used (key)
      join model_answers a on a.key = decode(used.key, 'hex')
      for no key update of a skip locked
    )
    update model_answers a set used_on = current_date from mine where a.key = mine.key`.execute(db)
}

/** Answers the keys that nobody had saved before. */
const saveBatch = async (db: Database, entries: readonly SavedAnswer[]): Promise<Set<string>> => {
  const { rows } = await sql<{ key: string }>`
    insert into model_answers (key, content)
    select decode(key, 'hex'), content
    from unnest(${entries.map(({ key }) => key)}::text[], ${entries.map(({ content }) => content)}::text[]) as new (key, content)
    on conflict do nothing
    returning encode(key, 'hex') as key`.execute(db)
  return new Set(rows.map(({ key }) => key))
}

/** Answers in PostgreSQL, shared by all workers. The first answer to a question stays. */
export const createPostgresModelAnswers = (db: Database): ModelAnswers => ({
  load: async (keys, signal) => {
    const found = new Map<string, string>()
    for (const batch of batchesOf([...new Set(keys)])) {
      signal.throwIfAborted()
      const rows = await loadBatch(db, batch)
      for (const { key, content } of rows) found.set(key, content)
      const stale = rows.filter((row) => row.stale).map(({ key }) => key)
      if (stale.length > 0) await touch(db, stale)
    }
    return found
  },
  save: async (entries) => {
    // All in one order: two workers that save the same at once wait for each other and never in a circle.
    const unique = new Map(entries.toReversed().map(({ key, content }) => [key, content]))
    const sorted = Array.from(unique, ([key, content]) => ({ key, content })).toSorted((one, other) => (one.key < other.key ? -1 : 1))
    for (const batch of batchesOf(sorted)) {
      const saved = await saveBatch(db, batch)
      const known = batch.filter(({ key }) => !saved.has(key)).map(({ key }) => key)
      for (const { key, content } of known.length === 0 ? [] : await loadBatch(db, known)) unique.set(key, content)
    }
    return unique
  },
})
