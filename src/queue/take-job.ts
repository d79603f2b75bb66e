import { sql, type RawBuilder } from 'kysely'
import * as dueJobs from './due-jobs.ts'
import type { SqlConnection } from './job-queue.ts'
import { EXCLUSIVE_KEY_LENGTH } from './job-kind.ts'
import { CHANNELS } from './notify.ts'

export interface TakeRequest {
  queue: string
  worker: string
  /** Groups whose jobs stay where they are. */
  exceptGroups: readonly string[]
  /** The same for what jobs do, as `WORK` names it. */
  exceptWorks: readonly string[]
}

export interface TakenJob {
  id: string
  retryCount: number
  /** The transaction's time, as PostgreSQL writes it. */
  claimedAt: string
  data: unknown
  bytes: number
}

/** How many of the oldest jobs, and of those that were delayed, are looked at for one whose group may have another. */
const HEAD = 50

/** Larger than what `sealEnvelope` lets through, since PostgreSQL writes JSON with blanks in it. */
export const LARGEST_DATA = 131_072

const WAITING = sql.raw(dueJobs.WAITING)
const PROMPT = sql.raw(dueJobs.PROMPT)
const PROMPT_DUE = sql.raw(dueJobs.PROMPT_DUE)
const DELAYED = sql.raw(dueJobs.DELAYED)
const DELAYED_DUE = sql.raw(dueJobs.DELAYED_DUE)
/** Who a job counts as; those without a requester, which somebody inserted by hand, as of one together. */
export const GROUP = sql`coalesce(group_id, '')`
/** What a job does, whichever place it has; null of one that was inserted by hand. */
export const WORK = sql`left(singleton_key, ${sql.lit(EXCLUSIVE_KEY_LENGTH)})`
const isFree = ({ exceptWorks }: TakeRequest) => sql`coalesce(${WORK}, '') <> ALL(${exceptWorks}::text[])`

/**
 * A row where a job of `queue.name` may start now: an index probe or two. The order is what makes PostgreSQL take the index
 * whatever it believes of the number of rows.
 */
export const JOB_THAT_MAY_START = sql`
  (SELECT FROM pgboss.job WHERE job.name = queue.name AND ${PROMPT_DUE} ORDER BY created_on LIMIT 1)
  UNION ALL
  (SELECT FROM pgboss.job WHERE job.name = queue.name AND ${DELAYED_DUE} ORDER BY start_after LIMIT 1)
  LIMIT 1`

/** Takes one of the oldest jobs of a queue. */
export const takeJob = async (request: TakeRequest, transaction: SqlConnection): Promise<TakenJob | undefined> => {
  const mine = sql`name = ${request.queue} AND ${isFree(request)}`
  const oldest = sql`
    WITH head AS MATERIALIZED (
      (SELECT id, ${GROUP} AS requester, created_on FROM pgboss.job WHERE ${mine} AND ${PROMPT_DUE} ORDER BY created_on LIMIT ${HEAD})
      UNION ALL
      (SELECT id, ${GROUP}, created_on FROM pgboss.job WHERE ${mine} AND ${DELAYED_DUE} ORDER BY start_after LIMIT ${HEAD})
    ), candidates AS (
      SELECT id, created_on FROM head WHERE requester <> ALL(${request.exceptGroups}::text[])
    )`
  return take(oldest, request, transaction)
}

/** Takes one certain job of a queue, where it may start. */
export const takeThisJob = async (request: TakeRequest, jobId: string, transaction: SqlConnection): Promise<TakenJob | undefined> => {
  const asked = sql`
    WITH candidates AS (
      SELECT id, created_on FROM pgboss.job
      WHERE name = ${request.queue} AND id = ${jobId} AND start_after <= now() AND ${isFree(request)}
        AND ${GROUP} <> ALL(${request.exceptGroups}::text[])
    )`
  return take(asked, request, transaction)
}

/**
 * Takes the oldest job of the groups that may have another, however many jobs of other groups are older: the index jumps
 * from group to group, so what this costs grows with the number of requesters that wait and not with that of their jobs.
 */
export const takeJobOfAnyGroup = async (request: TakeRequest, transaction: SqlConnection): Promise<TakenJob | undefined> => {
  const mine = sql`name = ${request.queue}`
  /** The requesters of these jobs, one after the other, and null behind the last. */
  const requesters = (walk: RawBuilder<unknown>, jobs: RawBuilder<unknown>): RawBuilder<unknown> => sql`
    (SELECT ${GROUP} AS requester FROM pgboss.job WHERE ${mine} AND ${jobs} ORDER BY ${GROUP} LIMIT 1)
    UNION ALL
    SELECT (SELECT ${GROUP} FROM pgboss.job WHERE ${mine} AND ${jobs} AND ${GROUP} > walk.requester ORDER BY ${GROUP} LIMIT 1)
    FROM ${walk} AS walk WHERE walk.requester IS NOT NULL`
  const firstOfEach = (walk: RawBuilder<unknown>, due: RawBuilder<unknown>, order: RawBuilder<unknown>): RawBuilder<unknown> => sql`
    SELECT first.* FROM ${walk} AS walk CROSS JOIN LATERAL (
      SELECT id, created_on FROM pgboss.job
      WHERE ${mine} AND ${due} AND ${isFree(request)} AND ${GROUP} = walk.requester
      ORDER BY ${GROUP}, ${order} LIMIT 1
    ) AS first
    WHERE walk.requester <> ALL(${request.exceptGroups}::text[])`
  const [prompt, delayed] = [sql`prompt_requesters`, sql`delayed_requesters`]
  const oldestOfEachGroup = sql`
    WITH RECURSIVE ${prompt} AS (${requesters(prompt, PROMPT)}), ${delayed} AS (${requesters(delayed, DELAYED)}), candidates AS (
      ${firstOfEach(prompt, PROMPT_DUE, sql`created_on`)} UNION ALL ${firstOfEach(delayed, DELAYED_DUE, sql`start_after`)}
    )`
  return take(oldestOfEachGroup, request, transaction)
}

/**
 * As pg-boss takes a job, and in the same statement the row of the attempt and a word to who waits for the job. What
 * somebody else changes at this moment is left to them. Without an earlier start it is the same attempt again: the job was
 * put back. From here on its queue says how often it is tried, where it ends and for how long it is kept, whatever who inserted
 * it may have written: one that only newer workers know is put back every minute until then.
 */
const take = async (candidates: RawBuilder<unknown>, request: TakeRequest, transaction: SqlConnection): Promise<TakenJob | undefined> => {
  const { rows } = await sql<TakenJob>`
    ${candidates}, chosen AS (
      SELECT job.id FROM candidates JOIN pgboss.job ON job.name = ${request.queue} AND job.id = candidates.id
      WHERE ${WAITING}
      ORDER BY candidates.created_on LIMIT 1
      FOR UPDATE OF job SKIP LOCKED
    ), taken AS (
      UPDATE pgboss.job SET
        state = 'active', started_on = now(), heartbeat_on = now(),
        retry_count = CASE WHEN started_on IS NOT NULL THEN retry_count + 1 ELSE retry_count END,
        retry_limit = queue.retry_limit, retry_delay = queue.retry_delay, retry_backoff = queue.retry_backoff,
        retry_delay_max = queue.retry_delay_max, dead_letter = queue.dead_letter,
        expire_seconds = queue.expire_seconds, heartbeat_seconds = queue.heartbeat_seconds, deletion_seconds = queue.deletion_seconds,
        keep_until = least(keep_until, now() + queue.retention_seconds * interval '1 second')
      FROM chosen, pgboss.queue WHERE job.name = ${request.queue} AND job.id = chosen.id AND queue.name = ${request.queue}
      RETURNING job.id, retry_count, coalesce(octet_length(data::text), 0) AS bytes, data
    ), attempt AS (
      INSERT INTO job_attempts (job_id, started_at, queue, number, worker)
      SELECT id, now(), ${request.queue}, retry_count + 1, ${request.worker} FROM taken
    )
    SELECT id, retry_count AS "retryCount", now()::text AS "claimedAt", bytes,
      CASE WHEN bytes <= ${LARGEST_DATA} THEN data END AS data, pg_notify(${CHANNELS.changes}, id::text)
    FROM taken`.execute(transaction)
  return rows[0]
}
