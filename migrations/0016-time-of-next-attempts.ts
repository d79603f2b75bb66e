import { sql, type Kysely } from 'kysely'

/*
 * As before, and also in how many seconds a job that waits may start, by the database's clock: whoever waits for it is told
 * when the next attempt is. Null of any other job.
 */
const jobStanding = (schema: string) => sql`create function job_standing(wanted uuid)
  returns table (queue text, state text, attempts integer, output jsonb, phase text, done integer, total integer, starts_in double precision)
  language plpgsql stable security definer set search_path = ${sql.id(schema)}, pg_temp as $$
  begin
    return query
    select j.name, j.state::text,
      j.retry_count + case when j.state = 'retry' and j.started_on is not null then 1 else 0 end,
      j.output, a.phase, a.done, a.total,
      case when j.state in ('created', 'retry') then greatest(0, extract(epoch from j.start_after - now()))::double precision end
    from pgboss.job j
    left join job_attempts a on j.state = 'active' and a.job_id = j.id and a.started_at = j.started_on
    where j.name in (select q.name from pgboss.queue q) and j.id = wanted;
  end $$`

/** What a function answers with can't be changed in its place; whoever may ask it still may, also while this runs. */
export const up = async (db: Kysely<never>): Promise<void> => {
  const { rows } = await sql<{ schema: string }>`select current_schema() as schema`.execute(db)
  const { rows: askers } = await sql<{ role: string }>`
    select acl.grantee::regrole::text as role from pg_proc p, aclexplode(p.proacl) acl
    where p.oid = 'job_standing(uuid)'::regprocedure and acl.grantee not in (0, p.proowner)`.execute(db)
  await sql`drop function job_standing(uuid)`.execute(db)
  await jobStanding(rows[0]?.schema ?? 'public').execute(db)
  await sql`revoke execute on function job_standing(uuid) from public`.execute(db)
  // As PostgreSQL writes them: quoted where they have to be.
  for (const { role } of askers) await sql`grant execute on function job_standing(uuid) to ${sql.raw(role)}`.execute(db)
}
