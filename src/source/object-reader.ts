import { createHash } from 'node:crypto'

import { type CatFileMode, type ObjectAnswer, OUT_OF_STEP } from './cat-file-sessions.ts'
import { gitComplaint } from './git-command.ts'
import type { ObjectFormat, ObjectView } from './object-view.ts'
import { SourceError } from './source-error.ts'

/** What is known of an object before it is read: its size, or why it can't be had. */
export type ObjectState = { state: 'present'; type: string; size: number } | { state: 'missing' }

/** A damaged object ends git, and the rest is asked of another: so few that this stays cheap, so many that it hardly shows. */
const IDS_A_QUESTION = 20_000

/** Answers for all of these objects, in order; the one that ended git in the middle is absent, with git's complaint as the reason. */
const answersFor = async function* (
  view: ObjectView,
  mode: CatFileMode,
  ids: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<ObjectAnswer> {
  let next = 0
  while (next < ids.length) {
    const { answered, complaint } = yield* view.sessions.ask(mode, ids.slice(next, next + IDS_A_QUESTION), signal)
    next += answered
    const id = ids[next]
    if (complaint === undefined || id === undefined) continue
    // The ones before may have brought the answers out of step; this one is to blame if it does so as the first.
    if (complaint === OUT_OF_STEP && answered > 0) continue
    next++
    if (/not a git repository/.test(complaint))
      throw new SourceError('git-failed', `the objects can't be read (${gitComplaint(complaint)}): run this again`)
    yield { id, state: 'absent', reason: gitComplaint(complaint) }
  }
}

/** Type and size of each object, from the packs' headers, without reading contents. Never fetches. */
export const statObjects = async (view: ObjectView, ids: readonly string[], signal: AbortSignal): Promise<Map<string, ObjectState>> => {
  const states = new Map<string, ObjectState>()
  for await (const answer of answersFor(view, 'check', ids, signal)) {
    const { id } = answer
    states.set(id, answer.state === 'absent' ? { state: 'missing' } : { state: 'present', type: answer.type, size: answer.size })
  }
  return states
}

export type ObjectContent = { id: string; bytes: Uint8Array<ArrayBuffer> } | { id: string; bytes: null; reason: string }

/** The id that git gives an object of this type and content. */
export const objectIdOf = (type: string, bytes: Uint8Array, format: ObjectFormat): string =>
  createHash(format).update(`${type} ${bytes.length}\0`).update(bytes).digest('hex')

/**
 * The contents of these objects in order, streamed; an object that ends git (corrupt) is told with a null content, and the
 * rest goes on. Git takes an object's place, in a folder or in a pack's index, for its id: it gives another's content, or
 * a part of it, without a word. What is known of an id is believed of every repository, so each content is held against it.
 */
export const readObjects = async function* (view: ObjectView, ids: readonly string[], signal: AbortSignal): AsyncGenerator<ObjectContent> {
  for await (const answer of answersFor(view, 'content', ids, signal)) {
    const { id } = answer
    if (answer.state === 'absent') yield { id, bytes: null, reason: answer.reason }
    else if (answer.bytes !== null && objectIdOf(answer.type, answer.bytes, view.objectFormat) === id) yield { id, bytes: answer.bytes }
    else yield { id, bytes: null, reason: `another content than that of ${id} is in its place` }
  }
}
