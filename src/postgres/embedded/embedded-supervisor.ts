/**
 * A process of its own beside the embedded PostgreSQL: starts it, counts who uses it and stops it after the last one.
 * It outlives the command that started it and belongs to none, so no command's end, however rude, can leave the server
 * behind or take it from others.
 */
import { chmod, rename, stat } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'

import { DatabaseError } from '../database-error.ts'
import { ensureCluster, type Cluster } from './cluster.ts'
import { makeFolders, removeAbandoned } from './folders.ts'
import { ensureInstallation, type Installation } from './installation.ts'
import { grantLeases } from './leases.ts'
import { placesOf, type Places } from './places.ts'
import { AnotherServerRuns, holderOf, removeStaleLocks, startPostmaster, type Postmaster } from './postmaster.ts'
import { embeddedFault } from './run-to-end.ts'
import { unprivilegedUser } from './server-user.ts'
import { isServed } from './supervisor-socket.ts'
import type { SupervisorReport } from './supervisor-report.ts'

const PATIENCE = 60_000
const LARGEST_LOG = 1_000_000

const tell = (report: SupervisorReport): void => {
  process.stdout.write(`${JSON.stringify(report)}\n`)
}

const startFresh = async (places: Places, installation: Installation, cluster: Cluster): Promise<Postmaster | 'another'> => {
  const giveUpAt = Date.now() + PATIENCE
  for (;;) {
    try {
      return await startPostmaster(places, installation, cluster)
    } catch (error) {
      if (!(error instanceof AnotherServerRuns) || Date.now() > giveUpAt) throw error
    }
    if (await isServed(places.control)) return 'another'
    const holder = await holderOf(cluster)
    if (!holder) await removeStaleLocks(places, cluster)
    // Its supervisor was killed: nobody counts its users, and nobody would stop it.
    else if (!holder.supervised) process.kill(holder.pid, 'SIGINT')
    // Else it starts or stops just now.
    await delay(50)
  }
}

const supervise = async (dataFolder: string): Promise<void> => {
  const places = await placesOf(dataFolder)
  await makeFolders(places, await unprivilegedUser())
  await removeAbandoned(places.home)
  const installation = await ensureInstallation(places.home)
  const cluster = await ensureCluster(places, installation)
  const log = await stat(places.log).catch(() => undefined)
  if (log && log.size > LARGEST_LOG) await rename(places.log, `${places.log}.old`)

  const postmaster = await startFresh(places, installation, cluster)
  if (postmaster === 'another') return tell({ status: 'ready' })
  try {
    await using leases = await grantLeases(places, postmaster.url)
    await chmod(places.log, 0o600)
    const asked = new Promise<void>((resolve) => {
      for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => resolve())
    })
    tell({ status: 'ready' })
    await Promise.race([leases.unused, asked, postmaster.ended])
  } finally {
    await postmaster.stop()
  }
}

// Whoever started this may be gone before it is told.
process.stdout.on('error', () => {})
process.umask(0o077)
try {
  await supervise(process.argv[3] ?? '')
} catch (error) {
  const fault = error instanceof DatabaseError ? error : embeddedFault('starting', error)
  tell({ status: 'failed', code: fault.code, told: fault.told })
  process.exitCode = 1
}
