import { randomUUID } from 'node:crypto'

import { unlessAborted } from '../runtime/aborted.ts'
import { spawnGit } from './git-command.ts'

/** What `git cat-file` says of one object: what it is and, where contents were asked for, its bytes; or why it has none. */
export type ObjectAnswer =
  | { id: string; state: 'present'; type: string; size: number; bytes: Uint8Array<ArrayBuffer> | null }
  | { id: string; state: 'absent'; reason: string }

/** `check` gives type and size from the packs' headers, `content` the bytes too. */
export type CatFileMode = 'check' | 'content'

const COMMAND = { check: 'info', content: 'contents' } as const
const NEWLINE = 0x0a
/** As long as the longest answer taken whole of any git; beyond it no size is believed. */
const MAX_CONTENT_BYTES = 1024 * 1024 * 1024

/** Said in the place of git's complaint where its answers are not what they should be. */
export const OUT_OF_STEP = 'an object has more or fewer bytes than it says'

/** Stands after the last answer to a question. */
const END = 'end'

/**
 * Parses `<id> <type> <size> <secret>\n`, followed by `<content>\n` where contents were asked for, or `<id> missing\n`, and
 * `<secret> missing\n` after all that was asked for. Git sends what an object holds, and not what its size says, so a
 * false size could pass contents off as answers, or have us wait for what never comes: no object knows the secret that
 * ours have, and where it isn't where it should be, this ends.
 */
const parseAnswers = async function* (
  stdout: AsyncIterable<Buffer>,
  secret: string,
  mode: () => CatFileMode,
): AsyncGenerator<ObjectAnswer | typeof END, typeof OUT_OF_STEP | undefined> {
  const headerForm = new RegExp(`^([0-9a-f]+) (\\S+) (\\d+) ${secret}$`)
  const endLine = Buffer.from(`${secret} missing\n`)
  let header: Buffer[] = []
  let answer: { id: string; type: string; size: number; bytes: Buffer<ArrayBuffer> } | undefined
  let filled = 0
  let tail = Buffer.alloc(0)
  for await (const chunk of stdout) {
    let isAtEnd = false
    for (let at = 0; at < chunk.length;) {
      if (answer === undefined) {
        const end = chunk.indexOf(NEWLINE, at)
        header.push(chunk.subarray(at, end === -1 ? chunk.length : end))
        if (end === -1) break
        at = end + 1
        const line = Buffer.concat(header).toString('latin1')
        header = []
        const [, id = '', type = '', size] = headerForm.exec(line) ?? []
        if (size === undefined) {
          const [name = '', reason = '', ...more] = line.split(' ')
          if (reason === '' || more.length > 0) return OUT_OF_STEP
          isAtEnd = name === secret
          yield isAtEnd ? END : { id: name, state: 'absent', reason }
          continue
        }
        if (mode() === 'check') {
          yield { id, state: 'present', type, size: Number(size), bytes: null }
          continue
        }
        if (Number(size) > MAX_CONTENT_BYTES) return OUT_OF_STEP
        // A buffer of its own, so that whoever gets it may hand it to another thread without copying.
        answer = { id, type, size: Number(size), bytes: Buffer.allocUnsafeSlow(Number(size)) }
        filled = 0
      }
      if (filled < answer.size) {
        const taken = chunk.copy(answer.bytes, filled, at)
        filled += taken
        at += taken
      }
      // The content is followed by a line end, which may be in the next chunk.
      if (filled === answer.size && at < chunk.length) {
        if (chunk[at] !== NEWLINE) return OUT_OF_STEP
        at += 1
        const { id, type, size, bytes } = answer
        answer = undefined
        yield { id, state: 'present', type, size, bytes: new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length) }
      }
    }
    // All has come, and a content took the end for a part of itself.
    tail = Buffer.concat([tail, chunk.subarray(-endLine.length)]).subarray(-endLine.length)
    if (!isAtEnd && tail.equals(endLine)) return OUT_OF_STEP
  }
  return undefined
}

const WHOLE_ID = /^[0-9a-f]{40,64}$/

/** An object may hold what reads like the word that another is missing. */
const isOfAnother = (answer: ObjectAnswer, asked = ''): boolean => answer.id !== asked && WHOLE_ID.test(asked)

/** A running `git cat-file`, asked again and again. */
interface Session {
  ask(mode: CatFileMode, ids: readonly string[]): void
  /** Done once git ended, because it was ended or because an object ended it, or once its answers are out of step. */
  next(): Promise<IteratorResult<ObjectAnswer | typeof END, typeof OUT_OF_STEP | undefined>>
  /** What git said when it ended. */
  complaint(): Promise<string>
  end(): Promise<void>
}

const startSession = (gitDirectory: string): Session => {
  const stop = new AbortController()
  const secret = `end-${randomUUID()}`
  let asked: CatFileMode = 'check'
  // Not buffered: git then answers each object at once, however few were asked for.
  const git = spawnGit(['cat-file', `--batch-command=%(objectname) %(objecttype) %(objectsize) ${secret}`], {
    gitDirectory,
    signal: stop.signal,
  })
  const answers = parseAnswers(git.stdout, secret, () => asked)
  return {
    ask: (mode, ids) => {
      asked = mode
      git.stdin.write(`${ids.map((id) => `${COMMAND[mode]} ${id}\n`).join('')}info ${secret}\n`)
    },
    next: () => answers.next(),
    complaint: async () => (await git.ended).stderr,
    end: async () => git[Symbol.asyncDispose](),
  }
}

/**
 * Questions about no more objects than these wait for each other: git answers one in less time than another git takes to
 * start. Their answers are taken at once, so that nobody who is slow with them is waited for: so few that their contents
 * are no burden, none of which is larger than a file that is read may be.
 */
const FEW = 16

/** How many objects were answered, and what git said where it ended at the one after these. */
export interface AskOutcome {
  answered: number
  complaint?: string
}

export interface CatFileSessions extends AsyncDisposable {
  /** The answers for these ids, in order. Leaving early, or an abort, ends the git that was asked, where it isn't done. */
  ask(mode: CatFileMode, ids: readonly string[], signal: AbortSignal): AsyncGenerator<ObjectAnswer, AskOutcome>
}

/**
 * The gits that read the objects of one repository. Extraction asks for a few objects many times over, and starting git
 * takes longer than most of its answers, so one that has answered is kept for the next question.
 */
export const createCatFileSessions = (gitDirectory: string): CatFileSessions => {
  const idle: Session[] = []
  const running = new Set<Session>()
  let isClosed = false

  const start = (): Session => {
    if (isClosed) throw new Error(`The objects in ${gitDirectory} are read after they were closed`)
    const session = startSession(gitDirectory)
    running.add(session)
    return session
  }

  const end = async (session: Session): Promise<void> => {
    running.delete(session)
    await session.end()
  }

  const askOf = async function* (
    session: Session,
    mode: CatFileMode,
    ids: readonly string[],
    signal: AbortSignal,
  ): AsyncGenerator<ObjectAnswer, AskOutcome> {
    const onAbort = (): void => void end(session)
    signal.addEventListener('abort', onAbort, { once: true })
    let isIdle = false
    try {
      session.ask(mode, ids)
      for (let answered = 0; answered < ids.length; answered++) {
        const { done, value } = await session.next()
        signal.throwIfAborted()
        if (done) return { answered, complaint: value ?? (await session.complaint()) }
        if (value === END || isOfAnother(value, ids[answered])) return { answered, complaint: OUT_OF_STEP }
        yield value
      }
      isIdle = (await session.next()).value === END
      return { answered: ids.length }
    } catch (error) {
      // A git that was ended for the abort may be told of first.
      signal.throwIfAborted()
      throw error
    } finally {
      signal.removeEventListener('abort', onAbort)
      if (isIdle && !isClosed) idle.push(session)
      else await end(session)
    }
  }

  const askIdle = async function* (
    mode: CatFileMode,
    ids: readonly string[],
    signal: AbortSignal,
  ): AsyncGenerator<ObjectAnswer, AskOutcome> {
    signal.throwIfAborted()
    const kept = idle.pop()
    if (kept) {
      const outcome = yield* askOf(kept, mode, ids, signal)
      // One that had ended before it was asked says nothing of these objects.
      if (outcome.answered > 0) return outcome
    }
    return yield* askOf(start(), mode, ids, signal)
  }

  /** Done when the last question about few objects is answered, whatever became of it. */
  let before = Promise.resolve()

  const askInTurn = (mode: CatFileMode, ids: readonly string[], signal: AbortSignal): Promise<[ObjectAnswer[], AskOutcome]> => {
    const answering = before.then(async (): Promise<[ObjectAnswer[], AskOutcome]> => {
      const answers = askIdle(mode, ids, signal)
      const taken: ObjectAnswer[] = []
      for (;;) {
        const { done, value } = await answers.next()
        if (done) return [taken, value]
        taken.push(value)
      }
    })
    before = answering.then(
      () => {},
      () => {},
    )
    return unlessAborted(answering, signal)
  }

  return {
    async *ask(mode, ids, signal) {
      if (ids.length === 0) return { answered: 0 }
      if (ids.length > FEW) return yield* askIdle(mode, ids, signal)
      const [answers, outcome] = await askInTurn(mode, ids, signal)
      yield* answers
      return outcome
    },
    async [Symbol.asyncDispose]() {
      isClosed = true
      await Promise.all([...running].map(end))
    },
  }
}
