import { sql, type RawBuilder } from 'kysely'

import { USE_DAYS } from '../postgres/caches-use.ts'
import { readVersionsInUse } from './extractor-versions.ts'
import type { Removal, RetentionPolicy, SqlConnection } from './removal.ts'

/** From one to the next by the index: there are a few versions, and any number of facts. */
const readVersions = async (connection: SqlConnection): Promise<string[]> => {
  const { rows } = await sql<{ version: string }>`
    with recursive present (version) as (
      (select extractor_version from facts order by extractor_version limit 1)
      union all
      select (select f.extractor_version from facts f where f.extractor_version > p.version order by f.extractor_version limit 1)
      from present p where p.version is not null
    )
    select version from present where version is not null
  `.execute(connection)
  return rows.map(({ version }) => version)
}

/** All facts of superseded versions; of the others those that nobody has used for long. */
const conditions = async (connection: SqlConnection, policy: RetentionPolicy): Promise<RawBuilder<boolean>[]> => {
  const inUse = await readVersionsInUse(connection)
  // The day of the last use is written down to some days only.
  const unused = sql<boolean>`used_on < current_date - ${policy.days + USE_DAYS}::int`
  return (await readVersions(connection)).map((version) =>
    inUse.length === 0 || inUse.includes(version)
      ? sql<boolean>`extractor_version = ${version} and ${unused}`
      : sql<boolean>`extractor_version = ${version}`,
  )
}

/** Facts are a cache: whoever misses some parses the file again. */
export const unusedFacts: Removal = {
  count: async (transaction, policy) => {
    let facts = 0
    for (const condition of await conditions(transaction, policy)) {
      const { rows } = await sql<{ facts: number }>`select count(*)::int as facts from facts where ${condition}`.execute(transaction)
      facts += rows[0]?.facts ?? 0
    }
    return { facts }
  },
  async *remove({ db, batch, policy, batchSize }) {
    for (const condition of await conditions(db, policy)) {
      for (let removed = batchSize; removed === batchSize;) {
        removed = await batch(async (transaction) => {
          const { rows } = await sql`
            delete from facts where ctid = any (array(
              select ctid from facts where ${condition} order by used_on limit ${batchSize} for update skip locked
            )) returning 1 as gone
          `.execute(transaction)
          return rows.length
        })
        yield { facts: removed }
      }
    }
  },
}
