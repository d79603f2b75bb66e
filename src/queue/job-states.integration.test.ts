import assert from 'node:assert/strict'
import { test } from 'node:test'

import { claimJob } from './claim-job.ts'
import { readJobStates } from './job-states.ts'
import { settleJob } from './settle-job.ts'
import { chore, openTestQueue } from './testing/test-queue.ts'

test('jobs stand as they do in whatever queue of their kind, and unknown ones are left out', async () => {
  await using queue = await openTestQueue()
  const ids = new Map<string, string>()
  const send = async (work: string): Promise<void> => void ids.set(work, (await queue.send(work, { urgency: 'scheduled' })).jobId)
  const error = { code: 'odd', message: 'It is odd' }
  for (const [work, action] of [
    ['done', { action: 'complete' }],
    ['hopeless', { action: 'fail', error }],
    ['again', { action: 'retry', error }],
  ] as const) {
    await send(work)
    const claimed = await claimJob(queue.queue, chore, 9)
    assert.ok(claimed)
    await settleJob(queue.queue, chore, claimed.claim, action)
  }
  await send('running')
  assert.ok(await claimJob(queue.queue, chore, 9))
  await send('new')
  const unknown = '00000000-0000-4000-8000-000000000000'
  const states = await readJobStates(queue.queue.database, chore, [...ids.values(), unknown])
  assert.deepEqual(Object.fromEntries([...ids].map(([work, id]) => [work, states.get(id)])), {
    done: 'completed',
    hopeless: 'failed',
    again: 'waiting',
    running: 'running',
    new: 'waiting',
  })
  assert.equal(states.size, 5)
  assert.equal((await readJobStates(queue.queue.database, chore, [])).size, 0)
})
