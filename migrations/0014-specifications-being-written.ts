import { sql, type Kysely } from 'kysely'

/*
 * `alive_at`: when whoever writes it has last said so; null where a version wrote it that says nothing. As long as it is
 * young, nobody else begins the same: a model would be paid twice.
 */
export const up = async (db: Kysely<never>): Promise<void> => {
  await sql`alter table specifications add column alive_at timestamptz`.execute(db)
}
