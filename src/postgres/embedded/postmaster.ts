import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import { DATABASE_NAME, DATABASE_USER, type Cluster } from './cluster.ts'
import type { Installation } from './installation.ts'
import type { Places } from './places.ts'
import { lookUpProcess } from './process-table.ts'
import { asServerUser, embeddedFault } from './run-to-end.ts'
import { SUPERVISOR_MARK } from './supervisor-mark.ts'

/** The server's main process, as our child. */
export interface Postmaster {
  url: string
  /** Fulfilled when it has ended, whatever ended it. */
  ended: Promise<void>
  /** Ends all sessions, writes everything to disk and ends; by force where that takes too long. */
  stop(): Promise<void>
}

/** One server at a time: PostgreSQL's own lock on its folder said that another one is there. */
export class AnotherServerRuns extends Error {
  override readonly name = 'AnotherServerRuns'
}

const SETTINGS: Record<string, string> = {
  max_connections: '200',
  shared_buffers: '128MB',
  max_wal_size: '512MB',
  // No replicas: less to write, and fewer processes to start and stop.
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_logical_replication_workers: '0',
  io_method: 'sync',
  huge_pages: 'off',
  jit: 'off',
  unix_socket_permissions: '0700',
  log_checkpoints: 'off',
  // Our own output tells when it is ready.
  logging_collector: 'off',
  lc_messages: 'C',
}

const SOCKET_PORT = 5432
const START_TIMEOUT = 120_000
const STOP_TIMEOUT = 20_000
const LONGEST_OUTPUT = 20_000

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}

const urlOf = (sockets: string | null, port: number, password: string): string => {
  const server = `postgres://${DATABASE_USER}:${password}@localhost:${port}/${DATABASE_NAME}`
  return sockets === null ? server.replace('localhost', '127.0.0.1') : `${server}?host=${encodeURIComponent(sockets)}`
}

const readyOrEnded = async (child: ChildProcess, log: string): Promise<string | undefined> => {
  let output = ''
  const ready = new Promise<undefined>((resolve) => {
    child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
      output = (output + chunk).slice(-LONGEST_OUTPUT)
      if (output.includes('database system is ready to accept connections')) resolve(undefined)
      try {
        appendFileSync(log, chunk)
      } catch {
        // A full disk or a removed folder must not end the server's supervisor.
      }
    })
  })
  const ended = once(child, 'close').then(() => output)
  const late = delay(START_TIMEOUT, 'it did not become ready in time', { ref: false })
  return await Promise.race([ready, ended, late])
}

const stopping = async (child: ChildProcess, ended: Promise<void>): Promise<void> => {
  // Fast, immediate and, where it does not even answer that, no shutdown at all.
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    child.kill(signal)
    const late = new AbortController()
    const winner = await Promise.race([ended, delay(STOP_TIMEOUT, 'late', { signal: late.signal }).catch(() => undefined)])
    late.abort()
    if (winner !== 'late') return
  }
}

export const startPostmaster = async (places: Places, installation: Installation, cluster: Cluster): Promise<Postmaster> => {
  const port = places.sockets === null ? await freePort() : SOCKET_PORT
  const settings = {
    ...SETTINGS,
    port: String(port),
    listen_addresses: places.sockets === null ? '127.0.0.1' : '',
    unix_socket_directories: places.sockets ?? '',
  }
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(join(installation.folder, 'bin', 'postgres'), ['-D', cluster.data, ...options], {
    ...asServerUser(cluster.user, cluster.data),
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const doing = `starting in ${places.cluster}`
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const failed = await readyOrEnded(child, places.log).catch((error: unknown) => {
    throw embeddedFault(doing, error)
  })
  if (failed === undefined) return { url: urlOf(places.sockets, port, cluster.password), ended, stop: () => stopping(child, ended) }
  if (child.exitCode === null && child.signalCode === null) await stopping(child, ended)
  // The second: processes of a killed server that have not noticed yet.
  if (/lock file .* already exists|pre-existing shared memory block/.test(failed)) throw new AnotherServerRuns(failed)
  throw embeddedFault(doing, failed)
}

const lockFile = (cluster: Cluster): string => join(cluster.data, 'postmaster.pid')

/** Who holds this folder, and whether its supervisor still lives; undefined where the lock is of a process that is gone. */
export const holderOf = async (cluster: Cluster): Promise<{ pid: number; supervised: boolean } | undefined> => {
  const pid = Number((await readFile(lockFile(cluster), 'utf8').catch(() => '')).split('\n')[0])
  const found = pid > 0 ? await lookUpProcess(pid) : undefined
  // After a restart of the machine, or in a new container, the same number is soon that of another program.
  if (!found?.command.includes(cluster.data)) return undefined
  const parent = await lookUpProcess(found.parent)
  return { pid, supervised: parent?.command.includes(SUPERVISOR_MARK) ?? false }
}

/**
 * Removes the locks of a server that was killed and whose number another program has now: PostgreSQL itself would take
 * that for a running server. Should a server start in just this moment, the lock on its shared memory still holds.
 */
export const removeStaleLocks = async (places: Places, cluster: Cluster): Promise<void> => {
  await rm(lockFile(cluster), { force: true })
  if (places.sockets !== null) await rm(join(places.sockets, `.s.PGSQL.${SOCKET_PORT}.lock`), { force: true })
}
