import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { it } from 'node:test'

import { unlessStuck } from './unless-stuck.ts'

it('waits for who does not let go no longer than it may, and leaves nothing at the signal', async () => {
  const control = new AbortController()
  assert.equal(await unlessStuck(Promise.resolve('done'), control.signal, 10), 'done')
  assert.deepEqual(getEventListeners(control.signal, 'abort'), [])
  const reason = new Error('over')
  const waiting = unlessStuck(new Promise(() => {}), control.signal, 10)
  control.abort(reason)
  await assert.rejects(waiting, { code: 'stuck', cause: reason })
})
