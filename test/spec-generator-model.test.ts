/** The spec generator where a model writes: a real program and a server of models on loopback. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'

import { findSpecificationById, readSpecification } from '../src/specification/stored-specification.ts'
import { answerWell, startModelServer, type ModelServer, type Reply } from './support/model-server.ts'
import { runProgram, type Program } from './support/program.ts'
import { openSpecificationSite, type SpecificationSite } from './support/specification-site.ts'

describe('a spec generator with a model', () => {
  let site: SpecificationSite
  let server: ModelServer
  let worker: Program
  let reply: Reply | undefined
  before(async () => {
    site = await openSpecificationSite()
    server = await startModelServer({ reply: (asked) => reply ?? { kind: 'text', text: answerWell(asked) } })
    worker = site.specGenerator({
      SPEC_WRITER: 'model',
      SPEC_MODEL: 'openai:scripted',
      SPEC_JOB_MODELS: 'gemini:flash',
      OPENAI_BASE_URL: `${server.url}/v1`,
      SPEC_PRICE_INPUT: '1',
      SPEC_PRICE_OUTPUT: '2',
    })
    await worker.untilLogged('Ready')
  })
  after(async () => {
    await worker[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
    await site[Symbol.asyncDispose]()
  })

  const idOf = (stderr: string): string => /as specification (\d+)/.exec(stderr)?.[1] ?? assert.fail(stderr)

  it('stores what the model writes and what it cost, and asks nothing that was answered', async () => {
    const { code, stderr } = await site.enqueue(await site.analyze(), '--wait', '--language', 'ko')
    assert.equal(code, 0, stderr)
    const specification = await readSpecification(site.database.db, idOf(stderr))
    assert.deepEqual([specification?.writer, specification?.language], ['openai:scripted', 'ko'])
    const sentences = specification?.domains.flatMap(({ features }) => features.flatMap(({ behaviours }) => behaviours)) ?? []
    assert.ok(sentences.some(({ text, writtenBy }) => text.startsWith('Sees to ') && writtenBy === undefined))
    const usage = (await findSpecificationById(site.database.db, idOf(stderr)))?.usage
    assert.ok(usage !== undefined && usage.inputTokens > 0 && usage.outputTokens > 0)
    assert.equal(usage.cost, (usage.inputTokens + 2 * usage.outputTokens) / 1_000_000)

    const asked = server.requests.length
    const again = await site.enqueue(await site.analyze(), '--wait', '--language', 'ko')
    assert.equal((await findSpecificationById(site.database.db, idOf(again.stderr)))?.version, 2)
    assert.equal(server.requests.length, asked)
  })

  it('fails at once and in one line where the model refuses the key', async () => {
    reply = { kind: 'status', status: 401 }
    const { code, stderr } = await site.enqueue(await site.analyze({ 'src/other.test.ts': ['opens'] }), '--wait')
    reply = undefined
    assert.equal(code, 1)
    assert.match(stderr, /\nenqueue: failed: [^\n]*OPENAI_API_KEY[^\n]*\n$/)
    const { rows } = await site.database.pool.query(`select state, retry_count from pgboss.job where output->>'code' = 'model-key-refused'`)
    assert.deepEqual(rows, [{ state: 'failed', retry_count: 0 }])
  })

  it('does what a job asks for instead, within what it may: the offline writer, or a model that it is let ask and has a key for', async () => {
    const offline = await site.enqueue(await site.analyze(), '--wait', '--writer', 'offline')
    assert.match(offline.stderr, /written by offline\n$/)
    const keyless = await site.enqueue(await site.analyze(), '--wait', '--model', 'gemini:flash')
    assert.equal(keyless.code, 1)
    assert.match(keyless.stderr, /\nenqueue: failed: [^\n]*GEMINI_API_KEY[^\n]*\n$/)
    const dear = await site.enqueue(await site.analyze(), '--wait', '--model', 'gemini:dear')
    assert.equal(dear.code, 1)
    assert.match(dear.stderr, /\nenqueue: failed: This spec-generator does not ask gemini:dear for jobs: [^\n]*SPEC_JOB_MODELS\.\n$/)
  })
})

describe('a spec generator that is to ask a model', () => {
  it('says at its start, in one line, what it lacks for that', async () => {
    const database = { DATABASE_URL: 'postgres://127.0.0.1:1/nobody', SPEC_WRITER: 'model' }
    for (const [environment, lack] of [
      [{}, 'SPEC_MODEL is required'],
      [{ SPEC_MODEL: 'gemini:flash' }, 'GEMINI_API_KEY is required'],
      [{ SPEC_MODEL: 'anthropic:claude' }, 'ANTHROPIC_API_KEY is required'],
      [{ SPEC_MODEL: 'openai:llama3.2:3b' }, 'OPENAI_API_KEY is required, or OPENAI_BASE_URL'],
    ] as const) {
      const { code, stdout, stderr } = await runProgram('spec-generator', { environment: { ...database, ...environment } })
      assert.deepEqual([code, stdout], [2, ''])
      assert.match(stderr, new RegExp(`^spec-generator: The configuration has a fault:\\n {2}${lack}[^\\n]*\\n$`))
    }
  })
})
