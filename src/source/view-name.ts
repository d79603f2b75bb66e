/** How the folder of a view is named: so that whoever finds one knows whose it is, also while there is nothing in it yet, or any more. */
import { createHash } from 'node:crypto'
import { hostname } from 'node:os'

import { VIEW_PREFIX } from './git-command.ts'
import type { ProcessIdentity } from './process-identity.ts'

const TAG_LENGTH = 8

/** Names of machines may be longer than those of files. */
const tagOf = (host: string): string => createHash('sha256').update(host).digest('hex').slice(0, TAG_LENGTH)

/** Begins the name of a view of this process; whatever follows tells its views apart. */
export const viewNameOf = ({ pid, startedAt, host }: ProcessIdentity): string =>
  `${VIEW_PREFIX}${pid}-${startedAt ?? 'unknown'}-${tagOf(host)}-`

const NAME = new RegExp(`^${VIEW_PREFIX}(\\d+)-(\\d+|unknown)-([0-9a-f]{${TAG_LENGTH}})-`)

/** The process of this machine whose view has this name; null where it is another machine's, or has another kind of name. */
export const viewOwnerOf = (name: string): ProcessIdentity | null => {
  const [, pid, startedAt, tag] = NAME.exec(name) ?? []
  if (pid === undefined || startedAt === undefined || tag !== tagOf(hostname())) return null
  return { host: hostname(), pid: Number(pid), startedAt: startedAt === 'unknown' ? null : startedAt }
}
