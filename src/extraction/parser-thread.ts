import { getCompileCacheDir } from 'node:module'
import { Worker } from 'node:worker_threads'
import type { Job, Parser } from './parser.ts'
import type { ParseAnswer, ParseRequest } from './parse-requests.ts'

const MEBIBYTE = 1024 * 1024

/** What JavaScript itself needs of a thread's stack beside native code. */
const RESERVED_STACK = 4 * MEBIBYTE

export interface ParserThreadOptions {
  /** Mebibytes of stack. It is address space, not memory, until it is used. */
  stack: number
  /** Milliseconds after which the thread counts as hanging. */
  timeout: number
  onIdle: () => void
}

/** Bytes of a thread's stack that native code can have. */
export const nativeStackOf = (stack: number): number => stack * MEBIBYTE - RESERVED_STACK

/** A worker thread that parses, replaced when it fails or hangs. */
export class ParserThread implements Parser {
  private worker: Worker | null = null
  private job: Job | null = null
  private timer: NodeJS.Timeout | null = null
  private readonly options: ParserThreadOptions

  constructor(options: ParserThreadOptions) {
    this.options = options
  }

  get isIdle(): boolean {
    return this.job === null
  }

  warmUp(): void {
    if (this.worker) return
    this.worker = this.start()
    this.worker.unref()
  }

  run(job: Job): void {
    this.job = job
    this.worker ??= this.start()
    this.timer = setTimeout(() => this.end('parsing did not end in time'), this.options.timeout)
    const request: ParseRequest = { files: [...job.files] }
    this.worker.ref()
    this.worker.postMessage(request)
  }

  private start(): Worker {
    // `execArgv`: options of the host are for the host's own program; a worker can't even start with its `--input-type`.
    const worker = new Worker(new URL('./parser-worker.ts', import.meta.url), {
      stdin: false,
      execArgv: [],
      workerData: getCompileCacheDir(),
      resourceLimits: { stackSizeMb: this.options.stack, maxYoungGenerationSizeMb: 8 },
    })
    worker.on('message', (answer: ParseAnswer) => this.settle((job) => job.resolve(answer.files)))
    worker.on('error', (error: Error) => this.replace(worker, `the parser failed: ${error.message}`))
    worker.on('exit', () => this.replace(worker, 'the parser crashed'))
    return worker
  }

  private settle(answer: (job: Job) => void): void {
    const { job } = this
    if (this.timer) clearTimeout(this.timer)
    this.job = null
    this.worker?.unref()
    if (job) answer(job)
    this.options.onIdle()
  }

  private replace(worker: Worker, message: string): void {
    if (this.worker !== worker) return
    this.worker = null
    this.settle((job) => job.fail({ error: message }))
  }

  private end(message: string): void {
    const { worker } = this
    this.worker = null
    void worker?.terminate()
    this.settle((job) => job.fail({ error: message }))
  }

  async stop(): Promise<void> {
    const { worker } = this
    this.worker = null
    await worker?.terminate()
    this.settle((job) => job.fail({ error: 'parsing was stopped' }))
  }
}
