import assert from 'node:assert/strict'
import { test } from 'node:test'

import { serverOf } from './connect-model.ts'

test('a server that speaks OpenAI’s protocol is told from others, and from OpenAI, whose address is nobody’s choice', () => {
  const openai = { provider: 'openai', model: 'llama3.1:8b' } as const
  assert.equal(serverOf(openai, { openaiUrl: 'http://localhost:11434/v1' }), 'http://localhost:11434/v1')
  assert.equal(serverOf(openai, { openaiUrl: 'http://localhost:11434/v1/' }), 'http://localhost:11434/v1')
  assert.equal(serverOf(openai, { openaiUrl: 'https://api.openai.com/v1/' }), undefined)
  assert.equal(serverOf(openai, { openaiKey: 'key' }), undefined)
})

test('a server between us and a provider has that provider’s models', () => {
  assert.equal(serverOf({ provider: 'gemini', model: 'flash' }, { geminiUrl: 'http://localhost:4000/v1beta' }), undefined)
  assert.equal(serverOf({ provider: 'anthropic', model: 'claude' }, { anthropicUrl: 'http://localhost:4000/v1' }), undefined)
})
