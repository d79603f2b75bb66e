import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { openWriter } from './open-writer.ts'

describe('the writer that the command line opens', () => {
  it('is the offline writer where nothing else is said, in English of any kind', () => {
    const { writer, language } = openWriter({ language: 'en-gb' })
    assert.deepEqual([writer.name, language], ['offline', 'en-GB'])
  })

  it('takes nothing, where it is the offline writer', async () => {
    const estimate = await openWriter({ language: 'en' }).estimate({ repository: {}, files: [] }, AbortSignal.timeout(1000))
    assert.deepEqual(estimate, { requests: 0, answered: 0, inputTokens: 0, outputTokens: 0, cost: 0 })
  })

  const faults: [string, Parameters<typeof openWriter>[0], RegExp][] = [
    ['a language that there is not', { language: '!!' }, /--language must be the tag of a language/],
    ['a language that the offline writer does not write', { language: 'ko' }, /writes English, and not ko: .*--model/],
    ['a model without its provider', { language: 'en', model: 'gpt' }, /--model must be a provider and its model/],
    ['a model for the offline writer', { language: 'en', model: 'openai:x', writer: 'offline' }, /--writer offline asks no model/],
  ]
  for (const [what, given, says] of faults) it(`is refused for ${what}, in words`, () => assert.throws(() => openWriter(given), says))
})
