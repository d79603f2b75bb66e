import { sql, type RawBuilder } from 'kysely'
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

/** How many of the oldest jobs are looked at for one whose group may have another. */
const HEAD = 100

/** Larger than what `sealEnvelope` lets through, since PostgreSQL writes JSON with blanks in it. */
export const LARGEST_DATA = 131_072

const WAITING = sql`state < 'active' AND NOT blocked`
const DUE = sql`start_after <= now()`
/** What a job does, whichever place it has; null of one that was inserted by hand. */
export const WORK = sql`left(singleton_key, ${sql.lit(EXCLUSIVE_KEY_LENGTH)})`
const isFree = ({ exceptWorks }: TakeRequest) => sql`coalesce(${WORK}, '') <> ALL(${exceptWorks}::text[])`

/** Takes one of the oldest jobs of a queue. */
export const takeJob = async (request: TakeRequest, transaction: SqlConnection): Promise<TakenJob | undefined> => {
  const oldest = sql`
    WITH head AS MATERIALIZED (
      SELECT id, group_id, priority, created_on FROM pgboss.job
      WHERE name = ${request.queue} AND ${WAITING} AND ${DUE} AND ${isFree(request)}
      ORDER BY priority DESC, created_on LIMIT ${HEAD}
    ), candidates AS (
      SELECT id, priority, created_on FROM head WHERE group_id IS NULL OR group_id <> ALL(${request.exceptGroups})
    )`
  return take(oldest, request, transaction)
}

/**
 * Takes the oldest job of the groups that may have another, however many jobs of other groups are older: the index jumps
 * from group to group, so what this costs grows with the number of requesters that wait and not with that of their jobs.
 */
export const takeJobOfAnyGroup = async (request: TakeRequest, transaction: SqlConnection): Promise<TakenJob | undefined> => {
  const oldestOfEachGroup = sql`
    WITH RECURSIVE waiting_groups AS (
      (SELECT group_id FROM pgboss.job WHERE name = ${request.queue} AND ${WAITING} ORDER BY group_id LIMIT 1)
      UNION ALL
      SELECT (
        SELECT job.group_id FROM pgboss.job
        WHERE name = ${request.queue} AND ${WAITING} AND job.group_id > waiting_groups.group_id ORDER BY job.group_id LIMIT 1
      ) FROM waiting_groups WHERE waiting_groups.group_id IS NOT NULL
    ), candidates AS (
      SELECT oldest.* FROM waiting_groups CROSS JOIN LATERAL (
        SELECT id, priority, created_on FROM pgboss.job
        WHERE name = ${request.queue} AND ${WAITING} AND ${DUE} AND ${isFree(request)} AND job.group_id = waiting_groups.group_id
        ORDER BY job.group_id, priority DESC, created_on LIMIT 1
      ) AS oldest
      WHERE waiting_groups.group_id <> ALL(${request.exceptGroups})
    )`
  return take(oldestOfEachGroup, request, transaction)
}

/**
 * As pg-boss takes a job, and in the same statement the row of the attempt and a word to who waits for the job. What
 * somebody else changes at this moment is left to them. Without an earlier start it is the same attempt again: the job was
 * put back. From here on its queue says how often it is tried and where it ends, whatever who inserted it may have written.
 */
const take = async (candidates: RawBuilder<unknown>, request: TakeRequest, transaction: SqlConnection): Promise<TakenJob | undefined> => {
  const { rows } = await sql<TakenJob>`
    ${candidates}, chosen AS (
      SELECT job.id FROM candidates JOIN pgboss.job ON job.name = ${request.queue} AND job.id = candidates.id
      WHERE ${WAITING}
      ORDER BY candidates.priority DESC, candidates.created_on LIMIT 1
      FOR UPDATE OF job SKIP LOCKED
    ), taken AS (
      UPDATE pgboss.job SET
        state = 'active', started_on = now(), heartbeat_on = now(),
        retry_count = CASE WHEN started_on IS NOT NULL THEN retry_count + 1 ELSE retry_count END,
        retry_limit = queue.retry_limit, retry_delay = queue.retry_delay, retry_backoff = queue.retry_backoff,
        retry_delay_max = queue.retry_delay_max, dead_letter = queue.dead_letter,
        expire_seconds = queue.expire_seconds, heartbeat_seconds = queue.heartbeat_seconds, deletion_seconds = queue.deletion_seconds
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
