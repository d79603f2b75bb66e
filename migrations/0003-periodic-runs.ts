import { sql, type Kysely } from 'kysely'

const STATEMENTS = [
  /* One run of a periodic job. Without a finish: it runs still, or its process was killed. */
  sql`create table periodic_runs (
    id bigint generated always as identity primary key,
    job text not null,
    started_by text not null check (started_by in ('cron', 'scheduler')),
    due_at timestamptz,
    started_at timestamptz not null default clock_timestamp(),
    finished_at timestamptz,
    outcome text check (outcome in ('done', 'cut-off', 'failed')),
    summary json,
    check ((outcome is null) = (finished_at is null))
  )`,
  sql`create index periodic_runs_of_job on periodic_runs (job, id)`,

  /*
   * `last_viewed_at`: when a person last asked for the repository or was shown it. The others are the automatic
   * refresh's: when it last looked, the job it sent last, and how many of these failed in a row.
   */
  sql`alter table repositories
    add column last_viewed_at timestamptz not null default now(),
    add column refresh_checked_at timestamptz,
    add column refresh_job_id uuid,
    add column refresh_failures integer not null default 0`,
  sql`update repositories r set last_viewed_at =
    greatest(r.created_at, (select max(a.started_at) from analyses a where a.repository_id = r.id))`,

  /*
   * `completion_number`: drawn by whoever completes the analysis, under the lock of file inventories, so that what was
   * completed since a moment can be told without trusting a clock (src/retention/unreferenced-file-inventories.ts).
   */
  sql`create sequence analysis_completions as bigint`,
  sql`alter table analyses
    add column pinned_at timestamptz,
    add column pin_reason text,
    add column completion_number bigint`,
  sql`create index analyses_by_completion on analyses (completion_number)`,

  /* To the week: a read must not cost a write each time. */
  sql`alter table facts add column used_on date not null default current_date`,
  sql`create index facts_by_use on facts (extractor_version, used_on)`,
]

export const up = async (db: Kysely<never>): Promise<void> => {
  for (const statement of STATEMENTS) await statement.execute(db)
}
