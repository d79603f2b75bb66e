import assert from 'node:assert/strict'
import { hostname } from 'node:os'
import { describe, it } from 'node:test'

import { viewNameOf, viewOwnerOf } from './view-name.ts'

describe('the name of a view', () => {
  it('says which process of this machine it is of', () => {
    for (const startedAt of ['1234567', null]) {
      const identity = { host: hostname(), pid: 42, startedAt }
      assert.deepEqual(viewOwnerOf(`${viewNameOf(identity)}Ab3dEf`), identity)
    }
  })

  it('says nothing of a process of another machine, nor do other names', () => {
    assert.equal(viewOwnerOf(`${viewNameOf({ host: `not ${hostname()}`, pid: 42, startedAt: '1' })}Ab3dEf`), null)
    for (const name of ['testimony-view-42-Ab3dEf', 'testimony-view-', 'testimony-view-42-1-nohash00-Ab3dEf'])
      assert.equal(viewOwnerOf(name), null)
  })
})
