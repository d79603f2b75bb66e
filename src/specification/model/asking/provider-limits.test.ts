import assert from 'node:assert/strict'
import { test } from 'node:test'

import { pauseAfter, retryAfterOf, waitOf, type Headers } from './provider-limits.ts'

const NOW = Date.parse('2026-03-01T12:00:00Z')
const inBody = (retryDelay: string): string =>
  JSON.stringify({
    error: {
      details: [{ '@type': 'type.googleapis.com/google.rpc.Help' }, { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay }],
    },
  })

const WAITS: readonly [headers: Headers, body: string | undefined, milliseconds: number | undefined][] = [
  [{ 'retry-after': '7' }, undefined, 7000],
  [{ 'retry-after': 'Sun, 01 Mar 2026 12:00:30 GMT' }, undefined, 30_000],
  [{ 'retry-after': 'Sun, 01 Mar 2026 11:00:00 GMT' }, undefined, 0],
  [{ 'retry-after-ms': '250', 'retry-after': '1' }, undefined, 250],
  [{}, inBody('34.5s'), 34_500],
  [{ 'retry-after': '2' }, inBody('34s'), 2000],
  [{ 'retry-after': 'soon' }, undefined, undefined],
  [{ 'retry-after': '-5' }, undefined, undefined],
  [{ 'retry-after': `${'9'.repeat(400)}` }, undefined, undefined],
  [{}, 'no JSON', undefined],
  [{}, '{"error":{"details":"none"}}', undefined],
]

for (const [headers, body, milliseconds] of WAITS) {
  test(`an error with ${JSON.stringify(headers)} and ${body?.slice(-20) ?? 'no body'} asks to wait for ${milliseconds} ms`, () => {
    assert.equal(retryAfterOf(headers, body, NOW), milliseconds)
  })
}

const PAUSES: readonly [headers: Headers, milliseconds: number][] = [
  [{}, 0],
  [{ 'x-ratelimit-remaining-requests': '1', 'x-ratelimit-reset-requests': '6m0s' }, 0],
  [{ 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '6m0s' }, 360_000],
  [{ 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '1m2.5s' }, 62_500],
  [{ 'x-ratelimit-remaining-tokens': '99', 'x-ratelimit-reset-tokens': '20ms' }, 20],
  [{ 'x-ratelimit-remaining-tokens': '100', 'x-ratelimit-reset-tokens': '20ms' }, 0],
  [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW + 5000) }, 5000],
  [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW / 1000 + 5) }, 5000],
  [{ 'anthropic-ratelimit-requests-remaining': '0', 'anthropic-ratelimit-requests-reset': '2026-03-01T12:00:09Z' }, 9000],
  [{ 'anthropic-ratelimit-input-tokens-remaining': '50', 'anthropic-ratelimit-input-tokens-reset': '2026-03-01T12:00:09Z' }, 9000],
  [
    {
      'anthropic-ratelimit-requests-remaining': '0',
      'anthropic-ratelimit-requests-reset': '2026-03-01T12:00:09Z',
      'anthropic-ratelimit-output-tokens-remaining': '0',
      'anthropic-ratelimit-output-tokens-reset': '2026-03-01T12:00:11Z',
    },
    11_000,
  ],
  [{ 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': 'whenever' }, 0],
  [{ 'x-ratelimit-remaining-requests': 'none', 'x-ratelimit-reset-requests': '1s' }, 0],
]

for (const [headers, milliseconds] of PAUSES) {
  test(`before a request of 100 tokens, ${JSON.stringify(headers)} make a pause of ${milliseconds} ms`, () => {
    assert.equal(pauseAfter(headers, { tokens: 100 }, NOW), milliseconds)
  })
}

test('an error that asks for no wait is followed by one until what it says is used up is there again', () => {
  const used = { 'anthropic-ratelimit-requests-remaining': '0', 'anthropic-ratelimit-requests-reset': '2026-03-01T12:00:09Z' }
  const wait = (headers: Headers): number | undefined => waitOf(headers, undefined, { tokens: 100 }, NOW)
  assert.equal(wait(used), 9000)
  assert.equal(wait({ ...used, 'retry-after': '2' }), 2000)
  assert.equal(wait({ ...used, 'anthropic-ratelimit-requests-remaining': '3' }), undefined)
})
