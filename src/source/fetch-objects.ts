import { runGit } from './git-command.ts'
import type { RemoteAnswer } from './remote-connection.ts'
import { SourceError } from './source-error.ts'
import type { FetchRequest } from './watched-fetch.ts'

/** What is wanted of which repository, and how a request is made. */
export interface Wanted {
  url: string
  commit: string
  /** The reference that leads to the commit, for servers that give nothing by its id; null where there is none. Asked only then. */
  fullName: () => Promise<string | null>
  fetch: (request: FetchRequest) => Promise<RemoteAnswer>
}

/** A commit that came whole has this reference; git sets it last. */
export const wholeCommitRef = (commit: string): string => `refs/commits/${commit}`

/** Where a fetch by name puts what it got, until it is known to be the commit wanted. */
const NAMED = 'refs/named/tip'
const ALL_BRANCHES_AND_TAGS = ['+refs/heads/*:refs/named/heads/*', '+refs/tags/*:refs/named/tags/*']

/** A server names one object that it lacks in each answer: after so many the rest is given up. */
const MAX_UNKNOWN_BLOBS = 20

const refspecsOf = (name: string | null): string[] => (name === null ? ALL_BRANCHES_AND_TAGS : [`+${name}:${NAMED}`])

const unknownCommit = ({ url, commit }: Wanted): SourceError =>
  new SourceError('unknown-ref', `${url} has no commit ${commit}, or gives it to nobody: give a branch or a tag`)

/** Brings one commit with its trees, by the leanest way that the server knows: by id, by name, or all that leads to it. */
export const fetchCommit = async (wanted: Wanted, gitDirectory: string, signal: AbortSignal): Promise<void> => {
  const { commit, fetch, url } = wanted
  const lean = ['--depth=1', '--filter=blob:none', '--', 'origin']
  const byId = await fetch({ args: [...lean, `+${commit}:${wholeCommitRef(commit)}`], blobs: null })
  if (byId.kind === 'done') return

  const name = await wanted.fullName()
  if (name === null && byId.kind === 'unknown-object') throw unknownCommit(wanted)
  const byName = await fetch({
    args: name === null ? ['--filter=blob:none', '--', 'origin', ...ALL_BRANCHES_AND_TAGS] : [...lean, ...refspecsOf(name)],
    blobs: null,
  })
  // A server of plain files, or a very old one: everything that leads to the commit, contents too.
  const whole = byName.kind === 'done' ? byName : await fetch({ args: ['--no-filter', '--', 'origin', ...refspecsOf(name)], blobs: null })
  if (whole.kind !== 'done') throw unknownCommit(wanted)
  const marked = await runGit(['update-ref', wholeCommitRef(commit), `${commit}^0`], { gitDirectory, signal })
  if (marked.exitCode === 0) return
  if (name === null) throw unknownCommit(wanted)
  throw new SourceError('ref-moved', `${name} of ${url} moved while it was read: run this again`)
}

/** Brings these blobs in one request; where the server gives none by id, the whole commit with its contents. */
export const fetchBlobs = async ({ fullName, fetch }: Wanted, ids: readonly string[]): Promise<void> => {
  const remaining = new Set(ids)
  for (let unknown = 0; remaining.size > 0 && unknown <= MAX_UNKNOWN_BLOBS; unknown += 1) {
    const asked = await fetch({
      args: ['--filter=blob:none', '--stdin', '--', 'origin'],
      // Nothing is offered in exchange: what we have says nothing of blobs, and offering it would cost rounds.
      settings: ['fetch.negotiationAlgorithm=noop'],
      input: `${[...remaining].join('\n')}\n`,
      blobs: remaining.size,
    })
    if (asked.kind === 'done') return
    if (asked.kind === 'unsupported') break
    // The server lacks this one; it stays missing, and the others are asked for again.
    if (asked.id === null || !remaining.delete(asked.id)) return
    if (unknown === MAX_UNKNOWN_BLOBS) return
  }
  if (remaining.size === 0) return
  const name = await fullName()
  const anew = ['--refetch', '--no-filter']
  if (name !== null) {
    const shallow = await fetch({ args: [...anew, '--depth=1', '--', 'origin', ...refspecsOf(name)], blobs: remaining.size })
    if (shallow.kind === 'done') return
  }
  await fetch({ args: [...anew, '--', 'origin', ...refspecsOf(name)], blobs: remaining.size })
}
