import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, it } from 'node:test'

import sodium from 'libsodium-wrappers'

import { openToken, TokenNotOpened } from './open-token.ts'
import { createPrivateKeys } from './private-keys.ts'
import { publicKeyOf } from './public-key.ts'
import { sealToken } from './seal-token.ts'

const OLD = Buffer.alloc(32, 1)
const NEW = Buffer.alloc(32, 2)
const scope = { origin: 'https://github.com', path: '/team' }
const TOKEN = 'ghp_s3cret'

const rejectsWith = (work: Promise<unknown>, code: TokenNotOpened['code']): Promise<void> =>
  assert.rejects(work, (error) => {
    assert.ok(error instanceof TokenNotOpened)
    assert.equal(error.code, code)
    assert.match(error.message, /github\.com\/team.*testimony token add/)
    assert.doesNotMatch(error.message, /s3cret/)
    return true
  })

describe('a sealed token', () => {
  it('is opened with the private key of the public one that sealed it', async () => {
    const keys = createPrivateKeys([OLD])
    const sealed = await sealToken(scope, TOKEN, publicKeyOf(keys.current.public.bytes))
    assert.equal(sealed.keyId, keys.current.public.id)
    assert.equal(await openToken(sealed, keys), TOKEN)
  })

  it('is opened with whichever of several keys it was sealed for', async () => {
    const sealed = await sealToken(scope, TOKEN, createPrivateKeys([OLD]).current.public)
    assert.equal(await openToken(sealed, createPrivateKeys([NEW, OLD])), TOKEN)
  })

  it('shows nothing of itself and is another each time', async () => {
    const { current } = createPrivateKeys([OLD])
    const [one, other] = [await sealToken(scope, TOKEN, current.public), await sealToken(scope, TOKEN, current.public)]
    assert.notDeepEqual(one.sealed, other.sealed)
    assert.ok(!Buffer.from(one.sealed).includes(TOKEN))
  })

  it('is not opened without its key, which is told from damage', async () => {
    const keys = createPrivateKeys([OLD])
    const sealed = await sealToken(scope, TOKEN, keys.current.public)
    await rejectsWith(openToken(sealed, createPrivateKeys([NEW])), 'token-key-missing')
    const damaged = Buffer.from(sealed.sealed)
    damaged[40] = (damaged[40] ?? 0) ^ 1
    await rejectsWith(openToken({ ...sealed, sealed: damaged }, keys), 'token-damaged')
    await rejectsWith(openToken({ ...sealed, sealed: Buffer.alloc(0) }, keys), 'token-damaged')
    await rejectsWith(openToken({ ...sealed, sealed: randomBytes(100) }, keys), 'token-damaged')
  })

  it('opens for no other host or path than it was sealed for, whatever its row says', async () => {
    const keys = createPrivateKeys([OLD])
    const sealed = await sealToken(scope, TOKEN, keys.current.public)
    await assert.rejects(openToken({ ...sealed, origin: 'https://evil.example' }, keys), { code: 'token-damaged' })
    await rejectsWith(openToken({ ...sealed, path: '/team/project' }, keys), 'token-damaged')
  })

  it('that holds something else than a token of ours is not opened', async () => {
    await sodium.ready
    const keys = createPrivateKeys([OLD])
    for (const content of [TOKEN, 'null', '{"version":2}']) {
      const sealed = sodium.crypto_box_seal(content, keys.current.public.bytes)
      await rejectsWith(openToken({ ...scope, keyId: keys.current.public.id, sealed }, keys), 'token-damaged')
    }
  })
})

describe('createPrivateKeys', () => {
  it('has the public keys that libsodium has for the same private ones', async () => {
    await sodium.ready
    for (const key of [OLD, NEW, randomBytes(32), Buffer.alloc(32), Buffer.alloc(32, 255)]) {
      assert.deepEqual(Buffer.from(createPrivateKeys([key]).current.public.bytes), Buffer.from(sodium.crypto_scalarmult_base(key)))
    }
  })
})
