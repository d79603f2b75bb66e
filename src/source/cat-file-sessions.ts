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
const HEADER = /^([0-9a-f]+) (\S+)(?: (\d+))?$/

/** Parses `<id> <type> <size>\n`, followed by `<content>\n` where contents were asked for, or `<id> missing\n`. */
const parseAnswers = async function* (stdout: AsyncIterable<Buffer>, mode: () => CatFileMode): AsyncGenerator<ObjectAnswer> {
  let header: Buffer[] = []
  let answer: { id: string; type: string; size: number; bytes: Buffer<ArrayBuffer> } | undefined
  let filled = 0
  for await (const chunk of stdout) {
    let at = 0
    while (at < chunk.length) {
      if (answer === undefined) {
        const end = chunk.indexOf(NEWLINE, at)
        header.push(chunk.subarray(at, end === -1 ? chunk.length : end))
        if (end === -1) break
        at = end + 1
        const line = Buffer.concat(header).toString('latin1')
        header = []
        const [, id = '', type = '', size] = HEADER.exec(line) ?? []
        if (size === undefined) {
          yield { id, state: 'absent', reason: type }
          continue
        }
        if (mode() === 'check') {
          yield { id, state: 'present', type, size: Number(size), bytes: null }
          continue
        }
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
        at += 1
        const { id, type, size, bytes } = answer
        answer = undefined
        yield { id, state: 'present', type, size, bytes: new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length) }
      }
    }
  }
}

/** A running `git cat-file`, asked again and again. */
interface Session {
  ask(mode: CatFileMode, ids: readonly string[]): void
  /** Done once git ended, because it was ended or because an object ended it. */
  next(): Promise<IteratorResult<ObjectAnswer, undefined>>
  /** What git said when it ended. */
  complaint(): Promise<string>
  end(): Promise<void>
}

const startSession = (gitDirectory: string): Session => {
  const stop = new AbortController()
  let asked: CatFileMode = 'check'
  // Not buffered: git then answers each object at once, however few were asked for.
  const git = spawnGit(['cat-file', '--batch-command'], { gitDirectory, signal: stop.signal })
  const answers = parseAnswers(git.stdout, () => asked)
  return {
    ask: (mode, ids) => {
      asked = mode
      git.stdin.write(ids.map((id) => `${COMMAND[mode]} ${id}\n`).join(''))
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
        if (done) return { answered, complaint: await session.complaint() }
        yield value
      }
      isIdle = true
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
