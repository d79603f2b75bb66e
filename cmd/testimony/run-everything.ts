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

/** More than an analyzer takes to put its jobs back, less than a person waits. */
const STOP_WITHIN = 8_000
const ANALYZER_SHUTDOWN = '6s'

const STYLES: Record<string, Style> = { postgres: 'cyan', analyzer: 'magenta' }

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
const programOf = (name: string): string => fileURLToPath(new URL(`../${name}/main${extname(import.meta.url)}`, import.meta.url))

const analyzerOf = async (databaseUrl: string, environment: NodeJS.ProcessEnv): Promise<ChildDescription> => {
  const hasKey = environment['ENCRYPTION_KEY'] || environment['ENCRYPTION_KEY_FILE']
  return {
    name: 'analyzer',
    command: process.execPath,
    arguments: [programOf('analyzer')],
    environment: {
      ...environment,
      DATABASE_URL: databaseUrl,
      DATABASE_URL_FILE: '',
      SHUTDOWN_TIMEOUT: ANALYZER_SHUTDOWN,
      ...(!hasKey && { ENCRYPTION_KEY_FILE: await ensureEncryptionKeyFile(dataFolderOf(environment)) }),
    },
    stopWithin: STOP_WITHIN,
  }
}

/** Our own database is brought to this version; one of `DATABASE_URL` has to be, and nothing but `migrate` changes it. */
const prepare = async ({ url, embedded }: OpenDatabase): Promise<string[]> => {
  if (embedded) return (await bringUpToDate(url)).applied
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
    else output.write(`${paint(STYLES[name] ?? 'bold', name.padEnd(8))} ${paint('dim', '│')} ${text}\n`)
  }

  await using database = await openDatabase({ env: environment, signal })
  say('postgres', database.embedded ? 'the one that testimony brings along is ready' : 'the one of DATABASE_URL is used')
  const applied = await prepare(database)
  if (applied.length > 0) say('postgres', `brought to this version: ${applied.join(', ')}`)

  const analyzer = await analyzerOf(database.url, environment)
  const onLine = (line: string): void => {
    if (options.json) output.write(`${line}\n`)
    else say('analyzer', readableLogLine(line))
  }
  const ended = await superviseChild(analyzer, { onLine, onEvent: (event) => say('analyzer', eventText(event), event) }, signal)
  if (!ended) tell(context, 'the analyzer can not run as it is configured: its last lines say why')
  return ended ? EXIT_CODE.done : EXIT_CODE.usage
}
