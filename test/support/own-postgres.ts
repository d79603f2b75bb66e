/**
 * A PostgreSQL that one test has for itself, to stop and start it as it likes. It keeps its address. Its files are copied from
 * ones that are made once for this version: making and migrating them takes seconds.
 */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { ensureCluster } from '../../src/postgres/embedded/cluster.ts'
import { makeFolders, unfinishedName } from '../../src/postgres/embedded/folders.ts'
import { ensureInstallation, type Installation } from '../../src/postgres/embedded/installation.ts'
import { placesOf, type Places } from '../../src/postgres/embedded/places.ts'
import { startPostmaster } from '../../src/postgres/embedded/postmaster.ts'
import { unprivilegedUser } from '../../src/postgres/embedded/server-user.ts'
import { migrateDatabase } from '../../src/postgres/migrate-database.ts'
import { createDatabase, openPool } from '../../src/postgres/pool.ts'
import { temporaryFolder } from '../../src/source/testing/git-fixture.ts'
import { DATA_FOLDER, digestOfDatabases, forgoDurability, type TestDatabase } from './postgres.ts'

export interface OwnPostgres extends TestDatabase {
  stop: () => Promise<void>
  start: () => Promise<void>
}

const run = promisify(execFile)
const PREFIX = 'migrated-'

/** Makes a cluster with this version's tables. */
const makeMigrated = async (places: Places, installation: Installation): Promise<void> => {
  const cluster = await ensureCluster(places, installation)
  const postmaster = await startPostmaster(places, installation, cluster)
  try {
    await migrateDatabase(postmaster.url)
    const pool = openPool({ url: postmaster.url, applicationName: 'test' })
    await forgoDurability(pool)
    await pool.end()
  } finally {
    await postmaster.stop()
  }
}

/** The cluster to copy, which nobody starts. Test processes that come at the same time make one each, and keep the first. */
const ensureMigrated = async (home: string, installation: Installation, places: Places): Promise<string> => {
  const name = `${PREFIX}${digestOfDatabases()}`
  const migrated = join(home, name)
  if (existsSync(migrated)) return migrated
  // Of earlier sources; those that are being made have a dot in their names.
  const former = (await readdir(home)).filter((other) => other.startsWith(PREFIX) && other !== name && !other.includes('.'))
  for (const other of former) await rm(join(home, other), { recursive: true, force: true })
  const unfinished = unfinishedName(migrated)
  try {
    await makeMigrated({ ...places, cluster: unfinished }, installation)
    await rename(unfinished, migrated)
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    if (!existsSync(migrated)) throw error
  }
  return migrated
}

/** Running, with this version's tables. */
export const startOwnPostgres = async (): Promise<OwnPostgres> => {
  await using opening = new AsyncDisposableStack()
  const folder = opening.use(await temporaryFolder())
  // The server of root runs as another user, who has to get in.
  await chmod(folder.path, 0o711)
  const user = await unprivilegedUser()
  const [places, shared] = [await placesOf(folder.path), await placesOf(DATA_FOLDER)]
  await makeFolders(places, user)
  await makeFolders(shared, user)
  const installation = await ensureInstallation(shared.home)
  // With owners and modes, which the server checks.
  await run('cp', ['-Rp', await ensureMigrated(shared.home, installation, places), places.cluster])
  const cluster = await ensureCluster(places, installation)
  let postmaster = await startPostmaster(places, installation, cluster)
  opening.defer(() => postmaster.stop())
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
