import assert from 'node:assert/strict'
import { test } from 'node:test'

import { readConfiguration } from '../../runtime/configuration.ts'
import { connectModel } from './asking/connect-model.ts'
import { parseModelName } from './asking/model-name.ts'
import { accessOf, modelSettings, pricesOf } from './model-settings.ts'

const read = (environment: NodeJS.ProcessEnv) => readConfiguration({ own: modelSettings, common: {} }, environment)

test('a model is named by its provider, and may have a colon in its own name', () => {
  assert.deepEqual(parseModelName('openai:llama3.1:8b'), { provider: 'openai', model: 'llama3.1:8b' })
  assert.deepEqual(parseModelName('gemini:gemini-2.5-flash'), { provider: 'gemini', model: 'gemini-2.5-flash' })
  for (const text of ['', 'gemini', 'gemini:', ':model', 'mistral:model', 'openai:a b', 'openai:a\nb'])
    assert.equal(parseModelName(text), undefined)
})

test('each provider has a key and an address, and the addresses are no secrets', () => {
  const environment = {
    GEMINI_API_KEY: 'key of gemini',
    GEMINI_BASE_URL: 'http://localhost:1/v1beta',
    OPENAI_API_KEY: 'key of openai',
    OPENAI_BASE_URL: 'http://localhost:2/v1',
    ANTHROPIC_API_KEY: 'key of anthropic',
    ANTHROPIC_BASE_URL: 'http://localhost:3/v1',
  }
  const { own, secrets } = read(environment)
  assert.deepEqual(accessOf(own), {
    geminiKey: environment.GEMINI_API_KEY,
    geminiUrl: environment.GEMINI_BASE_URL,
    openaiKey: environment.OPENAI_API_KEY,
    openaiUrl: environment.OPENAI_BASE_URL,
    anthropicKey: environment.ANTHROPIC_API_KEY,
    anthropicUrl: environment.ANTHROPIC_BASE_URL,
  })
  assert.deepEqual(secrets, ['key of gemini', 'key of openai', 'key of anthropic'])
})

test('keys are secrets, and prices count only together', () => {
  const { own, secrets } = read({
    SPEC_MODEL: 'gemini:a',
    GEMINI_API_KEY: 'key of gemini',
    OPENAI_API_KEY: 'key of openai',
    SPEC_PRICE_INPUT: '0.30',
  })
  assert.deepEqual(secrets, ['key of gemini', 'key of openai'])
  assert.equal(pricesOf(own), undefined)
  assert.deepEqual(pricesOf(read({ SPEC_PRICE_INPUT: '0.30', SPEC_PRICE_OUTPUT: '2.5' }).own), { input: 0.3, output: 2.5 })
  assert.throws(
    () => read({ SPEC_MODEL: 'mistral:x', SPEC_PRICE_INPUT: '-1' }),
    /SPEC_MODEL must be <provider>:<model>.*\n.*SPEC_PRICE_INPUT must be a price/,
  )
})

test('a model without its key is told by the name of the variable; a server of its own needs none', () => {
  const message = (model: string, environment: NodeJS.ProcessEnv = {}): string => {
    const connection = connectModel(parseModelName(model) ?? assert.fail(model), accessOf(read(environment).own))
    return connection.kind === 'unusable' ? connection.message : 'connected'
  }
  assert.match(message('gemini:a'), /^The model gemini:a needs a key: set GEMINI_API_KEY, or write without a model/)
  assert.match(message('anthropic:a'), /set ANTHROPIC_API_KEY/)
  assert.match(message('openai:a'), /set OPENAI_API_KEY, or OPENAI_BASE_URL/)
  assert.equal(message('openai:a', { OPENAI_BASE_URL: 'http://localhost:11434/v1' }), 'connected')
})
