import { sql, type Kysely } from 'kysely'

/*
 * `content` is what was known when it was last stored whole, under a number of its own; `changes` what differs from that
 * since, encoded alike (src/analysis/known-repository-encoding.ts).
 */
export const up = async (db: Kysely<never>): Promise<void> => {
  await sql`
    alter table link_traces
      add column number bigint generated always as identity,
      add column changes bytea storage external
  `.execute(db)
}
