import { sql, type Kysely } from 'kysely'

const TABLES = [
  /*
   * The history of jobs: one row a claim, which the time it was made tells from others of the same job. Several rows have
   * the same number where a job was put back, which uses no attempt. `queue` and `job_id` are a job's in pgboss.job, which
   * keeps it for some days only, so they are no foreign key. `worker`: application, host and process id. The phase, how
   * much is done of it and of how much are what the running attempt has told of itself last.
   */
  sql`create table job_attempts (
    job_id uuid not null,
    started_at timestamptz not null,
    queue text not null,
    number integer not null,
    worker text not null,
    ended_at timestamptz,
    outcome text check (outcome in ('completed', 'failed', 'retried', 'dead-lettered', 'put-back', 'cancelled', 'lost')),
    error_code text,
    error_message text,
    phase text,
    done integer,
    total integer,
    progress_at timestamptz,
    primary key (job_id, started_at),
    check ((outcome is null) = (ended_at is null))
  )`,
  sql`create index job_attempts_running on job_attempts (queue) where ended_at is null`,
  sql`create index job_attempts_ended on job_attempts (ended_at)`,

  /*
   * What people did to jobs by hand, and who: each thing once, so that of two who run a dead letter again one does.
   * `successor`: the job that does the work of one that was run again.
   */
  sql`create table job_interventions (
    job_id uuid not null,
    action text not null check (action in ('cancelled', 'retried')),
    done_by text not null,
    done_at timestamptz not null default now(),
    successor uuid,
    primary key (job_id, action),
    check (action = 'retried' or successor is null)
  )`,
  sql`create index job_interventions_done on job_interventions (done_at)`,

  /* Queues that no worker takes jobs from, by their names in pgboss.queue. */
  sql`create table paused_queues (
    queue text primary key,
    paused_by text not null,
    paused_at timestamptz not null default now()
  )`,
]

/*
 * Functions for whoever may insert jobs and read none. They run as the owner of the tables, so that their caller needs no
 * right to these; each tells of one job, to somebody who knows its id or what its work is.
 */
const functionsIn = (schema: string) => [
  /* How one job stands. `attempts`: how many it has used; a claim that was put back uses none. */
  sql`create function job_standing(wanted uuid)
    returns table (queue text, state text, attempts integer, output jsonb, phase text, done integer, total integer)
    language plpgsql stable security definer set search_path = ${sql.id(schema)}, pg_temp as $$
    begin
      return query
      select j.name, j.state::text,
        j.retry_count + case when j.state = 'retry' and j.started_on is not null then 1 else 0 end,
        j.output, a.phase, a.done, a.total
      from pgboss.job j
      left join job_attempts a on j.state = 'active' and a.job_id = j.id and a.started_at = j.started_on
      where j.name in (select q.name from pgboss.queue q) and j.id = wanted;
    end $$`,

  /*
   * The job that waits or runs already for this work. Where a more urgent queue was asked for it is moved there, and from
   * now on counts as this requester's: it must not wait for the limit of whoever was in less of a hurry. It is not moved
   * where a worker takes it at this moment.
   */
  sql`create function join_same_work(kind text, key text, urgency text, requester text)
    returns table (job_id uuid, queue text, running boolean, raised boolean)
    language plpgsql security definer set search_path = ${sql.id(schema)}, pg_temp as $$
    declare
      queues constant text[] := array[kind || '.priority', kind || '.default', kind || '.scheduled'];
      asked constant integer := array_position(queues, kind || '.' || urgency);
    begin
      select j.id, j.name, j.state = 'active', false into job_id, queue, running, raised
      from pgboss.job j
      where j.name = any (queues) and coalesce(j.singleton_key, '') = key and j.policy = 'exclusive' and j.state <= 'active'
      order by j.state desc limit 1;
      if not found then return; end if;
      if not running and asked < array_position(queues, queue) then
        update pgboss.job j set name = queues[asked], group_id = requester, data = jsonb_set(j.data, '{requester}', to_jsonb(requester))
          where j.name = queue and j.id = job_id and j.state < 'active';
        raised := found;
        running := not found;
        if found then queue := queues[asked]; end if;
      end if;
      return next;
    end $$`,
  sql`revoke execute on function job_standing, join_same_work from public`,
]

export const up = async (db: Kysely<never>): Promise<void> => {
  for (const statement of TABLES) await statement.execute(db)
  const { rows } = await sql<{ schema: string }>`select current_schema() as schema`.execute(db)
  for (const statement of functionsIn(rows[0]?.schema ?? 'public')) await statement.execute(db)
}
