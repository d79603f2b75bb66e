import type { Database } from '../postgres/pool.ts'
import { findToken } from './find-token.ts'
import { openToken } from './open-token.ts'
import type { PrivateKeys } from './private-keys.ts'

interface FoundCredentials {
  username: string
  password: string
}

/**
 * What a repository's address is asked for with; null where no token is stored for it, which means public access. A
 * token that can't be looked up or opened is a fault: DatabaseError or TokenNotOpened.
 */
export const findCredentials = async (db: Database, keys: Pick<PrivateKeys, 'byId'>, href: string): Promise<FoundCredentials | null> => {
  const found = await findToken(db, href)
  return found === undefined ? null : { username: found.username, password: await openToken(found, keys) }
}
