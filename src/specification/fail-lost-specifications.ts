import { sql } from 'kysely'

import type { Database } from '../postgres/pool.ts'

/** Whoever writes says so every other second (attempt-pulse.ts); a laptop may sleep for a moment. */
const LONGEST_SILENCE = '1 minute'

/** Of versions that say nothing: longer than a person waits. */
const LONGEST_WITHOUT_JOB = '1 day'

/**
 * Ends what says that it is being written and can't be: its job runs no more, because its worker was killed and the job
 * has ended since; or nobody's job it was, and its command line was killed. One that is written at this moment is left to the next time. Answers how many there were.
 */
export const failLostSpecifications = async (db: Database): Promise<number> => {
  const { numAffectedRows } = await sql`
    update specifications s
    set status = 'failed', finished_at = now(), error_code = 'worker-gone', error_message = 'Whoever wrote it has gone without a word.'
    from (
      select id from specifications
      where status = 'running' and case
        when job_id is null
          then coalesce(alive_at + ${LONGEST_SILENCE}::interval, started_at + ${LONGEST_WITHOUT_JOB}::interval) < now()
        else not exists (select from pgboss.job j where j.name in (select q.name from pgboss.queue q) and j.id = job_id and j.state = 'active')
      end
      for no key update skip locked
    ) as lost
    where s.id = lost.id
  `.execute(db)
  return Number(numAffectedRows ?? 0n)
}
