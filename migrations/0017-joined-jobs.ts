import { sql, type Kysely } from 'kysely'

/*
 * As before, and also: who first asked for work that a job was there for is noted. That job is theirs as well, so whoever
 * sent it no longer takes it away with them.
 */
const joinSameWork = (schema: string) => sql`create or replace function join_same_work(kind text, key text, urgency text, requester text)
  returns table (job_id uuid, queue text, running boolean, raised boolean)
  language plpgsql security definer set search_path = ${sql.id(schema)}, pg_temp as $$
  declare
    queues constant text[] := array[kind || '.priority', kind || '.default', kind || '.scheduled'];
    asked constant integer := array_position(queues, kind || '.' || urgency);
    unattended boolean;
    more_urgent boolean;
  begin
    if key is null or asked is null then
      raise invalid_parameter_value using message = 'It takes a kind, a key, and priority, default or scheduled';
    end if;
    if char_length(requester) between 1 and 200 is not true
      or requester ~ '[\\u0001-\\u001f\\u007f-\\u009f\\u061c\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff]'
    then
      raise invalid_parameter_value using message = 'A requester has 1 to 200 characters, and no control characters';
    end if;
    select j.id, j.name, j.state = 'active', j.data->>'requester' = 'auto-refresh'
      into job_id, queue, running, unattended
      from pgboss.job j
      where j.name = any (queues) and coalesce(j.singleton_key, '') = key and j.policy = 'exclusive' and j.state <= 'active'
      order by j.state desc limit 1;
    if not found then return; end if;
    more_urgent := asked < array_position(queues, queue);
    raised := false;
    if not running and (more_urgent or unattended and requester <> 'auto-refresh') then
      update pgboss.job j set name = case when more_urgent then queues[asked] else queue end, group_id = requester,
          data = jsonb_set(j.data, '{requester}', to_jsonb(requester))
        where j.name = queue and j.id = job_id and j.state < 'active';
      raised := found and more_urgent;
      running := not found;
      if raised then queue := queues[asked]; end if;
    end if;
    insert into job_interventions (job_id, action, done_by) values (join_same_work.job_id, 'joined', requester)
      on conflict on constraint job_interventions_pkey do nothing;
    return next;
  end $$`

export const up = async (db: Kysely<never>): Promise<void> => {
  await sql`alter table job_interventions drop constraint job_interventions_action_check,
    add constraint job_interventions_action_check check (action in ('cancelled', 'retried', 'joined'))`.execute(db)
  const { rows } = await sql<{ schema: string }>`select current_schema() as schema`.execute(db)
  await joinSameWork(rows[0]?.schema ?? 'public').execute(db)
}
