import { isAbbreviatedId, isObjectId } from './ref-name.ts'
import type { RemoteConnection } from './remote-connection.ts'
import { SourceError } from './source-error.ts'

/** A commit of a remote repository, and by which reference it can be asked for. */
export interface RemoteRef {
  commit: string
  /** The name asked for, or the default branch's; none where HEAD is detached. */
  ref?: string
  /** Full name on the server; null where only the id is known. */
  fullName: string | null
}

interface Advertised {
  /** Full name to commit id; an annotated tag's is that of the commit it names. */
  ids: Map<string, string>
  defaultBranch: string | null
}

const list = async (connection: RemoteConnection, patterns: readonly string[], signal: AbortSignal): Promise<Advertised> => {
  const answer = await connection.ask((href) => ({ args: ['ls-remote', '--symref', '--', href, ...patterns] }), signal)
  const advertised: Advertised = { ids: new Map(), defaultBranch: null }
  if (answer.kind !== 'done') return advertised
  for (const line of answer.stdout.toString().split('\n')) {
    const [left = '', name = ''] = line.split('\t')
    if (left.startsWith('ref: ')) {
      if (name === 'HEAD') advertised.defaultBranch = left.slice('ref: '.length)
    } else if (name.endsWith('^{}')) advertised.ids.set(name.slice(0, -'^{}'.length), left)
    else if (isObjectId(left)) advertised.ids.set(name, left)
  }
  return advertised
}

const shortName = (fullName: string): string => fullName.replace(/^refs\/(?:heads|tags)\//, '')

const resolveHead = async (connection: RemoteConnection, signal: AbortSignal): Promise<RemoteRef> => {
  const { ids, defaultBranch } = await list(connection, ['HEAD'], signal)
  const commit = ids.get('HEAD')
  if (commit === undefined) {
    throw new SourceError(
      'empty-repository',
      `${connection.url.href} has no commits on its default branch: check the address, push some, or name a branch with --ref`,
    )
  }
  return defaultBranch === null ? { commit, fullName: 'HEAD' } : { commit, ref: shortName(defaultBranch), fullName: defaultBranch }
}

/** git's own order of precedence (gitrevisions(7)). */
const candidatesOf = (ref: string): string[] => [ref, `refs/${ref}`, `refs/tags/${ref}`, `refs/heads/${ref}`]

/** Finds what a ref means on the server, by its list of references alone; null where it is an abbreviated id of a commit that none of them is at. */
export const resolveRemoteRef = async (
  connection: RemoteConnection,
  ref: string | undefined,
  signal: AbortSignal,
): Promise<RemoteRef | null> => {
  if (ref === undefined) return resolveHead(connection, signal)
  if (isObjectId(ref)) return { commit: ref, ref, fullName: null }
  const candidates = candidatesOf(ref)
  // Patterns match from the end of names, so one finds all candidates; for an id all names are of interest.
  const { ids } = await list(connection, isAbbreviatedId(ref) ? [] : [ref, `${ref}^{}`], signal)
  for (const fullName of candidates) {
    const commit = ids.get(fullName)
    if (commit !== undefined && (fullName === 'HEAD' || fullName.startsWith('refs/'))) return { commit, ref, fullName }
  }
  if (!isAbbreviatedId(ref)) {
    throw new SourceError('unknown-ref', `${connection.url.href} has no branch or tag '${ref}': see its list of branches and tags`)
  }
  const matching = [...ids].filter(([, commit]) => commit.startsWith(ref))
  const commits = new Set(matching.map(([, commit]) => commit))
  if (commits.size > 1) throw new SourceError('ambiguous-ref', `more than one commit begins with ${ref}: give more of its digits`)
  const [first] = matching
  return first === undefined ? null : { commit: first[1], ref, fullName: first[0] }
}
