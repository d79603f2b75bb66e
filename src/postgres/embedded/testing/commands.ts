import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'

import { Client } from 'pg'

import { entryOfTestProgram } from '../../../../test/support/program.ts'
import { placesOf, type Places } from '../places.ts'
import { lookUpProcess } from '../process-table.ts'

const PROGRAM = entryOfTestProgram('src/postgres/embedded/testing/use-database.ts')

export interface RunningCommand extends AsyncDisposable {
  url: string
  process: ChildProcess
  kill(signal: NodeJS.Signals): Promise<void>
}

const start = (dataFolder: string, options: { once?: boolean; env?: NodeJS.ProcessEnv }): ChildProcess =>
  spawn(process.execPath, [PROGRAM, ...(options.once ? ['--once'] : [])], {
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
      TESTIMONY_DATA_DIR: dataFolder,
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })

/** A process of its own that uses the server of a data folder until it is ended. */
export const startCommand = async (dataFolder: string, options: { env?: NodeJS.ProcessEnv } = {}): Promise<RunningCommand> => {
  const child = start(dataFolder, options)
  const exited = once(child, 'exit')
  const errors = child.stderr ? text(child.stderr) : Promise.resolve('')
  const firstLine = async (): Promise<string> => {
    if (child.stdout) for await (const line of createInterface({ input: child.stdout })) return line
    throw new Error(`The command ended before it had a database: ${await errors}`)
  }
  const kill = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal)
    await exited
  }
  return { url: await firstLine(), process: child, kill, [Symbol.asyncDispose]: () => kill('SIGKILL') }
}

/** Runs a command from beginning to end; gives its standard error. */
export const runCommand = async (dataFolder: string): Promise<{ code: number | null; errors: string }> => {
  const child = start(dataFolder, { once: true })
  const [, errors] = await Promise.all([once(child, 'exit'), child.stderr ? text(child.stderr) : ''])
  return { code: child.exitCode, errors }
}

const LIMIT = 15_000
const INTERVAL = 20

/** Looks until what is waited for holds. A look says nothing about time: only the limit does. */
export const eventually = async <Value>(what: string, look: () => Promise<Value | undefined | false>): Promise<Value> => {
  for (const until = Date.now() + LIMIT; Date.now() < until; await delay(INTERVAL)) {
    const found = await look()
    if (found !== undefined && found !== false) return found
  }
  throw new Error(`${what} did not come true within ${LIMIT / 1000} s`)
}

export const postmasterPid = async (places: Places): Promise<number | undefined> => {
  const text = await readFile(join(places.cluster, 'data', 'postmaster.pid'), 'utf8').catch(() => '')
  return text === '' ? undefined : Number(text.split('\n')[0])
}

export const isGone = async (pid: number): Promise<boolean> => {
  const found = await lookUpProcess(pid)
  // A zombie, whose parent has not yet asked for its exit code, has no command line.
  return found === undefined || found.command === ''
}

export interface DataFolder extends AsyncDisposable {
  path: string
  places: Places
}

export const serverStopped = (places: Places): Promise<boolean> =>
  eventually('the end of the server', async () => (await postmasterPid(places)) === undefined)

/** A data folder that is removed once its server has stopped. */
export const makeDataFolder = async (parent = '/tmp', name = 'testimony-data-'): Promise<DataFolder> => {
  const path = await mkdtemp(join(parent, name))
  const places = await placesOf(path)
  return {
    path,
    places,
    [Symbol.asyncDispose]: async () => {
      await serverStopped(places)
      await rm(path, { recursive: true, force: true, maxRetries: 5 })
      if (places.runtime !== join(places.home, 'run')) await rm(places.runtime, { recursive: true, force: true })
    },
  }
}

export const query = async <Row extends Record<string, unknown>>(url: string, statement: string): Promise<Row[]> => {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5000 })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<Row>(statement)).rows
  } finally {
    await client.end()
  }
}
