import { sql, type Kysely } from 'kysely'

const TABLES = [
  /*
   * What one writer makes of one analysis, in one language. `analysis_completion`: that of the analysis which was read, for
   * one that is analysed anew may say otherwise. `writer_version`: of the writer's rules or prompts. `attempt`: counts who
   * has begun it; what an earlier one writes changes nothing. `job_id`: in pgboss.job, which keeps it for some days only.
   * `identity`: as JSON, of the repository as it was analysed. `version`: counted by repository and language.
   * The numbers of rows are those of the tables below, and `cost` is in US dollars.
   */
  sql`create table specifications (
    id bigint generated always as identity primary key,
    repository_id bigint not null references repositories on delete cascade,
    analysis_id bigint not null references analyses on delete cascade,
    analysis_completion bigint not null,
    language text not null,
    writer text not null,
    writer_version text not null,
    status text not null check (status in ('running', 'completed', 'failed')),
    attempt integer not null default 1,
    job_id uuid,
    error_code text,
    error_message text,
    identity text,
    version integer,
    summary text,
    domains integer,
    features integer,
    behaviours integer,
    tests integer,
    input_tokens bigint,
    output_tokens bigint,
    cost numeric,
    started_at timestamptz not null default now(),
    finished_at timestamptz,
    unique (analysis_id, analysis_completion, language, writer, writer_version),
    unique (repository_id, language, version),
    check ((status = 'running') = (finished_at is null)),
    check (status <> 'completed'
      or num_nulls(identity, version, summary, domains, features, behaviours, tests, input_tokens, output_tokens) = 0)
  )`,
  sql`create index specifications_running on specifications (job_id, started_at) where status = 'running'`,

  /* The last version of each repository and language: a number is never used again, whatever was deleted since. */
  sql`create table specification_versions (
    repository_id bigint not null references repositories on delete cascade,
    language text not null,
    last integer not null,
    primary key (repository_id, language)
  )`,

  /*
   * The document, in its order: domains, features and behaviours are numbered through all of it, the tests of a behaviour
   * by themselves.
   */
  sql`create table specification_domains (
    specification_id bigint not null references specifications on delete cascade,
    ordinal integer not null,
    name text not null,
    primary key (specification_id, ordinal)
  )`,
  sql`create table specification_features (
    specification_id bigint not null,
    ordinal integer not null,
    domain integer not null,
    name text not null,
    primary key (specification_id, ordinal),
    foreign key (specification_id, domain) references specification_domains on delete cascade
  )`,
  sql`create index specification_features_of_domain on specification_features (specification_id, domain)`,

  /* `key`: what the same tests give in any version. `written_by`: where another than the specification's writer wrote it. */
  sql`create table specification_behaviours (
    specification_id bigint not null,
    ordinal integer not null,
    feature integer not null,
    key text not null,
    text text not null,
    state text not null check (state in ('verified', 'expected-to-fail', 'skipped', 'to-be-written')),
    examples text[],
    written_by text check (written_by = 'offline'),
    primary key (specification_id, ordinal),
    foreign key (specification_id, feature) references specification_features on delete cascade
  )`,
  sql`create index specification_behaviours_of_feature on specification_behaviours (specification_id, feature)`,

  /* Each test is cited once. */
  sql`create table specification_tests (
    specification_id bigint not null,
    behaviour integer not null,
    ordinal integer not null,
    test_id text not null,
    primary key (specification_id, behaviour, ordinal),
    unique (specification_id, test_id),
    foreign key (specification_id, behaviour) references specification_behaviours on delete cascade
  )`,
]

const PARTS = ['specification_domains', 'specification_features', 'specification_behaviours', 'specification_tests']

/* A completed specification is never changed, nor any part of it. It can be deleted as a whole: its own row goes first then. */
const guardsIn = (schema: string) => [
  sql`create function refuse_change_of_specification() returns trigger language plpgsql as $$
    begin
      raise exception 'Specification % is completed, and so never changed', old.id using errcode = 'restrict_violation';
    end $$`,
  sql`create trigger completed_is_final before update on specifications
    for each row when (old.status = 'completed') execute function refuse_change_of_specification()`,
  sql`create function refuse_change_of_specification_part() returns trigger language plpgsql
    set search_path = ${sql.id(schema)}, pg_temp as $$
    declare
      completed bigint;
    begin
      select s.id into completed from changed c join specifications s on s.id = c.specification_id where s.status = 'completed' limit 1;
      if found then
        raise exception 'Specification % is completed, and so never changed', completed using errcode = 'restrict_violation';
      end if;
      return null;
    end $$`,
  sql`create function refuse_update_of_specification_part() returns trigger language plpgsql as $$
    begin
      raise exception 'Parts of specifications are never changed' using errcode = 'restrict_violation';
    end $$`,
  ...PARTS.flatMap((table) => [
    sql`create trigger completed_takes_no_more after insert on ${sql.table(table)}
      referencing new table as changed for each statement execute function refuse_change_of_specification_part()`,
    sql`create trigger completed_loses_nothing after delete on ${sql.table(table)}
      referencing old table as changed for each statement execute function refuse_change_of_specification_part()`,
    sql`create trigger is_final before update on ${sql.table(table)}
      for each row execute function refuse_update_of_specification_part()`,
  ]),
]

export const up = async (db: Kysely<never>): Promise<void> => {
  for (const statement of TABLES) await statement.execute(db)
  const { rows } = await sql<{ schema: string }>`select current_schema() as schema`.execute(db)
  for (const statement of guardsIn(rows[0]?.schema ?? 'public')) await statement.execute(db)
}
