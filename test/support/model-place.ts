/** The command line, a database of its own and a server of models on loopback. */
import { answerWell, startModelServer, type ModelServer, type Reply } from './model-server.ts'
import type { Asked } from './model-protocols.ts'
import { openTestDatabase, type TestDatabase } from './postgres.ts'
import { startProgram, type Program, type ProgramExit } from './program.ts'
import { openWorkplace, type Workplace } from './testimony.ts'

export interface ModelPlace extends AsyncDisposable {
  place: Workplace
  database: TestDatabase
  server: ModelServer
  /** What the server answers from now on; a good answer where it is not given. */
  replyBy: (reply?: (asked: Asked) => Reply) => void
  environment: Record<string, string>
  /** `testimony spec … --model openai:scripted` where no other model is named, which needs no key. */
  start: (given: readonly string[], environment?: Record<string, string>) => Program
  /** To its end. */
  spec: (given: readonly string[], environment?: Record<string, string>) => Promise<ProgramExit>
  /** The requests that were sent meanwhile. */
  askedBy: (work: () => Promise<unknown>) => Promise<Asked[]>
}

export const openModelPlace = async (): Promise<ModelPlace> => {
  await using opening = new AsyncDisposableStack()
  const place = opening.use(await openWorkplace())
  const database = opening.use(await openTestDatabase())
  const well = (asked: Asked): Reply => ({ kind: 'text', text: answerWell(asked) })
  let reply = well
  const server = opening.use(await startModelServer({ reply: (asked) => reply(asked) }))
  const environment = { ...place.environment, DATABASE_URL: database.url, OPENAI_BASE_URL: `${server.url}/v1` }
  const start = (given: readonly string[], more?: Record<string, string>): Program =>
    startProgram('testimony', {
      environment: { ...environment, ...more },
      arguments: ['spec', ...given, ...(given.includes('--model') ? [] : ['--model', 'openai:scripted'])],
    })
  const stack = opening.move()
  return {
    place,
    database,
    server,
    replyBy: (next = well) => {
      reply = next
    },
    environment,
    start,
    spec: async (given, more) => {
      await using program = start(given, more)
      return await program.exit
    },
    askedBy: async (work) => {
      const before = server.requests.length
      await work()
      return server.requests.slice(before)
    },
    [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose](),
  }
}

/** As a file of Vitest, with as many folders as there are entries. */
export const testFiles = (names: Record<string, readonly string[]>): Record<string, string> => ({
  'package.json': JSON.stringify({ name: 'shop', devDependencies: { vitest: '3.0.0' } }),
  ...Object.fromEntries(
    Object.entries(names).map(([path, tests]) => [
      path,
      `import { test } from 'vitest'\n${tests.map((name) => `test(${JSON.stringify(name)}, () => {})\n`).join('')}`,
    ]),
  ),
})
