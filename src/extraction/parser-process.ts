import { type ChildProcess, fork } from 'node:child_process'
import { getCompileCacheDir } from 'node:module'
import type { Job, ParseFailure, Parser, ParseResult } from './parser.ts'

export interface ParserProcessOptions {
  /** Mebibytes of stack. */
  stack: number
  /** Milliseconds after which the process counts as hanging. */
  timeout: number
  onRoom: () => void
}

const MAIN_MODULE = new URL('./parser-process-main.ts', import.meta.url)

/** How a process ends whose stack was used up: by a signal, or by Windows' STATUS_STACK_OVERFLOW. */
const OVERFLOWS: ReadonlySet<string | number | null> = new Set(['SIGSEGV', 'SIGBUS', 'SIGABRT', 'SIGILL', 0xc00000fd])

const TOO_DEEP: ParseFailure = { error: 'it nests too deeply for the parser; its tests are not listed', code: 'too-deep' }

/**
 * A process that parses what could use up a thread's stack, which would end the process that the thread is in. It takes no
 * longer than its limit either: unlike a thread it can be killed in native code. Started when first needed.
 */
export class ParserProcess implements Parser {
  private child: ChildProcess | null = null
  private job: Job | null = null
  private timer: NodeJS.Timeout | null = null
  private readonly options: ParserProcessOptions

  constructor(options: ParserProcessOptions) {
    this.options = options
  }

  get jobs(): number {
    return this.job === null ? 0 : 1
  }

  hasRoomFor(): boolean {
    return this.job === null
  }

  warmUp(): void {
    this.child ??= this.start()
  }

  run(job: Job): void {
    this.job = job
    const child = (this.child ??= this.start())
    this.timer = setTimeout(() => this.end({ error: 'parsing did not end in time' }), this.options.timeout)
    child.ref()
    child.channel?.ref()
    child.send([...job.files], (error) => {
      if (error) this.leave(child, { error: `the parser could not be asked: ${error.message}` })
    })
  }

  private start(): ChildProcess {
    const compiled = getCompileCacheDir()
    const child = fork(MAIN_MODULE, [String(this.options.stack), ...(compiled === undefined ? [] : [compiled])], {
      execArgv: [],
      // Nothing of the host's environment is its business; Windows can't start a process without the one.
      env: process.env['SystemRoot'] === undefined ? {} : { SystemRoot: process.env['SystemRoot'] },
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    // The answer is that of parser-process-main.ts.
    child.on('message', (results) => this.settle((job) => job.resolve(results as ParseResult[])))
    child.on('error', (error) => this.leave(child, { error: `the parser failed: ${error.message}` }))
    child.on('exit', (code, signal) => this.leave(child, OVERFLOWS.has(signal ?? code) ? TOO_DEEP : { error: 'the parser crashed' }))
    return child
  }

  private settle(answer: (job: Job) => void): void {
    const { job } = this
    if (this.timer) clearTimeout(this.timer)
    this.job = null
    this.child?.unref()
    this.child?.channel?.unref()
    if (job) answer(job)
    this.options.onRoom()
  }

  private leave(child: ChildProcess, failure: ParseFailure): void {
    if (this.child !== child) return
    this.end(failure)
  }

  private end(failure: ParseFailure): void {
    this.child?.kill('SIGKILL')
    this.child = null
    this.settle((job) => job.fail(failure))
  }

  stop(): Promise<void> {
    this.end({ error: 'parsing was stopped' })
    return Promise.resolve()
  }
}
