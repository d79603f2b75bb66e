/** What time and killed processes leave in a database, for those to find whose task it is. */
import type { Pool } from 'pg'

import { storeAnalysis, storeAttempt, storeFacts, storeFile, storeSpecification } from '../../src/retention/testing/stored-rows.ts'
import type { AnalysisSite } from './analysis-site.ts'

/** One row or more of each table that retention removes something of, none of which it keeps. */
export const leaveExpired = async (pool: Pool): Promise<void> => {
  const expired = await storeAnalysis(pool, { repository: 'expired', status: 'failed', age: 365, version: 'old' })
  await storeSpecification(pool, expired, 1)
  await storeAnalysis(pool, { repository: 'expired', status: 'completed', age: 0.5, version: 'new' })
  await storeAttempt(pool, null, 365)
  await storeFile(pool, 'unlisted')
  await storeFacts(pool, 'old', 365)
  await pool.query(`
    update repositories set url = null where identity = 'expired';
    insert into link_traces (repository_id, extractor_version, content) select id, 'old', 'x' from repositories where identity = 'expired';
    insert into periodic_runs (job, started_by, started_at) values ('expired', 'cron', now() - interval '1 year');
    insert into periodic_ticks (job, due_at, status, token, attempts, finished_at)
      select 'expired', now() - age, 'done', 1, 1, now() - age from unnest(array[interval '1 year', interval '2 years']) age;
    insert into job_attempts (job_id, started_at, queue, number, worker, ended_at, outcome)
      values (gen_random_uuid(), now() - interval '1 year', 'expired', 1, 'expired', now() - interval '1 year', 'completed');
    insert into job_interventions (job_id, action, done_by, done_at) values (gen_random_uuid(), 'cancelled', 'expired', now() - interval '1 year');
    insert into model_answers (key, content, used_on) values (sha256('expired'), '{}', current_date - 365);
    insert into model_limits (model, filled_at) values ('expired', now() - interval '1 year');
    insert into lease_terms (name, token, holder, held_from, held_until)
      select 'expired', token, 'expired', now() - interval '1 year', now() - interval '1 year' from generate_series(1, 2) token`)
}

/** Tables that `leaveExpired` leaves rows in. */
export const EXPIRED_TABLES = [
  'analyses',
  'analysis_attempts',
  'facts',
  'file_inventories',
  'job_attempts',
  'job_interventions',
  'lease_terms',
  'link_traces',
  'model_answers',
  'model_limits',
  'periodic_runs',
  'periodic_ticks',
  'specification_behaviours',
  'specification_domains',
  'specification_features',
  'specification_tests',
  'specifications',
]

/**
 * Two jobs of a killed worker, of which one has no attempt left, one that has been done for long, a row of an attempt whose job
 * is gone, and an analysis that nobody ends.
 */
export const leaveLost = async ({ database: { pool }, addRepository, send }: AnalysisSite): Promise<void> => {
  await send(await addRepository('unlucky'), 'unlucky')
  await send(await addRepository('exhausted'), 'exhausted')
  await send(await addRepository('finished'), 'finished')
  await storeAnalysis(pool, { repository: 'lost', status: 'running', age: 2 })
  await pool.query(`
    update repositories set url = null where identity = 'lost';
    update pgboss.job set state = 'active', started_on = now() - interval '1 hour', heartbeat_on = now() - interval '1 hour',
      retry_count = case group_id when 'exhausted' then retry_limit else 0 end
      where group_id in ('unlucky', 'exhausted');
    update pgboss.job set state = 'completed', completed_on = now() - interval '1 year' where group_id = 'finished';
    insert into job_attempts (job_id, started_at, queue, number, worker)
      select id, started_on, name, retry_count + 1, 'lost' from pgboss.job where state = 'active';
    insert into job_attempts (job_id, started_at, queue, number, worker) values (gen_random_uuid(), now(), 'analysis.default', 1, 'lost')`)
}

/** Whether all that `leaveLost` left has ended as it should, and the queues were looked after by pg-boss. */
export const isSettled = async ({ database: { pool } }: AnalysisSite): Promise<boolean> => {
  const { rowCount } = await pool.query(`
    select where (select array_agg(outcome order by outcome) from job_attempts where worker = 'lost') = array['dead-lettered', 'lost', 'retried']
      and exists (select from pgboss.job where name = 'analysis.dead') and not exists (select from pgboss.job where group_id = 'finished')
      and exists (select from analyses a join repositories r on r.id = a.repository_id where r.identity = 'lost' and a.status = 'failed')
      and exists (select from analysis_attempts where error_code = 'worker-gone')
      and not exists (select from pgboss.queue where monitor_on is null or maintain_on is null)`)
  return rowCount === 1
}

/** A specification of a killed worker, whose job is gone. */
export const leaveLostSpecification = async (pool: Pool): Promise<void> => {
  const id = await storeSpecification(pool, await storeAnalysis(pool, { repository: 'lost writer', status: 'completed', age: 2 }))
  await pool.query(`update repositories set url = null where identity = 'lost writer'`)
  await pool.query(`update specifications set status = 'running', job_id = gen_random_uuid(), finished_at = null where id = $1`, [id])
}

/** Whether what `leaveLostSpecification` left has ended. */
export const isLostSpecificationEnded = async (pool: Pool): Promise<boolean> =>
  (await pool.query(`select from specifications where status = 'failed' and error_code = 'worker-gone'`)).rowCount === 1
