import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'

import { createDatabase, openPool, type Database } from '../../../src/postgres/pool.ts'
import { prepareWriter, type OpenedWriter, type WriterArguments } from './open-writer.ts'

describe('the writer that the command line opens', () => {
  /** Never asked. */
  let db: Database
  before(() => {
    db = createDatabase(openPool({ url: 'postgres://127.0.0.1:1/nobody', applicationName: 'test' }))
  })
  after(() => db.destroy())

  const open = async (given: Partial<WriterArguments>, environment: NodeJS.ProcessEnv = {}): Promise<OpenedWriter> =>
    (await prepareWriter({ language: 'en', ...given }, environment))(db)

  it('is the offline writer where nothing else is said, in English of any kind', async () => {
    const { writer, language } = await open({ language: 'en-gb' })
    assert.deepEqual([writer.name, language], ['offline', 'en-GB'])
  })

  it('takes nothing, where it is the offline writer', async () => {
    const estimate = await (await open({})).estimate({ repository: {}, files: [] }, AbortSignal.timeout(1000))
    assert.deepEqual(estimate, { requests: 0, answered: 0, inputTokens: 0, outputTokens: 0, cost: 0 })
  })

  it('is a model that an option or the environment names, the option first', async () => {
    const environment = { SPEC_MODEL: 'gemini:one', GEMINI_API_KEY: 'key' }
    const nameOf = async (given: Partial<WriterArguments>, more: NodeJS.ProcessEnv = {}): Promise<string> =>
      (await open(given, { ...environment, ...more })).writer.name
    assert.equal(await nameOf({}), 'offline')
    assert.equal(await nameOf({ writer: 'model', language: 'ko' }), 'gemini:one')
    assert.equal(await nameOf({ model: 'gemini:two' }), 'gemini:two')
    assert.equal(await nameOf({}, { SPEC_WRITER: 'model' }), 'gemini:one')
    assert.equal(await nameOf({ writer: 'offline' }, { SPEC_WRITER: 'model' }), 'offline')
  })

  const faults: [string, Partial<WriterArguments>, NodeJS.ProcessEnv, RegExp][] = [
    ['a language that there is not', { language: '!!' }, {}, /--language must be the tag of a language/],
    ['a language that the offline writer does not write', { language: 'ko' }, {}, /writes English, and not ko: .*--model/],
    ['a model without its provider', { model: 'gpt' }, {}, /--model must be a provider and its model/],
    ['a model for the offline writer', { model: 'openai:x', writer: 'offline' }, {}, /--writer offline asks no model/],
    ['a model that nobody names', { writer: 'model' }, {}, /none is named: say --model .* SPEC_MODEL/],
    ['a model without its key', { model: 'anthropic:x' }, {}, /anthropic:x needs a key: set ANTHROPIC_API_KEY/],
    ['something else of the offline writer', { again: true }, {}, /--again asks a model again/],
    ['a setting of the model', { model: 'openai:x' }, { SPEC_BUDGET_TOKENS: 'much' }, /SPEC_BUDGET_TOKENS must be a whole number/],
  ]
  for (const [what, given, environment, says] of faults)
    it(`is refused for ${what}, in words`, () => assert.rejects(open(given, environment), says))

  it('looks at no setting of models where none writes', async () => {
    assert.equal((await open({}, { SPEC_BUDGET_TOKENS: 'much' })).writer.name, 'offline')
  })
})
