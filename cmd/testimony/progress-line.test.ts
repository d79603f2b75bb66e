import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { progressLine, type Progress } from './progress-line.ts'

describe('the line of progress', () => {
  const cases: [string, Progress, number, string][] = [
    ['says what begins', { phase: 'list', done: 0, total: null }, 0, 'Listing'],
    [
      'counts what is counted',
      { phase: 'phrase', done: 10, total: 40, unit: 'tests' },
      300,
      'Phrasing  10 of 40 tests  ━━━━━━──────────────────  25 %',
    ],
    ['counts where the end is not known', { phase: 'list', done: 1204, total: null }, 500, 'Listing  1,204 files'],
    [
      'shows the share at first, when the rate would be a guess',
      { phase: 'parse', done: 10, total: 40 },
      300,
      'Parsing  10 of 40 files  ━━━━━━──────────────────  25 %',
    ],
    [
      'adds the rate and the time left',
      { phase: 'parse', done: 1000, total: 4000 },
      2000,
      'Parsing  1,000 of 4,000 files  ━━━━━━──────────────────  25 %  500/s  6 s left',
    ],
    [
      'says long times in minutes',
      { phase: 'parse', done: 100, total: 40_000 },
      1000,
      'Parsing  100 of 40,000 files  ────────────────────────  0 %  100/s  6 min 39 s left',
    ],
    [
      'leaves no time when all is done',
      { phase: 'link', done: 40, total: 40 },
      2000,
      'Linking  40 of 40 files  ━━━━━━━━━━━━━━━━━━━━━━━━  100 %  20/s',
    ],
    ['shows what came over the network', { phase: 'fetch', done: 0, total: null, bytes: 3_500_000 }, 2000, 'Fetching  3.5 MB  1.8 MB/s'],
    ['says what it waits for', { phase: 'wait', done: 0, total: null }, 0, 'Waiting for another command that fetches the same repository'],
    ['never shows more than all', { phase: 'store', done: 50, total: 40 }, 0, 'Storing  50 of 40 files  ━━━━━━━━━━━━━━━━━━━━━━━━  100 %'],
  ]
  for (const [name, progress, elapsed, line] of cases) it(name, () => assert.equal(progressLine(progress, elapsed), line))
})
