import { sql, type RawBuilder } from 'kysely'

import { USE_DAYS } from '../postgres/caches-use.ts'
import { removeByPages, type RemovedPage } from './remove-by-pages.ts'
import type { Removal, RetentionPolicy } from './removal.ts'

/** The day of the last use is written down to some days only. */
const isUnused = (policy: RetentionPolicy): RawBuilder<boolean> => sql`(used_on < current_date - ${policy.days + USE_DAYS}::int)`

/**
 * What models have answered is a cache: whoever misses some asks again, and pays for it. One walk through the table by
 * its keys, which are digests: no index keeps the days. One that is read at this moment is left out.
 */
export const unusedModelAnswers: Removal = {
  count: async (transaction, policy) => {
    const { rows } = await sql<{ model_answers: number }>`
      select count(*)::int as model_answers from model_answers where ${isUnused(policy)}
    `.execute(transaction)
    return { ...rows[0] }
  },
  remove: ({ batch, policy, batchSize }) =>
    removeByPages(
      batch,
      async (transaction, after) => {
        const { rows } = await sql<RemovedPage>`
          with page as (
            select key from model_answers where key > decode(${after}, 'hex') order by key limit ${batchSize}
          ), unused as (
            select key from model_answers where key = any (array(select key from page)) and ${isUnused(policy)} for update skip locked
          ), gone as (
            delete from model_answers a using unused u where a.key = u.key returning 1
          )
          select (select encode(key, 'hex') from page order by key desc limit 1) as last,
            json_build_object('model_answers', (select count(*)::int from gone)) as removed
        `.execute(transaction)
        return rows[0]
      },
      '',
    ),
}
