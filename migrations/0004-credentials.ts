import { sql, type Kysely } from 'kysely'

const STATEMENTS = [
  /*
   * Tokens for private repositories, each sealed with a public key. `origin`: scheme, host and port, the only place that
   * it is sent to; `path`: the part of it that it is for, empty for all. `key_id`: the digest of the public key.
   * `sealed` holds the scope too, so that a row that is moved to another one opens no more.
   */
  sql`create table sealed_tokens (
    id bigint generated always as identity primary key,
    origin text not null check (length(origin) <= 500),
    path text not null check (length(path) <= 500),
    username text not null,
    label text,
    key_id text not null,
    sealed bytea not null,
    created_at timestamptz not null default now(),
    rotated_at timestamptz,
    last_used_at timestamptz,
    unique (origin, path)
  )`,
]

export const up = async (db: Kysely<never>): Promise<void> => {
  for (const statement of STATEMENTS) await statement.execute(db)
}
