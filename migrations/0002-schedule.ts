import { sql, type Kysely } from 'kysely'

const STATEMENTS = [
  /*
   * One row a name. `token` grows with each holder and never shrinks, so that what an earlier holder writes late can be
   * told from what the present one writes. Free when it has no holder, or when it has expired by the database's clock.
   */
  sql`create table leases (
    name text primary key,
    token bigint not null default 0,
    holder text,
    expires_at timestamptz,
    check ((holder is null) = (expires_at is null))
  )`,

  /*
   * Who held a lease from when to when, by the database's clock: a row for each token, written by the statements that
   * change the lease itself. Terms of one name never overlap.
   */
  sql`create table lease_terms (
    name text not null,
    token bigint not null,
    holder text not null,
    held_from timestamptz not null,
    held_until timestamptz not null,
    primary key (name, token),
    check (held_until >= held_from)
  )`,

  /* The jobs of the present scheduler. What was due before `known_since` was not missed: nobody had asked for it then. */
  sql`create table periodic_jobs (
    name text primary key,
    schedule text not null,
    known_since timestamptz not null default clock_timestamp()
  )`,

  /*
   * One row for each time that a job was due and a scheduler saw it, whatever became of it. `token`: of the lease that
   * the last attempt ran under. `waiting`: put back, to be run again.
   */
  sql`create table periodic_ticks (
    job text not null,
    due_at timestamptz not null,
    status text not null check (status in ('running', 'waiting', 'done', 'cut-off', 'failed', 'missed', 'skipped')),
    token bigint not null,
    attempts integer not null,
    started_at timestamptz,
    heartbeat_at timestamptz,
    finished_at timestamptz,
    summary json,
    error_code text,
    error_message text,
    primary key (job, due_at),
    check ((status in ('running', 'waiting')) = (finished_at is null))
  )`,
  /* No two runs of one job at a time. */
  sql`create unique index periodic_ticks_unfinished on periodic_ticks (job) where finished_at is null`,
]

export const up = async (db: Kysely<never>): Promise<void> => {
  for (const statement of STATEMENTS) await statement.execute(db)
}
