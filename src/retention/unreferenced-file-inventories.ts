import { sql, type Transaction } from 'kysely'

import { lockFileInventoriesAlone } from '../postgres/file-inventories-lock.ts'
import { readForLong } from '../postgres/read-for-long.ts'
import type { Tables } from '../postgres/tables.ts'
import { isExpired } from './expired-analyses.ts'
import type { Removal, RemovalContext } from './removal.ts'

/** A look reads the lists of all analyses, so it finds many at a time. */
const FOUND_AT_ONCE = 100_000
/** In milliseconds. Whoever wants to store an analysis meanwhile waits as long. */
const LONGEST_WAIT_FOR_LOCK = 500

interface Look {
  ids: string[]
  /** The number of the last completion that the look has seen. */
  seen: string
}

/**
 * File inventories that no analysis lists. It takes seconds where there are many analyses, so it holds up nobody; what
 * may have changed since is for `removeUnlessReferred` to find.
 *
 * The lock, held for a moment before, parts all completions in two: those numbered up to `seen` have been committed, and
 * the look sees them; every other one draws its number later, which is a higher one.
 */
const look = async ({ db, batch, signal }: RemovalContext): Promise<Look> => {
  const seen = await batch(async (transaction) => {
    await lockFileInventoriesAlone(transaction, LONGEST_WAIT_FOR_LOCK)
    const { rows } = await sql<{ seen: string }>`
      select coalesce(max(completion_number), 0) as seen from analyses
    `.execute(transaction)
    return rows[0]?.seen ?? '0'
  })
  const ids = await readForLong(db, signal, async (transaction) => {
    const { rows } = await sql<{ id: string }>`
      select f.id from file_inventories f
      where not exists (select from analyses a cross join unnest(a.file_ids) as listed (id) where listed.id = f.id)
      limit ${FOUND_AT_ONCE}
    `.execute(transaction)
    return rows.map(({ id }) => id)
  })
  return { ids, seen }
}

/**
 * While the lock is held alone no analysis is about to list anything: each has been completed and is seen, or will look
 * for its file inventories once these are gone. So one is referred to if and only if a completion since the look lists it.
 */
const removeUnlessReferred = async (transaction: Transaction<Tables>, ids: readonly string[], seen: string): Promise<number> => {
  await lockFileInventoriesAlone(transaction, LONGEST_WAIT_FOR_LOCK)
  const { rows } = await sql`
    with referred as (
      select listed.id from analyses a cross join unnest(a.file_ids) as listed (id) where a.completion_number > ${seen}
    )
    delete from file_inventories f using unnest(${ids}::bigint[]) as found (id)
    where f.id = found.id and not exists (select from referred where referred.id = f.id)
    returning f.id
  `.execute(transaction)
  return rows.length
}

/** What analyses said of files that no analysis says any more. */
export const unreferencedFileInventories: Removal = {
  count: async (transaction, policy) => {
    const { rows } = await sql<{ file_inventories: number }>`
      with kept as materialized (select a.file_ids from analyses a where not ${isExpired(policy)})
      select count(*)::int as file_inventories from file_inventories f
      where not exists (select from kept cross join unnest(kept.file_ids) as listed (id) where listed.id = f.id)
    `.execute(transaction)
    return { ...rows[0] }
  },
  async *remove(context) {
    for (let found = FOUND_AT_ONCE; found === FOUND_AT_ONCE;) {
      const { ids, seen } = await look(context)
      for (let start = 0; start < ids.length; start += context.batchSize) {
        const some = ids.slice(start, start + context.batchSize)
        yield { file_inventories: await context.batch((transaction) => removeUnlessReferred(transaction, some, seen)) }
      }
      found = ids.length
    }
  },
}
