import type { Pool } from 'pg'

interface ManyJobs {
  /** Of the waiting ones, so many are to be tried again in ten minutes. */
  delayed?: number
}

/**
 * Puts very many waiting jobs into the default queue of `chore` at once, and as many done ones as a tenth of them. They
 * belong to so many requesters, and are older than what is sent from now on.
 */
export const insertManyJobs = async (pool: Pool, count: number, requesters: number, { delayed = 0 }: ManyJobs = {}): Promise<void> => {
  const columns = `name, state, policy, singleton_key, group_id, retry_limit, retry_delay, retry_backoff, retry_delay_max,
    heartbeat_seconds, expire_seconds, dead_letter, data, start_after, created_on, completed_on`
  const rows = (state: string, name: string): string => `
    SELECT 'chore.default', '${state}', 'exclusive', encode(sha256(('${name}' || n)::bytea), 'hex'), 'requester ' || n % $2::int, 2, 1, true, 2,
      10, 82800, 'chore.dead', jsonb_build_object(
        'kind', 'chore', 'version', 1, 'requester', 'requester ' || n % $2::int, 'payload', jsonb_build_object('work', '${name}' || n),
        'trace', jsonb_build_object('traceparent', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01')
      ), sent_on, sent_on, CASE '${state}' WHEN 'completed' THEN now() END
    FROM generate_series(1, $1::int) n, LATERAL (SELECT now() - interval '1 day' + n * interval '1 millisecond') AS sent (sent_on)`
  await pool.query(`INSERT INTO pgboss.job (${columns}) ${rows('completed', 'done ')}`, [Math.ceil(count / 10), requesters])
  await pool.query(`INSERT INTO pgboss.job (${columns}) ${rows('created', 'waiting ')}`, [count, requesters])
  await pool.query(
    `UPDATE pgboss.job SET state = 'retry', start_after = now() + interval '10 minutes'
     WHERE id IN (SELECT id FROM pgboss.job WHERE state = 'created' ORDER BY created_on LIMIT $1)`,
    [delayed],
  )
  await pool.query('VACUUM ANALYZE pgboss.job_common')
}
