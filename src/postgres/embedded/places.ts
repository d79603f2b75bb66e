import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { dirname, isAbsolute, join, resolve } from 'node:path'

import { userFolders } from '../../runtime/user-folders.ts'
import { runsAsRoot } from './server-user.ts'

/** Where the parts of the embedded PostgreSQL are. */
export interface Places {
  /** Holds everything but, where its path is too long, the sockets. */
  home: string
  /** Holds the database's files and its password. */
  cluster: string
  /** The folder of the server's own socket; null where there are no unix sockets: then it listens on 127.0.0.1. */
  sockets: string | null
  /** Folder of `control`. */
  runtime: string
  /** The supervisor's socket: each command that uses the server holds a connection to it. */
  control: string
  log: string
}

/** sockaddr_un has 104 bytes on macOS and 108 on Linux, the last of them NUL. */
const LONGEST_SOCKET_PATH = 103
const LONGEST_SOCKET_NAME = '/control-4194304.sock'

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12)

export const dataFolderOf = (env: NodeJS.ProcessEnv): string => {
  const chosen = env['TESTIMONY_DATA_DIR']
  if (chosen) return resolve(chosen)
  const xdg = env['XDG_DATA_HOME']
  if (process.platform === 'linux' && xdg && isAbsolute(xdg)) return join(xdg, 'testimony')
  return userFolders().data
}

/** Whether a user with no rights of its own gets as far as this folder; parts that are not there yet will be made so. */
const reachableByOthers = async (folder: string): Promise<boolean> => {
  const found = await stat(folder).catch(() => undefined)
  if (found?.isDirectory() && (found.mode & 0o001) === 0) return false
  const parent = dirname(folder)
  return parent === folder || (await reachableByOthers(parent))
}

/** Whether root may open the folder to the server's user: its own data folder, in a place that everybody gets to. */
const canBeOpened = async (dataFolder: string): Promise<boolean> => {
  const found = await stat(dataFolder).catch(() => undefined)
  return (found?.uid ?? 0) === 0 && (await reachableByOthers(dirname(dataFolder)))
}

/**
 * The user that the server of root runs as does not get into folders such as /root: what belongs into such a folder is
 * kept in the system's own place for the state of programs, told apart by the folder it stands for.
 */
const homeOf = async (dataFolder: string): Promise<string> => {
  const home = join(dataFolder, 'postgresql')
  if (!runsAsRoot() || (await reachableByOthers(dataFolder)) || (await canBeOpened(dataFolder))) return home
  return join('/var/lib/testimony', digestOf(dataFolder), 'postgresql')
}

const isShort = (folder: string): boolean => Buffer.byteLength(folder + LONGEST_SOCKET_NAME) <= LONGEST_SOCKET_PATH

const runtimeOf = (home: string): string => {
  const runtime = join(home, 'run')
  if (isShort(join(runtime, 'sql'))) return runtime
  // Not the temporary folder of the environment, which differs from command to command; see refuseForeignFolder.
  return `/tmp/testimony-${process.getuid?.() ?? 0}-${digestOf(home)}`
}

export const placesOf = async (dataFolder: string): Promise<Places> => {
  const home = await homeOf(dataFolder)
  const cluster = join(home, 'cluster')
  const log = join(home, 'server.log')
  if (process.platform === 'win32') {
    return { home, cluster, sockets: null, runtime: home, control: `\\\\.\\pipe\\testimony-${digestOf(home)}`, log }
  }
  const runtime = runtimeOf(home)
  return { home, cluster, sockets: join(runtime, 'sql'), runtime, control: join(runtime, 'control.sock'), log }
}
