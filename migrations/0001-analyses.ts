import { sql, type Kysely } from 'kysely'

const STATEMENTS = [
  /*
   * `identity`: the canonical URL, or `file:` and the absolute path: what makes two repositories one. Unique by its
   * digest, since a path may be longer than an index takes.
   */
  sql`create table repositories (
    id bigint generated always as identity primary key,
    identity_key bytea not null unique,
    identity text not null,
    url text,
    path text,
    created_at timestamptz not null default now()
  )`,

  /*
   * What one content says, read as one language by one extractor version: shared by all commits and forks. The content
   * is compressed before it comes here, so PostgreSQL is told not to try again.
   */
  sql`create table facts (
    extractor_version text not null,
    language text not null,
    blob bytea not null,
    content bytea storage external not null,
    primary key (blob, language, extractor_version)
  )`,

  /*
   * What an analysis says of one file, under the digest of what it says: commits and forks that say the same share the
   * row. The counts are those of the content, so that totals and lists need not read it.
   */
  sql`create table file_inventories (
    id bigint generated always as identity primary key,
    digest bytea not null unique,
    content bytea storage external not null,
    path text not null,
    framework text not null,
    language text not null,
    suites integer not null,
    tests integer not null,
    dynamic integer not null,
    active integer not null,
    focused integer not null,
    skipped integer not null,
    todo integer not null,
    xfail integer not null
  )`,

  /*
   * `commit`: the commit id, or `tree:` and the digest of a directory's files. `attempt_id`: the attempt that owns it
   * now; what any other one writes changes nothing. `file_ids`: the file inventories in
   * the order of their paths; a new commit costs rows only for what changed.
   */
  sql`create table analyses (
    id bigint generated always as identity primary key,
    repository_id bigint not null references repositories on delete cascade,
    commit text not null,
    extractor_version text not null,
    status text not null check (status in ('running', 'completed', 'failed')),
    attempt_id bigint,
    identity text,
    totals json,
    diagnostics text,
    file_ids bigint[],
    started_at timestamptz not null default now(),
    finished_at timestamptz,
    unique (repository_id, commit, extractor_version),
    check ((status = 'running') = (finished_at is null)),
    check (status <> 'completed' or num_nulls(attempt_id, identity, totals, diagnostics, file_ids) = 0)
  )`,
  sql`create index analyses_newest on analyses (repository_id, finished_at desc, id desc) where status = 'completed'`,

  /* The history of the work: one row an attempt. `analysis_id` is null where the commit could not even be found. */
  sql`create table analysis_attempts (
    id bigint generated always as identity primary key,
    analysis_id bigint references analyses on delete cascade,
    target text not null,
    status text not null check (status in ('running', 'completed', 'failed', 'abandoned')),
    error_code text,
    error_message text,
    started_at timestamptz not null default now(),
    finished_at timestamptz,
    check ((status = 'running') = (finished_at is null))
  )`,
  sql`create index analysis_attempts_of_analysis on analysis_attempts (analysis_id, id)`,

  /*
   * What linking the files of a repository's last analysis looked at, and the digests of what came of it: all of them in
   * one compressed row, for they name the same files over and over (src/analysis/known-repository-encoding.ts).
   */
  sql`create table link_traces (
    repository_id bigint primary key references repositories on delete cascade,
    extractor_version text not null,
    content bytea storage external not null
  )`,
]

export const up = async (db: Kysely<never>): Promise<void> => {
  for (const statement of STATEMENTS) await statement.execute(db)
}
