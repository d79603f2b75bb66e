/** Database users that are each a member of one process's role and nothing else, as an operator makes them. */
import { randomBytes } from 'node:crypto'

import { ROLE_GRANTS, type RoleName } from '../../src/postgres/role-grants.ts'
import type { TestDatabase } from './postgres.ts'

export const ROLES = Object.keys(ROLE_GRANTS) as RoleName[]

export interface RoleLogins extends AsyncDisposable {
  /** Address of the database for a user who is a member of the role. */
  urlFor: (role: RoleName) => string
}

/** To be disposed of before the database. */
export const openRoleLogins = async ({ url, pool }: TestDatabase): Promise<RoleLogins> => {
  const password = randomBytes(12).toString('hex')
  const suffix = randomBytes(6).toString('hex')
  const userOf = (role: RoleName): string => `${role}_${suffix}`
  await pool.query(ROLES.map((role) => `create role ${userOf(role)} login password '${password}' in role ${role}`).join(';'))
  return {
    urlFor: (role) => Object.assign(new URL(url), { username: userOf(role), password }).href,
    [Symbol.asyncDispose]: async () => {
      await pool.query(`drop role ${ROLES.map(userOf).join(', ')}`)
    },
  }
}
