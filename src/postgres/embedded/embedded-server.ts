import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

import { DatabaseError } from '../database-error.ts'
import { refuseForeignFolder } from './folders.ts'
import { placesOf, type Places } from './places.ts'
import { embeddedFault } from './run-to-end.ts'
import { SUPERVISOR_MARK } from './supervisor-mark.ts'
import type { SupervisorReport } from './supervisor-report.ts'
import { takeLease, type HeldLease } from './supervisor-socket.ts'

export interface EmbeddedServer extends AsyncDisposable {
  readonly url: string
}

const PATIENCE = 120_000
const SUPERVISOR = fileURLToPath(new URL('./embedded-supervisor.ts', import.meta.url))

/** The supervisor outlives this command and serves others too: none of this command's secrets, folders or terminals go with it. */
const SUPERVISOR_VARIABLES = ['PATH', 'HOME', 'TMPDIR', 'TMP', 'TEMP', 'SystemRoot', 'LOCALAPPDATA', 'APPDATA', 'NODE_COMPILE_CACHE']

const supervisorEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(SUPERVISOR_VARIABLES.filter((name) => process.env[name] !== undefined).map((name) => [name, process.env[name]]))

const startSupervisor = async (dataFolder: string, signal: AbortSignal): Promise<void> => {
  const child = spawn(process.execPath, [SUPERVISOR, SUPERVISOR_MARK, dataFolder], {
    detached: true,
    windowsHide: true,
    cwd: '/',
    env: supervisorEnvironment(),
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  child.unref()
  const failed = new Promise<never>((_, reject) => child.once('error', (error) => reject(embeddedFault('starting', error))))
  const firstLine = async (): Promise<string> => {
    for await (const line of createInterface({ input: child.stdout, signal })) return line
    signal.throwIfAborted()
    throw new DatabaseError('embedded-broken', {
      what: 'The embedded PostgreSQL ended while it started',
      mend: 'try again, or set DATABASE_URL to use another one',
    })
  }
  try {
    const report = JSON.parse(await Promise.race([firstLine(), failed])) as SupervisorReport // our own program wrote it
    if (report.status === 'failed') throw new DatabaseError(report.code, report.told)
  } finally {
    child.stdout.destroy()
  }
}

const acquire = async (places: Places, dataFolder: string, signal: AbortSignal): Promise<HeldLease> => {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)])
  for (;;) {
    await refuseForeignFolder(places)
    const lease = await takeLease(places.control, limit).catch((error: unknown) => {
      throw new DatabaseError(
        'embedded-not-ours',
        {
          what: `The database in ${places.home} is not open to this user`,
          mend: 'run testimony as its owner, or set TESTIMONY_DATA_DIR to a folder of your own',
        },
        { cause: error },
      )
    })
    if (lease) return lease
    signal.throwIfAborted()
    if (limit.aborted) throw embeddedFault('starting', `not ready after ${PATIENCE / 1000} s`)
    await startSupervisor(dataFolder, limit)
  }
}

/**
 * The PostgreSQL of this data folder, started where it does not run yet. It is shared by all commands that use the folder
 * and stops after the last of them, also when that one is killed.
 */
export const useEmbeddedServer = async (dataFolder: string, signal: AbortSignal): Promise<EmbeddedServer> => {
  const places = await placesOf(dataFolder)
  const released = new AbortController()
  let lease = await acquire(places, dataFolder, signal)

  // The supervisor or the server was killed: a new one comes up at the same place, and pools connect anew.
  const renewWhenLost = (): void => {
    lease.socket.on('error', () => {})
    lease.socket
      .resume()
      .unref()
      .once('close', () => void renew())
  }
  const renew = async (): Promise<void> => {
    while (!released.signal.aborted) {
      try {
        lease = await acquire(places, dataFolder, released.signal)
        if (released.signal.aborted) lease.socket.destroy()
        else renewWhenLost()
        return
      } catch {
        // Whoever needs the database now is told so by its own queries.
        await delay(1000, undefined, { ref: false })
      }
    }
  }
  renewWhenLost()

  return {
    url: lease.url,
    [Symbol.asyncDispose]: async () => {
      released.abort()
      lease.socket.destroy()
    },
  }
}
