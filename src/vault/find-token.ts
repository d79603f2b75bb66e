import { sql } from 'kysely'

import type { Database } from '../postgres/pool.ts'
import type { SealedToken } from './seal-token.ts'
import { scopesAround } from './token-scope.ts'

export interface FoundToken extends SealedToken {
  username: string
}

/** The token that is for a repository's address, by the narrowest scope; its use is noted, at most once a minute. */
export const findToken = async (db: Database, href: string): Promise<FoundToken | undefined> => {
  const { origin, paths } = scopesAround(href)
  const { rows } = await sql<FoundToken>`
    with found as (
      select id, origin, path, username, key_id as "keyId", sealed, last_used_at from sealed_tokens
      where origin = ${origin} and path = any(${paths}::text[])
      order by length(path) desc limit 1
    ), noted as (
      update sealed_tokens set last_used_at = now() from found
      where sealed_tokens.id = found.id and (found.last_used_at is null or found.last_used_at < now() - interval '1 minute')
    )
    select origin, path, username, "keyId", sealed from found
  `.execute(db)
  return rows[0]
}
