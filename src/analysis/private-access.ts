import type { Database } from '../postgres/pool.ts'
import type { RemoteOptions } from '../source/remote-access.ts'
import { SourceError } from '../source/source-error.ts'
import { findCredentials } from '../vault/find-credentials.ts'
import { TokenNotOpened } from '../vault/open-token.ts'
import type { PrivateKeys } from '../vault/private-keys.ts'

/**
 * Looks the token of a repository up when it is about to be fetched. One that can't be opened is a fault of the
 * repository's own, which no other attempt mends; a database that does not answer is one like any other. Never does
 * a fault pass for "there is no token", for the repository would then be asked for as if it were public.
 */
export const createPrivateAccess =
  (db: () => Promise<Database>, keys: Pick<PrivateKeys, 'byId'>): NonNullable<RemoteOptions['credentials']> =>
  async ({ href }) => {
    try {
      return await findCredentials(await db(), keys, href)
    } catch (error) {
      if (!(error instanceof TokenNotOpened)) throw error
      throw new SourceError(error.code, error.message, { cause: error })
    }
  }
