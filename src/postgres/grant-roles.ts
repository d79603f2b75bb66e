import { sql, type Transaction } from 'kysely'

import type { Database } from './pool.ts'
import { ROLE_GRANTS, type Grant } from './role-grants.ts'
import type { Tables } from './tables.ts'

const GRANTS: Record<string, readonly Grant[]> = ROLE_GRANTS
const ROLES = Object.keys(GRANTS)
/** They run with the rights of their owner. */
const FUNCTIONS = new Set(
  Object.values(GRANTS)
    .flatMap((grants) => grants.map(([, on]) => on))
    .filter((on) => on.startsWith('function ')),
)

/** Any number; held while rights are changed, for PostgreSQL refuses two changes of one table's rights at a time. */
const GRANT_LOCK = 7_316_200

/** The roles that this server has not. */
export const findMissingRoles = async (db: Database): Promise<string[]> => {
  const { rows } = await sql<{ role: string }>`
    select role from unnest(${ROLES}::text[]) as role where not exists (select from pg_roles where rolname = role) order by role
  `.execute(db)
  return rows.map(({ role }) => role)
}

/**
 * Gives the roles exactly the rights of `ROLE_GRANTS`, whatever they had before, in one transaction: processes that run
 * never miss one; and takes the functions that are theirs from everybody else. To be run when all tables are there.
 * Roles that are missing (the server is another one than the migration's, or that could not make them) are made; answers
 * those that this user may not make.
 */
export const grantRoles = async (db: Database): Promise<{ missing: string[] }> => {
  for (const role of await findMissingRoles(db)) await createRole(db, role)
  const missing = await findMissingRoles(db)
  const present = ROLES.filter((role) => !missing.includes(role))
  await db.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${GRANT_LOCK})`.execute(transaction)
    await takeAll(transaction, present)
    // PostgreSQL gives new functions to everybody, and a dump's own word on it is lost where one of its roles is missing.
    await sql.raw([...FUNCTIONS].map((on) => `revoke execute on ${on} from public`).join(';\n')).execute(transaction)
    const schema = sql`do $$ begin execute format('grant usage on schema %I to ${sql.raw(present.join(', '))}', current_schema()); end $$`
    if (present.length > 0) await schema.execute(transaction)
    const grants = present.flatMap((role) => (GRANTS[role] ?? []).map(([privileges, on]) => `grant ${privileges} on ${on} to ${role}`))
    await sql.raw(grants.join(';\n')).execute(transaction)
  })
  return { missing }
}

/** Another database of the same server may make it at the same time. */
const createRole = async (db: Database, role: string): Promise<void> => {
  await sql`do $$ begin
    create role ${sql.id(role)} nologin;
  exception when duplicate_object or unique_violation or insufficient_privilege then null;
  end $$`.execute(db)
}

/** Every right that the roles have on anything of this database; of a table its columns' go with it. */
const takeAll = async (transaction: Transaction<Tables>, roles: readonly string[]): Promise<void> => {
  const { rows } = await sql<{ statement: string }>`
    with ours as (select oid, rolname from pg_roles where rolname = any(${roles}::text[])),
    granted (object, grantee) as (
      select format(case relkind when 'S' then 'sequence %s' else 'table %s' end, c.oid::regclass), acl.grantee
      from pg_class c, aclexplode(c.relacl) acl
      union select format('table %s', a.attrelid::regclass), acl.grantee from pg_attribute a, aclexplode(a.attacl) acl
      union select format('function %s', p.oid::regprocedure), acl.grantee from pg_proc p, aclexplode(p.proacl) acl
      union select format('schema %I', n.nspname), acl.grantee from pg_namespace n, aclexplode(n.nspacl) acl
    )
    select format('revoke all on %s from %I', granted.object, ours.rolname) as statement
    from granted join ours on ours.oid = granted.grantee
  `.execute(transaction)
  if (rows.length > 0) await sql.raw(rows.map(({ statement }) => statement).join(';\n')).execute(transaction)
}
