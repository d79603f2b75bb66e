/** Worker threads that parse; a crash or hang in native code ends one thread, which is replaced, and costs one file. */
import { Worker } from 'node:worker_threads'
import type { Language } from './facts/program.ts'

export interface ParseRequest {
  batch: number
  files: { bytes: Uint8Array; language: Language }[]
}

export interface ParseAnswer {
  batch: number
  files: ({ facts: Uint8Array } | { error: string })[]
}

export interface FileToParse {
  bytes: Uint8Array
  language: Language
}

export type ParseResult = { facts: Uint8Array } | { error: string }

export interface ParserPool extends AsyncDisposable {
  readonly size: number
  /** The facts of these files, in order. Files of one call go to one thread, so give it about 256 KiB at a time. */
  parse(files: readonly FileToParse[], signal: AbortSignal): Promise<ParseResult[]>
}

export interface ParserPoolOptions {
  /** Number of threads; they are started when first needed. */
  size: number
  /** How long one call's files may take before the thread counts as hanging. Milliseconds. */
  timeout?: number
}

interface Job {
  files: readonly FileToParse[]
  resolve(results: ParseResult[]): void
  /** What to answer when the thread ends before it has answered. */
  fail(reason: string): void
}

const DEFAULT_TIMEOUT = 30_000

class ParserThread {
  private worker: Worker | null = null
  private job: Job | null = null
  private timer: NodeJS.Timeout | null = null
  private readonly timeout: number
  private readonly onIdle: () => void

  constructor(timeout: number, onIdle: () => void) {
    this.timeout = timeout
    this.onIdle = onIdle
  }

  get isIdle(): boolean {
    return this.job === null
  }

  run(job: Job): void {
    this.job = job
    this.worker ??= this.start()
    this.timer = setTimeout(() => this.end('parsing did not end in time'), this.timeout)
    const request: ParseRequest = { batch: 0, files: [...job.files] }
    this.worker.ref()
    this.worker.postMessage(request)
  }

  private start(): Worker {
    // `execArgv`: options of the host are for the host's own program; a worker can't even start with its `--input-type`.
    const worker = new Worker(new URL('./parser-worker.ts', import.meta.url), { stdin: false, execArgv: [] })
    worker.on('message', (answer: ParseAnswer) => this.settle((job) => job.resolve(answer.files)))
    worker.on('error', (error) => this.replace(worker, `the parser failed: ${error.message}`))
    worker.on('exit', () => this.replace(worker, 'the parser crashed'))
    return worker
  }

  private settle(answer: (job: Job) => void): void {
    const { job } = this
    if (this.timer) clearTimeout(this.timer)
    this.job = null
    this.worker?.unref()
    if (job) answer(job)
    this.onIdle()
  }

  private replace(worker: Worker, reason: string): void {
    if (this.worker !== worker) return
    this.worker = null
    this.settle((job) => job.fail(reason))
  }

  private end(reason: string): void {
    const { worker } = this
    this.worker = null
    void worker?.terminate()
    this.settle((job) => job.fail(reason))
  }

  async stop(): Promise<void> {
    const { worker } = this
    this.worker = null
    await worker?.terminate()
    this.settle((job) => job.fail('parsing was stopped'))
  }
}

export const createParserPool = ({ size, timeout = DEFAULT_TIMEOUT }: ParserPoolOptions): ParserPool => {
  const waiting: Job[] = []
  let isClosed = false
  const threads: ParserThread[] = Array.from({ length: Math.max(1, size) }, () => new ParserThread(timeout, () => dispatch()))

  const dispatch = (): void => {
    for (const thread of threads) {
      if (!thread.isIdle) continue
      const job = waiting.shift()
      if (!job) return
      if (isClosed) job.fail('parsing was stopped')
      else thread.run(job)
    }
  }

  const submit = (files: readonly FileToParse[]): Promise<ParseResult[]> =>
    new Promise((resolve) => {
      waiting.push({
        files,
        resolve,
        // Alone, the file is the culprit; among others, each is tried by itself.
        fail: (reason) => resolve(files.length === 1 || isClosed ? files.map(() => ({ error: reason })) : Promise.all(files.map((file) => submit([file]))).then((all) => all.flat())),
      })
      dispatch()
    })

  return {
    size: threads.length,
    parse: async (files, signal) => {
      signal.throwIfAborted()
      if (files.length === 0) return []
      const results = await submit(files)
      signal.throwIfAborted()
      return results
    },
    [Symbol.asyncDispose]: async () => {
      isClosed = true
      for (const job of waiting.splice(0)) job.fail('parsing was stopped')
      await Promise.all(threads.map((thread) => thread.stop()))
    },
  }
}
