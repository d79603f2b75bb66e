import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { decideSettlement, type JobEnding, type Settlement } from './decide-settlement.ts'

const NETWORK: JobEnding = { kind: 'transient-fault', code: 'network-failed', message: 'No answer.' }

describe('decideSettlement', () => {
  const cases: [string, JobEnding, number, Settlement][] = [
    ['completes what is done', { kind: 'done' }, 1, { action: 'complete' }],
    [
      'fails a permanent fault at once',
      { kind: 'permanent-fault', code: 'unknown-ref', message: 'No such branch.' },
      1,
      { action: 'fail', error: { code: 'unknown-ref', message: 'No such branch.' } },
    ],
    ['retries a transient fault', NETWORK, 4, { action: 'retry', error: { code: 'network-failed', message: 'No answer.' } }],
    [
      'retries not before the time that somebody has asked for',
      { ...NETWORK, retryAfter: 900 },
      1,
      { action: 'retry', error: { code: 'network-failed', message: 'No answer.' }, notBefore: 900 },
    ],
    [
      'waits for nobody longer than six hours',
      { ...NETWORK, retryAfter: 365 * 86_400 },
      1,
      { action: 'retry', error: { code: 'network-failed', message: 'No answer.' }, notBefore: 21_600 },
    ],
    [
      'gives up at the last attempt',
      { ...NETWORK, retryAfter: 900 },
      5,
      { action: 'dead-letter', error: { code: 'network-failed', message: 'No answer.' } },
    ],
    [
      'retries what was not done in time',
      { kind: 'timed-out', timeout: 900_000 },
      1,
      { action: 'retry', error: { code: 'timed-out', message: 'It was not done within 900 seconds.' } },
    ],
    [
      'puts back what a shutdown cut off, also at the last attempt',
      { kind: 'shutdown' },
      5,
      { action: 'put-back', delay: 0, untouched: false },
    ],
    [
      'leaves a newer job to newer workers',
      { kind: 'newer-job', code: 'newer-job', message: 'Update it.' },
      5,
      { action: 'put-back', delay: 60, untouched: true },
    ],
    ['leaves alone what is no longer held', { kind: 'claim-lost' }, 1, { action: 'leave' }],
  ]
  for (const [behaviour, ending, attempt, settlement] of cases) {
    it(behaviour, () => assert.deepEqual(decideSettlement(ending, { attempt, attempts: 5 }), settlement))
  }
})
