import { sql, type Kysely } from 'kysely'

const ROLES = [
  'testimony_analyzer',
  'testimony_spec_generator',
  'testimony_retention',
  'testimony_refresh',
  'testimony_scheduler',
  'testimony_enqueue',
  'testimony_web',
  'testimony_tokens',
]

const STATEMENTS = [
  /*
   * Nobody logs in as one of these: an operator makes users that are members of one. Roles are those of the whole server,
   * so another database may have them already or be making them now; and not every database user may make any.
   * What each of them may do, and those that are missing, are seen to after every migration (src/postgres/grant-roles.ts).
   */
  ...ROLES.map(
    (role) => sql`do $$ begin
      create role ${sql.id(role)} nologin;
    exception when duplicate_object or unique_violation or insufficient_privilege then null;
    end $$`,
  ),

  /* Before PostgreSQL 15 everybody could make tables in the schema that everybody looks in. */
  sql`do $$ begin
    execute format('revoke create on schema %I from public', current_schema());
  exception when insufficient_privilege then null;
  end $$`,
]

export const up = async (db: Kysely<never>): Promise<void> => {
  for (const statement of STATEMENTS) await statement.execute(db)
}
