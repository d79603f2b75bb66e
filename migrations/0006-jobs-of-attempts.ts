import { sql, type Kysely } from 'kysely'

const STATEMENTS = [
  /* The job that the attempt is made for, if any: it runs no longer than the job does. In pgboss.job, which keeps it for some days only. */
  sql`alter table analysis_attempts add column job_id uuid`,
  sql`create index analysis_attempts_running on analysis_attempts (job_id, started_at) where status = 'running'`,
]

export const up = async (db: Kysely<never>): Promise<void> => {
  for (const statement of STATEMENTS) await statement.execute(db)
}
