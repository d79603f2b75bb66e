import { sql } from 'kysely'

import type { Database } from '../../../postgres/pool.ts'
import { unlessAborted } from '../../../runtime/aborted.ts'
import type { Leave, RequestLimit } from './request-limit.ts'

/** What a model's provider takes in a minute from all workers together; no limit where it is not known. */
export interface MinuteLimits {
  requests?: number | undefined
  tokens?: number | undefined
}

/**
 * In milliseconds. Where a provider says more, it is asked again after this: that costs one request, and one odd header
 * stops all workers no longer.
 */
const LONGEST_PAUSE = 15 * 60_000

/**
 * A row for each model, by the database's clock. What is left of a minute's limits fills up steadily, to a sixth of it at
 * most. A request goes where anything is left, and what it takes beyond that is a debt: a large one waits no longer than small
 * ones do, and a burst and the minute after it exceed the limit by a sixth and one request at most. Whoever has to wait
 * takes nothing and asks again, so a worker that is killed takes nothing with it.
 */
export const createPostgresRequestLimit = (db: Database, model: string, limits: MinuteLimits = {}): RequestLimit => {
  const perSecond = { requests: (limits.requests ?? Infinity) / 60, tokens: (limits.tokens ?? Infinity) / 60 }
  const full = { requests: Math.max(1, perSecond.requests * 10), tokens: Math.max(1, perSecond.tokens * 10) }

  const takePlace = async (tokens: number): Promise<Leave> => {
    const { rows } = await sql<Leave>`
      with locked as (
        select model, not_before, filled_at, requests, tokens from model_limits where model = ${model} for update
      ), held as (
        -- By the clock after the wait for the row, and by what the row holds then.
        select
          model,
          now,
          not_before,
          case when ${full.requests}::float8 = 'infinity' then 'infinity'
            else least(${full.requests}::float8, requests + ${perSecond.requests}::float8 * seconds) end as requests,
          case when ${full.tokens}::float8 = 'infinity' then 'infinity'
            else least(${full.tokens}::float8, tokens + ${perSecond.tokens}::float8 * seconds) end as tokens
        from locked, lateral (select clock_timestamp() as now) as clock,
          lateral (select greatest(0, extract(epoch from now - filled_at))::float8 as seconds) as since
      ), judged as (
        select *, greatest(0, paused, short) as seconds
        from held, lateral (
          select
            extract(epoch from not_before - now)::float8 as paused,
            greatest(
              case when requests >= 1 then 0 else (1 - requests) / ${perSecond.requests}::float8 end,
              case when tokens >= 1 then 0 else (1 - tokens) / ${perSecond.tokens}::float8 end
            ) as short
        ) as waits
      ), taken as (
        update model_limits set
          requests = judged.requests - case when seconds = 0 then 1 else 0 end,
          tokens = judged.tokens - case when seconds = 0 then ${tokens}::float8 else 0 end,
          filled_at = judged.now
        from judged where model_limits.model = judged.model
      )
      select ceil(seconds * 1000)::float8 as wait, paused >= short as paused from judged`.execute(db)
    if (rows[0]) return rows[0]
    await sql`insert into model_limits (model) values (${model}) on conflict do nothing`.execute(db)
    return await takePlace(tokens)
  }

  return {
    // A statement that nobody waits for any longer still ends: at worst it takes a place that nobody uses.
    take: (tokens, signal) => unlessAborted(takePlace(tokens), signal),
    pauseFor: async (milliseconds, signal) => {
      const pause = Math.min(milliseconds, LONGEST_PAUSE)
      const paused = sql`
        insert into model_limits as known (model, not_before)
        values (${model}, clock_timestamp() + ${pause}::float8 * interval '1 millisecond')
        on conflict (model) do update set not_before = greatest(known.not_before, excluded.not_before)`.execute(db)
      await unlessAborted(paused, signal)
    },
  }
}
