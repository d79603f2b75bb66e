/** That nothing is left behind by programs that have all ended. */
import { readdir, readFile } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'

import type { Pool } from 'pg'

export interface Places {
  /** What the programs were built into. */
  programs: string
  /** Where all of them, and the gits that they start, put temporary files. */
  temporary: string
  cache: string
}

/**
 * Programs and their parsers run a file of this campaign; a git gets next to nothing of its parent's environment, but is
 * told where temporary files go.
 */
const findProcesses = async ({ programs, temporary }: Places): Promise<string[]> => {
  const found: string[] = []
  for (const pid of (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name))) {
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')
    const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    if (environment.split('\0').includes(`TMPDIR=${temporary}`) || command.includes(programs))
      found.push(`${pid} ${command.replaceAll('\0', ' ').trim()}`)
  }
  return found
}

/** Clones on their way out, pieces of fetches, locks and claims. */
const UNFINISHED = /(^|\/)(trash-|tmp_|incoming-)[^/]*$|\.lock$|(^|\/)(users|locks)\/[^/.]+$/

/** The server ends a connection when it has seen that its program ended, which it may see a little later. */
const PATIENCE = 2000

const findConnections = async (pool: Pool): Promise<{ name: string }[]> => {
  const end = Date.now() + PATIENCE
  for (;;) {
    const { rows } = await pool.query<{ name: string }>(
      `select application_name as name from pg_stat_activity where application_name like 'testimony%' and application_name <> 'testimony chaos'`,
    )
    if (rows.length === 0 || Date.now() > end) return rows
    await setTimeout(50)
  }
}

export const checkLeaks = async (pool: Pool, places: Places): Promise<string[]> => {
  const connections = await findConnections(pool)
  const inCache = await readdir(places.cache, { recursive: true }).catch(() => [])
  return [
    ...(await findProcesses(places)).map((process) => `a process is left: ${process}`),
    ...(await readdir(places.temporary)).map((name) => `a temporary file is left: ${name}`),
    ...connections.map(({ name }) => `a connection is left: ${name}`),
    ...inCache.filter((path) => UNFINISHED.test(path)).map((path) => `the cache holds something unfinished: ${path}`),
  ]
}
