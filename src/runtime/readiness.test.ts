import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { PlainFault } from './plain-fault.ts'
import { createReadiness } from './readiness.ts'

const NEVER = new AbortController().signal

describe('createReadiness', () => {
  it('is not ready while it starts', async () => {
    const readiness = createReadiness({ ending: NEVER })
    assert.deepEqual(await readiness.look(), [{ check: 'start', message: 'starting' }])
    readiness.becomeReady({})
    assert.deepEqual(await readiness.look(), [])
  })

  it('is not ready once it ends, also where the checks that were running then succeed', async () => {
    const ending = new AbortController()
    const answer = Promise.withResolvers<void>()
    const readiness = createReadiness({ ending: ending.signal })
    readiness.becomeReady({ database: () => answer.promise })
    const look = readiness.look()
    ending.abort()
    answer.resolve()
    const shuttingDown = [{ check: 'shutdown', message: 'shutting down' }]
    assert.deepEqual(await look, shuttingDown)
    assert.deepEqual(await readiness.look(), shuttingDown)
  })

  it('asks once for all who look at a time, and not again for a while', async () => {
    let asked = 0
    const readiness = createReadiness({ ending: NEVER })
    readiness.becomeReady({ database: async () => void asked++ })
    await Promise.all(Array.from({ length: 50 }, () => readiness.look()))
    await readiness.look()
    assert.equal(asked, 1)
  })

  it('gives up a check that does not answer, does not ask a second time meanwhile, and takes its late answer', async () => {
    let asked = 0
    const answer = Promise.withResolvers<void>()
    const readiness = createReadiness({ ending: NEVER, checkWithin: 10, fresh: 0 })
    const database = (): Promise<void> => {
      asked += 1
      return answer.promise
    }
    readiness.becomeReady({ database, cache: async () => {} })
    for (let look = 0; look < 3; look++)
      assert.deepEqual(await readiness.look(), [{ check: 'database', message: 'no answer within 0.01 seconds' }])
    assert.equal(asked, 1)
    answer.resolve()
    assert.deepEqual(await readiness.look(), [])
  })

  it('says why in words of our own, and nothing that a driver or the system quotes', async () => {
    const readiness = createReadiness({ ending: NEVER })
    readiness.becomeReady({
      database: async () => {
        throw new PlainFault('database-unreachable', 'The database does not answer')
      },
      other: async () => {
        throw new Error('connect to postgres://app:hunter2@db')
      },
    })
    assert.deepEqual(await readiness.look(), [
      { check: 'database', message: 'The database does not answer' },
      { check: 'other', message: 'failed' },
    ])
  })
})
