import { sql } from 'kysely'

import type { Database } from '../postgres/pool.ts'

/** Longer than any job may run, or a person waits. */
const LONGEST_WITHOUT_JOB = '1 day'

/**
 * Ends what says that it runs and can't: attempts whose job runs no more, because their worker was killed and the job has
 * ended since, or was answered without them; and those of a command line that was killed. Their analyses have failed:
 * whoever asks for the commit again gets a new attempt. One whose analysis is written at this moment is left to the next
 * time. Answers how many there were.
 */
export const abandonLostAttempts = async (db: Database): Promise<number> => {
  const { rows } = await sql<{ abandoned: number }>`
    with found as materialized (
      select t.id from analysis_attempts t join analyses a on a.id = t.analysis_id
      where t.status = 'running' and case
        when t.job_id is null then t.started_at < now() - ${LONGEST_WITHOUT_JOB}::interval
        else not exists (select from pgboss.job j where j.name in (select q.name from pgboss.queue q) and j.id = t.job_id and j.state = 'active')
      end
      for no key update of a skip locked
    ), lost as (
      update analysis_attempts t
      set status = 'abandoned', finished_at = now(), error_code = 'worker-gone', error_message = 'Whoever made it has gone without a word.'
      from found where t.id = found.id and t.status = 'running'
      returning t.id, t.analysis_id
    ), failed as (
      update analyses a set status = 'failed', finished_at = now()
      from lost where a.id = lost.analysis_id and a.attempt_id = lost.id and a.status = 'running'
    )
    select count(*)::int as abandoned from lost
  `.execute(db)
  return rows[0]?.abandoned ?? 0
}
