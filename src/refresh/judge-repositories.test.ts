import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { JobState } from '../queue/job-rows.ts'
import type { HeadAnswer } from './ask-head.ts'
import { judgeHeads, settleLastJobs } from './judge-repositories.ts'
import type { RefreshedRepository } from './repository-store.ts'

const repository = (id: string, failures = 0, jobId: string | null = null): RefreshedRepository => ({
  id,
  url: `https://example.org/${id}`,
  lastViewedAt: new Date(0),
  checkedAt: null,
  failures,
  jobId,
  version: '5',
})

test('what the last job came to decides whether a repository is looked after now, and with how many failures', () => {
  const table: [state: JobState | 'none' | 'deleted', failures: number, becomes: number | 'waiting' | 'excluded'][] = [
    ['none', 2, 2],
    ['deleted', 2, 2],
    ['cancelled', 2, 2],
    ['completed', 4, 0],
    ['failed', 0, 1],
    ['failed', 3, 4],
    ['failed', 4, 'excluded'],
    ['waiting', 4, 'waiting'],
    ['running', 4, 'waiting'],
  ]
  for (const [state, failures, becomes] of table) {
    const states = new Map(state === 'none' || state === 'deleted' ? [] : [['job', state]])
    const { open, excluded, waiting, failed } = settleLastJobs([repository('1', failures, state === 'none' ? null : 'job')], states)
    const what = `${state} after ${failures}`
    assert.deepEqual(
      open.map((one) => one.failures),
      typeof becomes === 'number' ? [becomes] : [],
      what,
    )
    assert.deepEqual(excluded, becomes === 'excluded' ? [{ id: '1', failures: 5, jobId: null }] : [], what)
    assert.equal(waiting, becomes === 'waiting' ? 1 : 0, what)
    assert.equal(failed, state === 'failed' ? 1 : 0, what)
  }
})

test('a head is analysed when an extractor as new as this one has done it', () => {
  const head: HeadAnswer = { kind: 'head', commit: 'c' }
  const table: [answer: HeadAnswer, analysedBy: string[], becomes: 'toSend' | 'unchanged' | 'failed' | 'unreached'][] = [
    [head, [], 'toSend'],
    [head, ['4'], 'toSend'],
    [head, ['4', '5'], 'unchanged'],
    [head, ['6'], 'unchanged'],
    [{ kind: 'hidden' }, ['5'], 'toSend'],
    [{ kind: 'failed', code: 'not-a-repository', ownFault: false }, ['5'], 'failed'],
    [{ kind: 'failed', code: 'network-failed', ownFault: true }, ['5'], 'unreached'],
  ]
  for (const [answer, analysedBy, becomes] of table) {
    const judged = judgeHeads([[repository('1', 3), answer]], new Map([['1', analysedBy]]), '5')
    const lengths = Object.fromEntries(Object.entries(judged).map(([name, list]) => [name, list.length]))
    assert.deepEqual(lengths, { toSend: 0, unchanged: 0, failed: 0, unreached: 0, [becomes]: 1 }, JSON.stringify([answer, analysedBy]))
    for (const { failures } of [...judged.failed, ...judged.unreached]) assert.equal(failures, 4)
    for (const { failures } of judged.unchanged) assert.equal(failures, 0)
  }
})
