import { sql } from 'kysely'

import type { Database } from '../postgres/pool.ts'
import type { TokenScope } from './token-scope.ts'

/** All that is known of a stored token without opening it. */
export interface StoredToken extends TokenScope {
  username: string
  label: string | null
  keyId: string
  createdAt: Date
  rotatedAt: Date | null
  lastUsedAt: Date | null
}

export const listTokens = async (db: Database): Promise<StoredToken[]> => {
  const { rows } = await sql<StoredToken>`
    select origin, path, username, label, key_id as "keyId",
      created_at as "createdAt", rotated_at as "rotatedAt", last_used_at as "lastUsedAt"
    from sealed_tokens order by origin, path
  `.execute(db)
  return rows
}

/** Answers whether there was one for exactly this scope. */
export const removeToken = async (db: Database, { origin, path }: TokenScope): Promise<boolean> => {
  const { rows } = await sql`delete from sealed_tokens where origin = ${origin} and path = ${path} returning id`.execute(db)
  return rows.length > 0
}
