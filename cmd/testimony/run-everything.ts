import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'

import { dataFolderOf } from '../../src/postgres/embedded/places.ts'
import { checkDatabaseVersion } from '../../src/postgres/migrate-database.ts'
import { openDatabase, type OpenDatabase } from '../../src/postgres/open-database.ts'
import { createDatabase, openPool } from '../../src/postgres/pool.ts'
import { createPaint, describeTerminal, type Style } from '../../src/report/terminal.ts'
import { EXIT_CODE } from '../../src/runtime/exit-code.ts'
import { bringUpToDate } from './bring-up-to-date.ts'
import { tell, type CommandContext } from './command-context.ts'
import { ensureEncryptionKeyFile } from './encryption-key-file.ts'
import { readableLogLine } from './log-line.ts'
import { superviseChild, type ChildDescription, type ChildEvent } from './supervise-child.ts'

/** More than a worker takes to put its jobs back, less than a person waits. */
const STOP_WITHIN = 8_000
const WORKER_SHUTDOWN = '6s'

const STYLES: Record<string, Style> = { postgres: 'cyan', analyzer: 'magenta', 'spec-generator': 'blue' }
const LONGEST_NAME = Math.max(...Object.keys(STYLES).map((name) => name.length))

const eventText = (event: ChildEvent): string => {
  switch (event.kind) {
    case 'started':
      return `started as process ${event.pid}`
    case 'crashed':
      return `ended by ${event.how}; it is started again in ${event.restartIn / 1000} s`
    case 'stopped':
      return 'stopped'
    case 'given-up':
      return `ended by ${event.how}, which another start would not change`
  }
}

/** The program of another process: beside this one, as source or as built. */
const programOf = (name: string): string => {
  const isSource = extname(import.meta.url) === '.ts'
  return fileURLToPath(new URL(`../${name}/main.${isSource ? 'ts' : 'js'}`, import.meta.url))
}

const workerOf = (name: string, databaseUrl: string, environment: NodeJS.ProcessEnv): ChildDescription => ({
  name,
  command: process.execPath,
  arguments: [programOf(name)],
  environment: { ...environment, DATABASE_URL: databaseUrl, DATABASE_URL_FILE: '', SHUTDOWN_TIMEOUT: WORKER_SHUTDOWN },
  stopWithin: STOP_WITHIN,
})

const workersOf = async (databaseUrl: string, environment: NodeJS.ProcessEnv): Promise<ChildDescription[]> => {
  const hasKey = environment['ENCRYPTION_KEY'] || environment['ENCRYPTION_KEY_FILE']
  const key = hasKey ? {} : { ENCRYPTION_KEY_FILE: await ensureEncryptionKeyFile(dataFolderOf(environment)) }
  return [
    workerOf('analyzer', databaseUrl, { ...environment, ...key }),
    // The port of health is the analyzer's: two processes can't have the same one.
    workerOf('spec-generator', databaseUrl, { ...environment, HEALTH_PORT: '', HEALTH_PORT_FILE: '' }),
  ]
}

/** Our own database is brought to this version; one of `DATABASE_URL` has to be, and nothing but `migrate` changes it. */
const prepare = async ({ url, embedded }: OpenDatabase, signal: AbortSignal): Promise<string[]> => {
  if (embedded) return (await bringUpToDate(url, signal)).applied
  await using db = createDatabase(openPool({ url, applicationName: 'up', maxConnections: 1 }))
  await checkDatabaseVersion(db)
  return []
}

/**
 * PostgreSQL first, then who works with it; ended in the opposite order. The log of all goes to standard output, each
 * line under the name of its process. Answers the exit code.
 */
export const runEverything = async (options: { json: boolean }, context: CommandContext): Promise<number> => {
  const { output, environment, signal } = context
  output.on('error', () => {})
  const paint = createPaint(describeTerminal(output, environment))
  const say = (name: string, text: string, fields: object = {}): void => {
    if (options.json)
      output.write(`${JSON.stringify({ time: new Date(), service: 'testimony', process: name, ...fields, message: text })}\n`)
    else output.write(`${paint(STYLES[name] ?? 'bold', name.padEnd(LONGEST_NAME))} ${paint('dim', '│')} ${text}\n`)
  }

  await using database = await openDatabase({ env: environment, signal })
  say('postgres', database.embedded ? 'the one that testimony brings along is ready' : 'the one of DATABASE_URL is used')
  const applied = await prepare(database, signal)
  if (applied.length > 0) say('postgres', `brought to this version: ${applied.join(', ')}`)

  const givingUp = new AbortController()
  const untilEnd = AbortSignal.any([signal, givingUp.signal])
  const supervise = async (worker: ChildDescription): Promise<boolean> => {
    const { name } = worker
    const onLine = (line: string): void => {
      if (options.json) output.write(`${line}\n`)
      else say(name, readableLogLine(line))
    }
    const ended = await superviseChild(worker, { onLine, onEvent: (event) => say(name, eventText(event), event) }, untilEnd)
    if (!ended) tell(context, `the ${name} can not run as it is configured: its last lines say why`)
    // Half of everything is not what was asked for.
    givingUp.abort()
    return ended
  }
  const workers = await workersOf(database.url, environment)
  const ended = await Promise.all(workers.map(supervise))
  return ended.every(Boolean) ? EXIT_CODE.done : EXIT_CODE.usage
}
