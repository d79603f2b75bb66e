/** A PostgreSQL that one test has for itself, to stop and start it as it likes. It keeps its address. */
import { chmod } from 'node:fs/promises'

import { ensureCluster } from '../../src/postgres/embedded/cluster.ts'
import { makeFolders } from '../../src/postgres/embedded/folders.ts'
import { ensureInstallation } from '../../src/postgres/embedded/installation.ts'
import { placesOf } from '../../src/postgres/embedded/places.ts'
import { startPostmaster } from '../../src/postgres/embedded/postmaster.ts'
import { unprivilegedUser } from '../../src/postgres/embedded/server-user.ts'
import { migrateDatabase } from '../../src/postgres/migrate-database.ts'
import { createDatabase, openPool } from '../../src/postgres/pool.ts'
import { temporaryFolder } from '../../src/source/testing/git-fixture.ts'
import type { TestDatabase } from './postgres.ts'

export interface OwnPostgres extends TestDatabase {
  stop: () => Promise<void>
  start: () => Promise<void>
}

/** Running, with this version's tables. */
export const startOwnPostgres = async (): Promise<OwnPostgres> => {
  await using opening = new AsyncDisposableStack()
  const folder = opening.use(await temporaryFolder())
  // The server of root runs as another user, who has to get in.
  await chmod(folder.path, 0o711)
  const places = await placesOf(folder.path)
  await makeFolders(places, await unprivilegedUser())
  const installation = await ensureInstallation(places.home)
  const cluster = await ensureCluster(places, installation)
  let postmaster = await startPostmaster(places, installation, cluster)
  opening.defer(() => postmaster.stop())
  await migrateDatabase(postmaster.url)
  const pool = openPool({ url: postmaster.url, applicationName: 'test' })
  opening.defer(() => pool.end())
  const stack = opening.move()
  return {
    url: postmaster.url,
    pool,
    db: createDatabase(pool),
    stop: () => postmaster.stop(),
    start: async () => {
      postmaster = await startPostmaster(places, installation, cluster)
    },
    [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose](),
  }
}
