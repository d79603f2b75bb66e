/**
 * Parsers of several files at a time. A crash or hang of one costs one file, which is told, and the parser is replaced.
 * Threads parse what surely fits their stacks, a process of its own what may not.
 */
import { availableParallelism } from 'node:os'
import { unlessAborted } from '../runtime/aborted.ts'
import { nativeStackNeeded } from './native-stack.ts'
import type { FileToParse, Job, ParseFailure, Parser, ParseResult } from './parser.ts'
import { ParserProcess } from './parser-process.ts'
import { nativeStackOf, ParserThread } from './parser-thread.ts'

export type { FileToParse, ParseResult } from './parser.ts'

export interface ParserPool extends AsyncDisposable {
  readonly size: number
  /** Starts a parser that is sure to be needed, so that it loads while what it is to parse is still being found. */
  warmUp(): void
  /**
   * The facts of these files, in order. Files of one call go to one thread, so give it about 256 KiB at a time. What is
   * urgent is parsed before all that waits. Nobody waits for native code once the signal has fired: the parser finishes alone.
   */
  parse(files: readonly FileToParse[], signal: AbortSignal, options?: { urgent?: boolean }): Promise<ParseResult[]>
}

export interface ParserPoolOptions {
  /** Number of threads, which are started when first needed: one fewer than there are cores where absent, for the main thread links meanwhile. */
  size?: number
  /** How long one file may take before its parser counts as hanging; the process for large ones has it for a call. Milliseconds. */
  timeout?: number
  /** Mebibytes of stack of each thread, and of the process for what may not fit there. */
  stack?: number
  largeStack?: number
}

const DEFAULT_TIMEOUT = 30_000
/** Half a megabyte of code fits it, whatever the code looks like. */
const DEFAULT_STACK = 256
const DEFAULT_LARGE_STACK = 768

/** Only these are parsed by native code that recurses. */
const NATIVE: ReadonlySet<string> = new Set(['javascript', 'typescript', 'tsx'])

interface Lane {
  submit(files: readonly FileToParse[], urgent: boolean): Promise<ParseResult[]>
  warmUp(): void
  stop(): Promise<void>
}

/** Jobs for whichever of these parsers has the fewest. */
const createLane = (createParser: (onRoom: () => void) => Parser, size: number): Lane => {
  const waiting: Job[] = []
  let isClosed = false
  const dispatch = (): void => {
    for (;;) {
      const [job] = waiting
      const [parser] = job ? parsers.filter((one) => one.hasRoomFor(job)).toSorted((a, b) => a.jobs - b.jobs) : []
      if (!job || !parser) return
      waiting.shift()
      if (isClosed) job.fail({ error: 'parsing was stopped' })
      else parser.run(job)
    }
  }
  const parsers = Array.from({ length: size }, () => createParser(dispatch))

  const submit = (files: readonly FileToParse[], urgent: boolean): Promise<ParseResult[]> =>
    new Promise((resolve) => {
      // Alone, the file is the culprit; among others, each is tried by itself.
      const fail = (failure: ParseFailure): void => {
        if (files.length === 1 || isClosed) resolve(files.map(() => failure))
        else void Promise.all(files.map((file) => submit([file], urgent))).then((all) => resolve(all.flat()))
      }
      const job = { files, urgent, resolve, fail }
      if (urgent) waiting.unshift(job)
      else waiting.push(job)
      dispatch()
    })

  return {
    submit,
    warmUp: () => parsers[0]?.warmUp(),
    stop: async () => {
      isClosed = true
      for (const job of waiting.splice(0)) job.fail({ error: 'parsing was stopped' })
      await Promise.all(parsers.map((parser) => parser.stop()))
    },
  }
}

export const createParserPool = (options: ParserPoolOptions = {}): ParserPool => {
  const {
    size: wished = availableParallelism() - 1,
    timeout = DEFAULT_TIMEOUT,
    stack = DEFAULT_STACK,
    largeStack = DEFAULT_LARGE_STACK,
  } = options
  const size = Math.max(1, wished)
  const threads = createLane((onRoom) => new ParserThread({ stack, timeout, onRoom }), size)
  const alone = createLane((onRoom) => new ParserProcess({ stack: largeStack, timeout, onRoom }), 1)
  const room = nativeStackOf(stack)
  const fitsThread = ({ bytes, language }: FileToParse): boolean => !NATIVE.has(language) || nativeStackNeeded(bytes, room) <= room

  const parse = async (files: readonly FileToParse[], urgent: boolean): Promise<ParseResult[]> => {
    const large = files.filter((file) => !fitsThread(file))
    if (large.length === 0) return threads.submit(files, urgent)
    const small = files.filter((file) => !large.includes(file))
    const [results, ...ofLarge] = await Promise.all([
      small.length > 0 ? threads.submit(small, urgent) : [],
      ...large.map((file) => alone.submit([file], urgent)),
    ])
    const byFile = new Map<FileToParse, ParseResult | undefined>(small.map((file, index) => [file, results[index]]))
    large.forEach((file, index) => byFile.set(file, ofLarge[index]?.[0]))
    return files.map((file) => byFile.get(file) ?? { error: 'the parser gave no answer' })
  }

  return {
    size,
    warmUp: threads.warmUp,
    parse: async (files, signal, { urgent = false } = {}) => {
      signal.throwIfAborted()
      if (files.length === 0) return []
      return await unlessAborted(parse(files, urgent), signal)
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([threads.stop(), alone.stop()])
    },
  }
}
