import { readFile, statfs } from 'node:fs/promises'

import { DatabaseError } from '../database-error.ts'
import { placesOf, type Places } from './places.ts'
import { embeddedFault } from './run-to-end.ts'

/** With less free, in bytes, PostgreSQL can't go on: a segment of its log has 16 MiB, and it makes the next before one is full. */
const LEAST_FREE = 32 * 1024 * 1024

const LAST_WORDS = /PANIC:|no space left on device|disk quota exceeded/i

/** What the server has said of its end since then, in milliseconds since 1970; each line of its log begins with the time in UTC. */
const lastWords = async ({ log }: Places, since: number): Promise<string | undefined> => {
  const lines = (await readFile(log, 'utf8').catch(() => '')).split('\n')
  return lines.findLast((line) => LAST_WORDS.test(line) && Date.parse(`${line.slice(0, 23).replace(' ', 'T')}Z`) >= since)
}

const isDiskFull = async ({ home }: Places): Promise<boolean> => {
  const disk = await statfs(home).catch(() => undefined)
  return disk !== undefined && disk.bavail * disk.bsize < LEAST_FREE
}

const whyUnreachable = async (dataFolder: string, since: number, cause: DatabaseError): Promise<DatabaseError> => {
  const places = await placesOf(dataFolder)
  const said = await lastWords(places, since)
  if (said !== undefined) return embeddedFault('working', said, cause)
  // What it could not write down it did not say either.
  if (await isDiskFull(places)) return embeddedFault('working', 'no space left on device', cause)
  return new DatabaseError('database-unreachable', { what: 'The embedded PostgreSQL was ended', mend: 'run this again' }, { cause })
}

/**
 * A fault of the embedded database as what it is: what is said of a server that others run tells to look at
 * DATABASE_URL, which nobody has set. `since`: when whoever met it began, in milliseconds since 1970.
 */
export const asOwnDatabaseFault = async (error: DatabaseError, dataFolder: string, since: number): Promise<DatabaseError> => {
  switch (error.code) {
    case 'database-unreachable':
      return whyUnreachable(dataFolder, since, error)
    case 'database-access-denied':
    case 'database-missing':
    case 'database-read-only':
    case 'database-not-allowed':
      return embeddedFault('answering', error.cause instanceof Error ? error.cause.message : error.told.what, error)
    case 'database-busy':
    case 'database-disk-full':
    case 'database-older':
    case 'database-newer':
    case 'database-unsuitable':
    case 'embedded-unsupported':
    case 'embedded-other-major':
    case 'embedded-not-ours':
    case 'embedded-broken':
      return error
  }
}
