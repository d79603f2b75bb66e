import { readFile } from 'node:fs/promises'

import { DatabaseError } from '../database-error.ts'

/** The user that PostgreSQL runs as where that is not the user of this process. */
export interface ServerUser {
  uid: number
  gid: number
}

export const runsAsRoot = (): boolean => process.getuid?.() === 0

/**
 * PostgreSQL refuses to run as root, and initdb wants a user that /etc/passwd knows: `nobody`, or any other that is not
 * root. Undefined: as this process's own user.
 */
export const unprivilegedUser = async (): Promise<ServerUser | undefined> => {
  if (!runsAsRoot()) return undefined
  const lines = (await readFile('/etc/passwd', 'utf8').catch(() => '')).split('\n')
  const users = lines
    .map((line) => line.split(':'))
    .map(([name, , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
    .filter(({ name, uid, gid }) => name && uid > 0 && gid > 0 && Number.isInteger(uid + gid))
  const user = users.find(({ name }) => name === 'nobody') ?? users[0]
  if (user) return { uid: user.uid, gid: user.gid }
  throw new DatabaseError('embedded-unsupported', {
    what: 'PostgreSQL does not run as root and this machine has no other user',
    mend: 'run testimony as another user, or set DATABASE_URL',
  })
}
