import { readFile } from 'node:fs/promises'
import { hostname } from 'node:os'

/** Enough of a process to tell later whether it still runs. */
export interface ProcessIdentity {
  host: string
  pid: number
  /** When the kernel says it started; tells a process from a later one with the same id. Null where unknown. */
  startedAt: string | null
}

/** The 22nd field of `/proc/<pid>/stat` (see proc(5)); the second may hold spaces, so count from its closing bracket. */
const startOf = async (pid: number): Promise<string | null> => {
  try {
    const text = await readFile(`/proc/${pid}/stat`, 'latin1')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}

export const thisProcess = async (): Promise<ProcessIdentity> => ({
  host: hostname(),
  pid: process.pid,
  startedAt: await startOf(process.pid),
})

const exists = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/**
 * Whether it runs on this machine; null where that can't be told: of a process of another machine or container, and of one
 * that the system hides, as systemd's `ProtectProc` does those of other users.
 */
export const isRunning = async (identity: ProcessIdentity): Promise<boolean | null> => {
  if (identity.host !== hostname()) return null
  if (!exists(identity.pid)) return false
  if (identity.startedAt === null) return true
  const startedAt = await startOf(identity.pid)
  if (startedAt !== null) return startedAt === identity.startedAt
  return exists(identity.pid) ? null : false
}

export const parseProcessIdentity = (text: string): ProcessIdentity | null => {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || !('host' in value) || !('pid' in value) || !('startedAt' in value)) return null
    const { host, pid, startedAt } = value
    if (typeof host !== 'string' || typeof pid !== 'number' || (startedAt !== null && typeof startedAt !== 'string')) return null
    return { host, pid, startedAt }
  } catch {
    return null
  }
}
