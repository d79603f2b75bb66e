import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'

import { createDatabase, openPool, type Database } from '../../src/postgres/pool.ts'
import { readConfiguration } from '../../src/runtime/configuration.ts'
import { createChooseWriter } from './choose-writer.ts'
import { specGeneratorSettings } from './settings.ts'

describe('the writer of a job', () => {
  /** Never asked. */
  let db: Database
  const url = 'postgres://127.0.0.1:1/nobody'
  before(() => {
    db = createDatabase(openPool({ url, applicationName: 'test' }))
  })
  after(() => db.destroy())

  const choose = (environment: NodeJS.ProcessEnv, request: { writer?: 'offline' | 'model'; model?: string }): string => {
    const { own } = readConfiguration({ own: specGeneratorSettings, common: {} }, { DATABASE_URL: url, ...environment })
    const chosen = createChooseWriter(own, db)({ language: 'en', ...request })
    return chosen.kind === 'chosen' ? chosen.writer.name : chosen.message
  }

  const environment = { SPEC_MODEL: 'gemini:one', GEMINI_API_KEY: 'key', OPENAI_API_KEY: 'key' }

  it('is the worker’s own choice where the job names none, and its model where the job wants one', () => {
    assert.equal(choose(environment, {}), 'offline')
    assert.equal(choose({ ...environment, SPEC_WRITER: 'model' }, {}), 'gemini:one')
    assert.equal(choose(environment, { writer: 'model' }), 'gemini:one')
    assert.equal(choose(environment, { model: 'gemini:one' }), 'gemini:one')
  })

  it('is a model of those that the operator lets jobs name, and no other', () => {
    const listed = { ...environment, SPEC_JOB_MODELS: 'gemini:two, openai:llama3.1:8b,' }
    assert.equal(choose(listed, { model: 'gemini:two' }), 'gemini:two')
    assert.equal(choose(listed, { model: 'openai:llama3.1:8b' }), 'openai:llama3.1:8b')
    for (const [given, model] of [
      [listed, 'gemini:three'],
      [environment, 'gemini:two'],
      [{}, 'gemini:one'],
    ] as const)
      assert.match(choose(given, { model }), new RegExp(`^This spec-generator does not ask ${model} for jobs: .*SPEC_JOB_MODELS\\.$`))
  })

  it('is no list of names that are none', () => {
    assert.throws(() => choose({ SPEC_JOB_MODELS: 'gemini:two, flash' }, {}), /SPEC_JOB_MODELS must be models as SPEC_MODEL takes one/)
  })
})
