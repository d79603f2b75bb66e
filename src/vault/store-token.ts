import { sql } from 'kysely'

import type { Database } from '../postgres/pool.ts'
import type { SealedToken } from './seal-token.ts'

export interface TokenToStore extends SealedToken {
  username: string
  label?: string | undefined
}

/** Stores a token in place of the one that its scope has. Answers whether there was one. */
export const storeToken = async (db: Database, token: TokenToStore): Promise<'added' | 'replaced'> => {
  const { origin, path, username, label, keyId } = token
  // Given twice: "excluded" would count as reading the column, and whoever stores tokens may not.
  const sealed = Buffer.from(token.sealed)
  const { rows } = await sql<{ replaced: boolean }>`
    with before as (select id from sealed_tokens where origin = ${origin} and path = ${path})
    insert into sealed_tokens (origin, path, username, label, key_id, sealed)
    values (${origin}, ${path}, ${username}, ${label ?? null}, ${keyId}, ${sealed})
    on conflict (origin, path) do update set
      username = excluded.username, label = excluded.label, key_id = excluded.key_id, sealed = ${sealed},
      created_at = now(), rotated_at = null, last_used_at = null
    returning exists (select from before) as replaced
  `.execute(db)
  return rows[0]?.replaced === true ? 'replaced' : 'added'
}
