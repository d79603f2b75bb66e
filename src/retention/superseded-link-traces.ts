import { sql } from 'kysely'

import { readVersionsInUse } from './extractor-versions.ts'
import type { Removal } from './removal.ts'

/** What superseded extractors knew of repositories that were not analysed since. */
export const supersededLinkTraces: Removal = {
  count: async (transaction) => {
    const inUse = await readVersionsInUse(transaction)
    if (inUse.length === 0) return { link_traces: 0 }
    const { rows } = await sql<{ link_traces: number }>`
      select count(*)::int as link_traces from link_traces where extractor_version <> all (${inUse})
    `.execute(transaction)
    return { ...rows[0] }
  },
  async *remove({ db, batch, batchSize }) {
    const inUse = await readVersionsInUse(db)
    if (inUse.length === 0) return
    for (let removed = batchSize; removed === batchSize;) {
      removed = await batch(async (transaction) => {
        const { rows } = await sql`
          delete from link_traces where repository_id in (
            select repository_id from link_traces where extractor_version <> all (${inUse}) limit ${batchSize} for update skip locked
          ) returning repository_id
        `.execute(transaction)
        return rows.length
      })
      yield { link_traces: removed }
    }
  },
}
