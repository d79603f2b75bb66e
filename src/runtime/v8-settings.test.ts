import assert from 'node:assert/strict'
import { it } from 'node:test'
import { cachedDataVersionTag } from 'node:v8'
import { boundInlining, restoreV8Settings } from './v8-settings.ts'

it('puts settings back as V8 begins, by which code that was compiled before is taken', () => {
  const before = cachedDataVersionTag()
  boundInlining()
  assert.notEqual(cachedDataVersionTag(), before)
  restoreV8Settings()
  assert.equal(cachedDataVersionTag(), before)
})
