import { gitComplaint, type GitProcess, spawnGit } from './git-command.ts'
import type { ObjectView } from './object-view.ts'
import { SourceError } from './source-error.ts'

/** What is known of an object before it is read: its size, or why it can't be had. */
export type ObjectState = { state: 'present'; type: string; size: number } | { state: 'missing' }

const NEWLINE = 0x0a
const HEADER = /^([0-9a-f]+) (\S+)(?: (\d+))?$/

const idLines = (ids: readonly string[]): string => (ids.length === 0 ? '' : `${ids.join('\n')}\n`)

/** A process that a damaged object ends is started again for the rest: so few that this stays cheap, so many that it hardly shows. */
const IDS_A_PROCESS = 20_000

/** The object that ended git in the middle, the first one without an answer; null where git answered everything. */
const culpritOf = async (
  git: GitProcess,
  ids: readonly string[],
  answered: number,
  signal: AbortSignal,
): Promise<{ id: string; reason: string } | null> => {
  const { stderr } = await git.ended
  signal.throwIfAborted()
  const id = answered < IDS_A_PROCESS ? ids[answered] : undefined
  if (id === undefined) return null
  if (/not a git repository/.test(stderr))
    throw new SourceError('git-failed', `the objects can't be read (${gitComplaint(stderr)}): run this again`)
  return { id, reason: gitComplaint(stderr) }
}

/** Type and size of each object, from the packs' headers, without reading contents. Never fetches. */
export const statObjects = async (view: ObjectView, ids: readonly string[], signal: AbortSignal): Promise<Map<string, ObjectState>> => {
  const states = new Map<string, ObjectState>()
  let rest = ids
  while (rest.length > 0) {
    await using git = spawnGit(['cat-file', '--batch-check', '--buffer'], { gitDirectory: view.gitDirectory, signal })
    git.stdin.end(idLines(rest.slice(0, IDS_A_PROCESS)))
    let tail = ''
    let answered = 0
    for await (const chunk of git.stdout) {
      const lines = (tail + chunk.toString('latin1')).split('\n')
      tail = lines.pop() ?? ''
      for (const line of lines) {
        const [, id = '', type = '', size] = HEADER.exec(line) ?? []
        answered += 1
        states.set(id, size === undefined ? { state: 'missing' } : { state: 'present', type, size: Number(size) })
      }
    }
    const culprit = await culpritOf(git, rest, answered, signal)
    if (culprit !== null) states.set(culprit.id, { state: 'missing' })
    rest = rest.slice(culprit === null ? answered : answered + 1)
  }
  return states
}

export type ObjectContent = { id: string; bytes: Uint8Array<ArrayBuffer> } | { id: string; bytes: null; reason: string }

/** Parses what `cat-file --batch` writes: `<id> <type> <size>\n<content>\n`, or `<id> missing\n`. */
const parseBatch = async function* (stdout: AsyncIterable<Buffer>): AsyncGenerator<ObjectContent> {
  let header: Buffer[] = []
  let id = ''
  let bytes: Buffer<ArrayBuffer> | undefined
  let filled = 0
  for await (const chunk of stdout) {
    let at = 0
    while (at < chunk.length) {
      if (bytes === undefined) {
        const end = chunk.indexOf(NEWLINE, at)
        header.push(chunk.subarray(at, end === -1 ? chunk.length : end))
        if (end === -1) break
        at = end + 1
        const line =
          header.length === 1 && header[0] !== undefined ? header[0].toString('latin1') : Buffer.concat(header).toString('latin1')
        header = []
        const [, name = '', state = '', size] = HEADER.exec(line) ?? []
        id = name
        if (size === undefined) {
          yield { id, bytes: null, reason: state }
          continue
        }
        // A buffer of its own, so that whoever gets it may hand it to another thread without copying.
        bytes = Buffer.allocUnsafeSlow(Number(size))
        filled = 0
      }
      if (filled < bytes.length) {
        const taken = chunk.copy(bytes, filled, at)
        filled += taken
        at += taken
      }
      // The content is followed by a line end, which may be in the next chunk.
      if (filled === bytes.length && at < chunk.length) {
        at += 1
        const content = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)
        bytes = undefined
        yield { id, bytes: content }
      }
    }
  }
}

/**
 * The contents of these objects in order, by one streaming git; the consumer's pace holds it back. An object that
 * ends git (corrupt) is told with a null content and the rest goes on in a new process.
 */
export const readObjects = async function* (view: ObjectView, ids: readonly string[], signal: AbortSignal): AsyncGenerator<ObjectContent> {
  let rest = ids
  while (rest.length > 0) {
    await using git = spawnGit(['cat-file', '--batch', '--buffer'], { gitDirectory: view.gitDirectory, signal })
    git.stdin.end(idLines(rest.slice(0, IDS_A_PROCESS)))
    let answered = 0
    for await (const content of parseBatch(git.stdout)) {
      answered += 1
      yield content
    }
    const culprit = await culpritOf(git, rest, answered, signal)
    if (culprit !== null) yield { id: culprit.id, bytes: null, reason: culprit.reason }
    rest = rest.slice(culprit === null ? answered : answered + 1)
  }
}
