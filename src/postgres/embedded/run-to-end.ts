import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { basename } from 'node:path'
import { text } from 'node:stream/consumers'

import { DatabaseError } from '../database-error.ts'
import type { ServerUser } from './server-user.ts'

/** PostgreSQL's programs get nothing of our environment: it may hold secrets, and PG* variables would change what they do. */
export const SERVER_ENVIRONMENT: NodeJS.ProcessEnv =
  process.platform === 'win32' ? { SystemRoot: process.env['SystemRoot'], TZ: 'UTC' } : { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }

const NO_PERMISSION = /permission denied|read-only file system|operation not permitted|EACCES|EPERM|EROFS/i
const NO_SPACE = /no space left on device|disk quota exceeded|ENOSPC|EDQUOT/i

/** Of many lines the last that says that something failed; where none does, they are one sentence. */
const mainPartOf = (output: string): string => {
  const lines = output.trim().split(/\s*\n\s*/)
  return lines.findLast((line) => /FATAL|PANIC|error/i.test(line)) ?? lines.join(' ')
}

/** What a program of PostgreSQL printed, or what was thrown where none could be run, as a fault with its remedy. */
export const embeddedFault = (doing: string, printed: unknown, cause: unknown = printed): DatabaseError => {
  const said = printed instanceof Error ? printed.message : String(printed)
  if (NO_SPACE.test(said)) {
    return new DatabaseError(
      'database-disk-full',
      { what: `The disk is full while ${doing}`, mend: 'free some space, then try again' },
      { cause },
    )
  }
  const failed = `The embedded PostgreSQL failed while ${doing} (${mainPartOf(said).slice(0, 300)})`
  const remedy = NO_PERMISSION.test(said) ? 'set TESTIMONY_DATA_DIR to a folder that you may write' : 'mend that'
  return new DatabaseError('embedded-broken', { what: failed, mend: `${remedy}, or set DATABASE_URL to use another one` }, { cause })
}

/** How a program is started as the server's user, in a folder that this user can be in. */
export const asServerUser = (user: ServerUser | undefined, folder: string) => ({ cwd: folder, env: SERVER_ENVIRONMENT, ...user })

export const runToEnd = async (
  program: string,
  programArguments: readonly string[],
  options: { user: ServerUser | undefined; folder: string; input?: string },
): Promise<void> => {
  const doing = `running ${basename(program)}`
  const child = spawn(program, programArguments, { ...asServerUser(options.user, options.folder), stdio: 'pipe' })
  child.stdin.on('error', () => {}) // It ended before it read its input; its exit code says why.
  child.stdin.end(options.input)
  try {
    const [, output, errors] = await Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)])
    if (child.exitCode !== 0) throw embeddedFault(doing, errors || output)
  } catch (error) {
    throw error instanceof DatabaseError ? error : embeddedFault(doing, error)
  }
}
