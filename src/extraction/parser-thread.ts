import { getCompileCacheDir } from 'node:module'
import { Worker } from 'node:worker_threads'
import type { Job, Parser } from './parser.ts'
import type { ParseAnswer, ParseRequest, ParserSettings } from './parse-requests.ts'

const MEBIBYTE = 1024 * 1024

/** What JavaScript itself needs of a thread's stack beside native code. */
const RESERVED_STACK = 4 * MEBIBYTE

export interface ParserThreadOptions {
  /** Mebibytes of stack. It is address space, not memory, until it is used. */
  stack: number
  /** Milliseconds after which the thread counts as hanging. */
  timeout: number
  onRoom: () => void
}

/** Bytes of a thread's stack that native code can have. */
export const nativeStackOf = (stack: number): number => stack * MEBIBYTE - RESERVED_STACK

/** Who takes the answers also links, for long at a time: a thread goes on with the next job meanwhile. */
const MOST_JOBS = 3

/** A worker thread that parses, replaced when it fails or hangs. */
export class ParserThread implements Parser {
  private worker: Worker | null = null
  /** By number, in the order in which they were asked. */
  private readonly asked = new Map<number, Job>()
  private lastId = 0
  /** The number of the one that the thread works at, and how many files it has begun. */
  private working = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT))
  private timer: NodeJS.Timeout | null = null
  private readonly options: ParserThreadOptions

  constructor(options: ParserThreadOptions) {
    this.options = options
  }

  get jobs(): number {
    return this.asked.size
  }

  hasRoomFor({ urgent }: Job): boolean {
    return urgent || this.asked.size < MOST_JOBS
  }

  warmUp(): void {
    if (this.worker) return
    this.worker = this.start()
    this.worker.unref()
  }

  run(job: Job): void {
    const id = ++this.lastId
    this.asked.set(id, job)
    this.worker ??= this.start()
    if (this.asked.size === 1) this.watch()
    const request: ParseRequest = { id, files: [...job.files], urgent: job.urgent }
    this.worker.ref()
    this.worker.postMessage(request)
  }

  private start(): Worker {
    this.working = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT))
    const settings: ParserSettings = { compiled: getCompileCacheDir(), working: this.working }
    // `execArgv`: options of the host are for the host's own program; a worker can't even start with its `--input-type`.
    const worker = new Worker(new URL('./parser-worker.ts', import.meta.url), {
      stdin: false,
      execArgv: [],
      workerData: settings,
      resourceLimits: { stackSizeMb: this.options.stack, maxYoungGenerationSizeMb: 8 },
    })
    // What a thread that was given up answers after all is of no job that is here now.
    worker.on('message', (answer: ParseAnswer) => {
      if (this.worker === worker) this.settle(answer)
    })
    worker.on('error', (error: Error) => this.replace(worker, `the parser failed: ${error.message}`))
    worker.on('exit', () => this.replace(worker, 'the parser crashed'))
    return worker
  }

  /** Each file may take so long. */
  private watch(): void {
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
    if (this.asked.size === 0) return
    const begun = Atomics.load(this.working, 1)
    const check = (): void => {
      if (this.timer !== timer) return
      if (Atomics.load(this.working, 1) === begun) this.end('parsing did not end in time')
      else this.watch()
    }
    // Where this thread was what took so long, the answer is there and comes before the check.
    const timer = setTimeout(() => setImmediate(check), this.options.timeout)
    this.timer = timer
  }

  private settle({ id, files }: ParseAnswer): void {
    const job = this.asked.get(id)
    this.asked.delete(id)
    this.watch()
    if (this.asked.size === 0) this.worker?.unref()
    job?.resolve(files)
    this.options.onRoom()
  }

  private replace(worker: Worker, message: string): void {
    if (this.worker === worker) this.fail(message)
  }

  private end(message: string): void {
    void this.worker?.terminate()
    this.fail(message)
  }

  /** The job that it worked at fails; the others are asked of the next thread. */
  private fail(message: string): void {
    this.worker = null
    const at = Atomics.load(this.working, 0)
    const [first] = this.asked.keys()
    const failed = this.asked.has(at) ? at : first
    const asked = [...this.asked]
    this.asked.clear()
    for (const [id, job] of asked) if (id !== failed) this.run(job)
    this.watch()
    asked.find(([id]) => id === failed)?.[1].fail({ error: message })
    this.options.onRoom()
  }

  async stop(): Promise<void> {
    const { worker } = this
    this.worker = null
    const jobs = [...this.asked.values()]
    this.asked.clear()
    this.watch()
    await worker?.terminate()
    for (const job of jobs) job.fail({ error: 'parsing was stopped' })
    this.options.onRoom()
  }
}
