import { sql } from 'kysely'

import type { RepositoryIdentity } from '../inventory/inventory.ts'
import type { Database } from '../postgres/pool.ts'
import { repositoryKey, textKey } from './repository-identity.ts'

/**
 * Writes down that a person asks for a repository, or is shown it: what the automatic refresh goes by. It forgives what
 * failed before. A repository that is new is looked at from the moment it is made. To the minute, so that a page that is
 * reloaded writes nothing.
 */
export const recordView = async (db: Database, identity: RepositoryIdentity): Promise<void> => {
  await sql`
    update repositories set last_viewed_at = now(), refresh_job_id = null, refresh_failures = 0
    where identity_key = ${textKey(repositoryKey(identity))}
      and (last_viewed_at < now() - interval '1 minute' or refresh_failures > 0)
  `.execute(db)
}
