/** Real programs of this checkout, started as a platform starts them: with an environment, and ended by signals. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { basename, join, resolve } from 'node:path'
import { createInterface } from 'node:readline'

const CHECKOUT = join(import.meta.dirname, '../..')

export interface ProgramExit {
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
  /** From start to end, in milliseconds. */
  duration: number
}

export type LogLine = Record<string, unknown> & { message: string }

export interface Program extends AsyncDisposable {
  pid: number
  kill: (signal: NodeJS.Signals) => void
  /** The first line, of those written so far or to come, that has this message and these fields. Fails when the program ends without it. */
  untilLogged: (message: string | RegExp, fields?: Record<string, unknown>) => Promise<LogLine>
  /** Resolves once standard error has this in it. Fails when the program ends without it. */
  untilSaid: (text: RegExp) => Promise<void>
  /** What this promise resolves to; fails when the program ends before it does. */
  whileRunning: <Result>(promise: Promise<Result>) => Promise<Result>
  readonly exit: Promise<ProgramExit>
}

export interface ProgramOptions {
  environment?: Record<string, string>
  arguments?: string[]
  /** All of its standard input. */
  input?: string
  /** Relative to the checkout; where it is not the program of that name. */
  entry?: string
}

const parseLine = (line: string): LogLine | undefined => {
  try {
    return JSON.parse(line) as LogLine
  } catch {
    return undefined
  }
}

/**
 * The entry of a program: what was built of it where scripts/run-tests.ts has built all, as it does before all tests are run,
 * and else its source.
 */
export const entryOf = (name: string): string =>
  join(CHECKOUT, process.env['TESTIMONY_TEST_BUILD'] === undefined ? `cmd/${name}/main.ts` : `dist/${name}/main.js`)

/** The same of a program that only tests have, by its source. */
export const entryOfTestProgram = (source: string): string => {
  const name = basename(source, '.ts')
  const built = `node_modules/.cache/testimony-test-programs/${name}/${name}.js`
  return join(CHECKOUT, process.env['TESTIMONY_TEST_BUILD'] === undefined ? source : built)
}

/** What is compiled of a program is kept for all who start it, not by each of its users anew. */
const COMPILE_CACHE = process.env['NODE_COMPILE_CACHE'] === undefined ? {} : { NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] }

/** The first releases of Node 24 warn of sources that they strip of types, on the standard error that tests compare. */
const UNWARNED = { NODE_OPTIONS: '--disable-warning=ExperimentalWarning' }

/** Starts a program, or another entry. Disposing of it kills it, if it runs still. */
export const startProgram = (name: string, options: ProgramOptions = {}): Program => {
  const startedAt = performance.now()
  const child = spawn(
    process.execPath,
    [options.entry === undefined ? entryOf(name) : resolve(CHECKOUT, options.entry), ...(options.arguments ?? [])],
    {
      env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...UNWARNED, ...COMPILE_CACHE, ...options.environment },
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  )
  child.stdin.on('error', () => {})
  child.stdin.end(options.input)
  const lines: LogLine[] = []
  const output = { stdout: '', stderr: '' }
  const watchers = new Set<() => void>()
  const take = (text: string): void => {
    const line = parseLine(text)
    if (!line) return
    lines.push(line)
    for (const watcher of watchers) watcher()
  }
  child.stderr.on('data', (chunk: Buffer) => {
    output.stderr += chunk.toString()
    for (const watcher of watchers) watcher()
  })
  createInterface({ input: child.stderr }).on('line', take)
  createInterface({ input: child.stdout }).on('line', (text) => {
    output.stdout += `${text}\n`
    take(text)
  })
  let ended: ProgramExit | undefined
  const exit = (async () => {
    const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
    ended = { code, signal, ...output, duration: performance.now() - startedAt }
    for (const watcher of watchers) watcher()
    return ended
  })()

  const until = <Found>(what: string, find: () => Found | undefined): Promise<Found> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = find()
        if (found === undefined && !ended) return
        watchers.delete(look)
        if (found === undefined) reject(new Error(`${name} ended without ${what}:\n${output.stdout}${output.stderr}`))
        else resolve(found)
      }
      watchers.add(look)
      look()
    })

  const untilLogged = (message: string | RegExp, fields: Record<string, unknown> = {}): Promise<LogLine> => {
    const isAboutIt = (line: LogLine): boolean =>
      (typeof message === 'string' ? line.message === message : message.test(line.message)) &&
      Object.entries(fields).every(([field, value]) => line[field] === value)
    return until(`logging ${String(message)}`, () => lines.find(isAboutIt))
  }

  return {
    // A child that could not be started has none; there is no such child here, since it is the Node that runs this.
    pid: child.pid ?? 0,
    kill: (signal) => child.kill(signal),
    untilLogged,
    untilSaid: async (text) => {
      await until(`saying ${String(text)}`, () => (text.test(output.stderr) ? true : undefined))
    },
    whileRunning: (promise) =>
      Promise.race([
        promise,
        exit.then(({ stdout, stderr }): never => {
          throw new Error(`${name} ended too early:\n${stdout}${stderr}`)
        }),
      ]),
    exit,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGCONT')
      child.kill('SIGKILL')
      await exit
    },
  }
}

/** Runs a program to its end. */
export const runProgram = async (name: string, options: ProgramOptions = {}): Promise<ProgramExit> => {
  await using program = startProgram(name, options)
  return await program.exit
}
