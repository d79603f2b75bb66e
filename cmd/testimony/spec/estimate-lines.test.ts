import assert from 'node:assert/strict'
import { describe, it, test } from 'node:test'

import { estimateLines, usageWords } from './estimate-lines.ts'

const estimate = { requests: 12, answered: 1100, inputTokens: 45_000, outputTokens: 9_000, cost: 0.031 }

describe('an estimate', () => {
  it('says in a sentence what writing would take', () => {
    assert.deepEqual(estimateLines(estimate, 1204, 'gemini:x', 'markdown'), [
      '1,204 tests (1,100 written before), for which gemini:x is asked about 12 times: about 45,000 tokens in and 9,000 out, for about $0.0310\n',
    ])
  })

  it('says where nothing is asked, and where the price is not known', () => {
    const nothing = { requests: 0, answered: 0, inputTokens: 0, outputTokens: 0, cost: 0 }
    assert.deepEqual(estimateLines(nothing, 1, 'offline', 'text'), ['1 test, for which offline asks no model: no tokens, no cost\n'])
    const [line = ''] = estimateLines({ ...estimate, cost: null }, 2, 'openai:x', 'text')
    assert.match(line, /, what the model costs is not known here\n$/)
  })

  it('is an object as JSON', () => {
    assert.deepEqual(JSON.parse(estimateLines(estimate, 1204, 'gemini:x', 'json').join('')), {
      writer: 'gemini:x',
      tests: 1204,
      ...estimate,
    })
  })
})

test('what a document took is said where it took something, and its cost where that is known', () => {
  const usage = { inputTokens: 1200, outputTokens: 300, cost: null }
  assert.equal(usageWords(usage), ', for 1,200 tokens in and 300 out')
  assert.equal(usageWords({ ...usage, cost: 0.00123 }), ', for 1,200 tokens in and 300 out ($0.0012)')
  assert.equal(usageWords({ inputTokens: 0, outputTokens: 0, cost: 0 }), '')
})
