import { sql, type Kysely } from 'kysely'

const STATEMENTS = [
  /*
   * What models have answered, under the digest of what they were asked: shared by all workers, and never changed, so that
   * sentences stay word for word. Nothing refers to it; what nobody has used for long can go.
   */
  sql`create table model_answers (
    key bytea primary key,
    content text not null,
    used_on date not null default current_date
  )`,

  /*
   * What all workers together may still send to a model. Nothing is sent before \`not_before\`, which providers say; and where
   * there is a limit by the minute, \`requests\` and \`tokens\` are what was left of it at \`filled_at\`, below zero where one
   * request took more than there was.
   */
  sql`create table model_limits (
    model text primary key,
    not_before timestamptz not null default '-infinity',
    requests double precision not null default 'infinity',
    tokens double precision not null default 'infinity',
    filled_at timestamptz not null default clock_timestamp()
  )`,
]

export const up = async (db: Kysely<never>): Promise<void> => {
  for (const statement of STATEMENTS) await statement.execute(db)
}
