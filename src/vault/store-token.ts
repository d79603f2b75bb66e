import { sql } from 'kysely'

import type { Database } from '../postgres/pool.ts'
import type { SealedToken } from './seal-token.ts'

export interface TokenToStore extends SealedToken {
  username: string
  label?: string | undefined
}

/** Stores a token in place of the one that its scope has. Answers whether there was one. */
export const storeToken = async (db: Database, token: TokenToStore): Promise<'added' | 'replaced'> => {
  const { origin, path, username, label, keyId, sealed } = token
  const { rows } = await sql<{ added: boolean }>`
    insert into sealed_tokens (origin, path, username, label, key_id, sealed)
    values (${origin}, ${path}, ${username}, ${label ?? null}, ${keyId}, ${Buffer.from(sealed)})
    on conflict (origin, path) do update set
      username = excluded.username, label = excluded.label, key_id = excluded.key_id, sealed = excluded.sealed,
      created_at = now(), rotated_at = null, last_used_at = null
    returning xmax = 0 as added
  `.execute(db)
  return rows[0]?.added === true ? 'added' : 'replaced'
}
