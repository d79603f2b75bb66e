import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { specificationJob, type SpecificationPayload } from './specification-job.ts'

const payloadOf = (analysisId: string, more: Partial<SpecificationPayload> = {}): SpecificationPayload => ({
  analysisId,
  language: 'en',
  ...more,
})

describe('the payload of a specification job', () => {
  it('is an analysis by its number, a language by its tag, and a writer that there is', () => {
    const parse = (payload: unknown) => specificationJob.payload.safeParse(payload)
    assert.deepEqual(parse({ analysisId: '12', language: 'KO-kr', writer: 'model', model: 'openai:llama3.2:3b' }).data, {
      analysisId: '12',
      language: 'ko-KR',
      writer: 'model',
      model: 'openai:llama3.2:3b',
    })
    for (const wrong of [
      { analysisId: '0', language: 'en' },
      { analysisId: '12; drop', language: 'en' },
      { analysisId: 12, language: 'en' },
      { analysisId: '99999999999999999999', language: 'en' },
      { analysisId: '12', language: 'no language' },
      { analysisId: '12', language: `en-${'a'.repeat(40)}` },
      { analysisId: '12', language: '' },
      { analysisId: '12' },
      { analysisId: '12', language: 'en', writer: 'shakespeare' },
      { analysisId: '12', language: 'en', model: 'gemini:a b' },
      { analysisId: '12', language: 'en', model: `gemini:${'m'.repeat(201)}` },
      { analysisId: '12', language: 'en', model: 'flash' },
      { analysisId: '12', language: 'en', model: 'nobody:flash' },
      { analysisId: '12', language: 'en', writer: 'offline', again: true },
      { analysisId: '12', language: 'en', again: false },
      { analysisId: '12', language: 'en', more: true },
    ])
      assert.equal(parse(wrong).success, false, JSON.stringify(wrong))
  })

  it('tells the same work from another', () => {
    const keys = [
      payloadOf('1'),
      payloadOf('2'),
      payloadOf('1', { language: 'ko' }),
      payloadOf('1', { writer: 'model' }),
      payloadOf('1', { writer: 'model', model: 'gemini:flash' }),
      payloadOf('1', { model: 'gemini:flash' }),
      payloadOf('1', { model: 'gemini:flash', again: true }),
    ].map(specificationJob.keyOf)
    assert.equal(new Set(keys).size, keys.length)
  })
})
