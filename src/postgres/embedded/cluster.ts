import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { DatabaseError } from '../database-error.ts'
import { unfinishedName } from './folders.ts'
import type { Installation } from './installation.ts'
import type { Places } from './places.ts'
import { runToEnd } from './run-to-end.ts'
import { runsAsRoot, unprivilegedUser, type ServerUser } from './server-user.ts'

export const DATABASE_NAME = 'testimony'
export const DATABASE_USER = 'testimony'

export interface Cluster {
  data: string
  password: string
  user: ServerUser | undefined
}

const dataOf = (cluster: string): string => join(cluster, 'data')
const passwordOf = (cluster: string): string => join(cluster, 'password')

const makeCluster = async (folder: string, installation: Installation, user: ServerUser | undefined): Promise<void> => {
  const password = randomBytes(24).toString('base64url')
  await mkdir(folder)
  await chmod(folder, user ? 0o711 : 0o700)
  await writeFile(passwordOf(folder), password, { mode: 0o600 })
  await mkdir(dataOf(folder), { mode: 0o700 })
  // initdb reads it as the server's user, then it is gone.
  const passwordForInitdb = join(folder, 'initdb-password')
  await writeFile(passwordForInitdb, password, { mode: 0o600 })
  if (user) {
    await chown(dataOf(folder), user.uid, user.gid)
    await chown(passwordForInitdb, user.uid, user.gid)
  }
  const bin = join(installation.folder, 'bin')
  // The built-in C.UTF-8 sorts by code point on every machine and needs no locale of the system.
  const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
  // Iterations make a password that people think of harder to guess; on this one they would only be half of a connection's cost.
  const login = [`--username=${DATABASE_USER}`, `--pwfile=${passwordForInitdb}`, '--auth=scram-sha-256', '--set=scram_iterations=1']
  await runToEnd(join(bin, 'initdb'), ['-D', dataOf(folder), ...login, ...locale, '--no-instructions'], { user, folder })
  await runToEnd(join(bin, 'postgres'), ['--single', '-D', dataOf(folder), 'postgres'], {
    user,
    folder,
    input: `create database ${DATABASE_NAME}\n`,
  })
  await rm(passwordForInitdb)
}

const readCluster = async (places: Places, installation: Installation): Promise<Cluster> => {
  const data = dataOf(places.cluster)
  const major = (await readFile(join(data, 'PG_VERSION'), 'utf8').catch(() => '')).trim()
  const password = await readFile(passwordOf(places.cluster), 'utf8').catch(() => '')
  const owner = await stat(data).catch(() => undefined)
  const uid = process.getuid?.()
  if (owner && uid !== undefined && uid !== 0 && owner.uid !== uid) {
    throw new DatabaseError('embedded-not-ours', {
      what: `The database in ${places.cluster} belongs to another user`,
      mend: 'run testimony as that user, or set TESTIMONY_DATA_DIR to a folder of your own',
    })
  }
  if (major === '' || password === '' || !owner) {
    throw new DatabaseError('embedded-broken', {
      what: `The database in ${places.cluster} lacks files`,
      mend: 'restore them, or move the folder away to begin with an empty database',
    })
  }
  if (major !== installation.major) {
    throw new DatabaseError('embedded-other-major', {
      what: `The database in ${places.cluster} is of PostgreSQL ${major} and this program brings PostgreSQL ${installation.major}`,
      mend: 'move the folder away to begin with an empty database, or use the version of testimony that made it',
    })
  }
  const user = runsAsRoot() ? (owner.uid === 0 ? await unprivilegedUser() : { uid: owner.uid, gid: owner.gid }) : undefined
  return { data, password, user }
}

/** The database's files: those that are there, else new ones. */
export const ensureCluster = async (places: Places, installation: Installation): Promise<Cluster> => {
  if (!existsSync(places.cluster)) {
    const unfinished = unfinishedName(places.cluster)
    try {
      await makeCluster(unfinished, installation, await unprivilegedUser())
      await rename(unfinished, places.cluster)
    } catch (error) {
      await rm(unfinished, { recursive: true, force: true })
      // Another command was first.
      if (!existsSync(places.cluster)) throw error
    }
  }
  return readCluster(places, installation)
}
