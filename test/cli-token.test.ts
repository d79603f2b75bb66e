/** What a person does by hand for private repositories: keys, and tokens sealed with them. */
import assert from 'node:assert/strict'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, it } from 'node:test'

import type { InventoryJson } from '../src/index.ts'
import { makeRepository } from '../src/source/testing/git-fixture.ts'
import { startGitServer } from '../src/source/testing/git-server.ts'
import { findCredentials } from '../src/vault/find-credentials.ts'
import { createPrivateKeys } from '../src/vault/private-keys.ts'
import { openForFile } from './support/for-file.ts'
import { openDatabasePlace, type DatabasePlace } from './support/database-place.ts'
import { assertFault, openWorkplace, SUMS } from './support/testimony.ts'

const TOKEN = 'ghp_s3cret-of-the-team'
const [OLD, NEW] = [Buffer.alloc(32, 31), Buffer.alloc(32, 32)]
const [oldKeys, newKeys] = [createPrivateKeys([OLD]), createPrivateKeys([NEW])]
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

let place: DatabasePlace
openForFile(openDatabasePlace, (opened) => (place = opened))
beforeEach(() => place.database.pool.query('truncate sealed_tokens'))

const withPublicKey = (): Record<string, string> => ({
  ENCRYPTION_PUBLIC_KEY: base64(oldKeys.current.public.bytes),
})

const storedFor = (url: string, keys = oldKeys) => findCredentials(place.database.db, keys, url)

describe('token add', () => {
  it('stores what is piped in, sealed with the public key alone, and shows it nowhere', async () => {
    const { code, stdout, stderr } = await place.testimony(['token', 'add', 'github.com'], withPublicKey(), `${TOKEN}\n`)
    assert.equal(code, 0, stderr)
    assert.equal(stdout, '')
    assert.match(stderr, new RegExp(`^testimony: stored the token for github.com .*x-access-token.*${oldKeys.current.public.id}\n$`))
    assert.deepEqual(await storedFor('https://github.com/team/project'), { username: 'x-access-token', password: TOKEN })
    const again = await place.testimony(['token', 'add', 'github.com'], withPublicKey(), 'another')
    assert.match(again.stderr, /in place of the one there was/)
  })

  it('reads a file, and takes the user name that is given', async () => {
    const file = join(place.path, 'token')
    await writeFile(file, `${TOKEN}\r\n`)
    const given = ['token', 'add', 'git.example.org/team', '--file', file, '--username', 'ada', '--label', 'until May']
    const { code, stderr } = await place.testimony(given, withPublicKey())
    assert.equal(code, 0, stderr)
    assert.deepEqual(await storedFor('https://git.example.org/team/project'), { username: 'ada', password: TOKEN })
  })

  it('refuses what can not be meant, and repeats nothing of it', async () => {
    const refused: [string[], RegExp, string?][] = [
      [['token', 'add', 'github.com'], /no token was given/],
      [['token', 'add', 'github.com'], /no token was given/, ' \n'],
      [['token', 'add', 'github.com'], /is no token/, `${TOKEN}\n${TOKEN}`],
      [['token', 'add', 'github.com'], /is no token/, TOKEN.repeat(1000)],
      [['token', 'add', TOKEN], /A host without a dot/],
      [['token', 'add', 'github.com', TOKEN], /takes a host .* and no token/],
      [['token', 'add', 'github.com', `--token=${TOKEN}`], /takes a host .* and no token/],
      [['token', 'add', `https://ada:${TOKEN}@github.com`], /no user name/],
      [['token', 'add', 'http://127.0.0.1'], /by https only/],
      [['token', 'add', 'github.com', '--username', 'a:b'], /--username must be/],
      [['token', 'add', 'github.com', '--file', '/nonexistent/token'], /no such file/],
    ]
    const refuse = async ([given, says, input]: (typeof refused)[number]): Promise<void> => {
      const exit = await place.testimony(given, withPublicKey(), input)
      assertFault(exit, 2, says)
      assert.doesNotMatch(exit.stderr, /s3cret/)
    }
    await Promise.all(refused.map(refuse))
  })

  it('wants to be told the key for a database that others use', async () => {
    assertFault(
      await place.testimony(['token', 'add', 'github.com'], {}, TOKEN),
      2,
      /ENCRYPTION_PUBLIC_KEY is required .* testimony keys public/,
    )
    const differing = { ...withPublicKey(), ENCRYPTION_KEY: base64(NEW) }
    assertFault(await place.testimony(['token', 'add', 'github.com'], differing, TOKEN), 2, /ENCRYPTION_PUBLIC_KEY belongs to none/)
  })
})

describe('token list and remove', () => {
  it('name what there is, without the tokens, and take one away', async () => {
    await place.testimony(['token', 'add', 'github.com/team', '--label', 'until May'], withPublicKey(), TOKEN)
    await place.database.pool.query(`update sealed_tokens set label = label || E'\\u202e'`)
    const { stdout, code } = await place.testimony(['token', 'list'], withPublicKey())
    assert.equal(code, 0)
    assert.match(stdout, /^host .*label\ngithub.com\/team +x-access-token +[0-9a-f]{16} .*until May\\u202e\n$/)
    const json = await place.testimony(['token', 'list', '--format', 'json'], withPublicKey())
    const { tokens }: { tokens: Record<string, unknown>[] } = JSON.parse(json.stdout)
    assert.deepEqual(
      tokens.map(({ origin, path }) => [origin, path]),
      [['https://github.com', '/team']],
    )
    assert.doesNotMatch(stdout + json.stdout, /s3cret|sealed/)
    assertFault(await place.testimony(['token', 'remove', 'github.com'], withPublicKey()), 2, /no token for exactly github.com/)
    const removed = await place.testimony(['token', 'remove', 'github.com/team'], withPublicKey())
    assert.equal(removed.code, 0, removed.stderr)
    const empty = await place.testimony(['token', 'list'], withPublicKey())
    assert.deepEqual([empty.stdout, empty.code], ['', 0])
    assert.match(empty.stderr, /testimony token add stores one/)
  })
})

describe('keys and token rotate', () => {
  it('exchange a key for a new one', async () => {
    await place.testimony(['token', 'add', 'github.com'], withPublicKey(), TOKEN)
    const file = join(place.path, 'new-key')
    const made = await place.testimony(['keys', 'make', file])
    assert.equal(made.code, 0, made.stderr)
    const newKey = (await readFile(file, 'utf8')).trim()
    assert.doesNotMatch(made.stdout + made.stderr, new RegExp(newKey.slice(0, 20).replaceAll('+', '\\+')))
    assert.equal((await stat(file)).mode & 0o777, 0o600)
    const shown = await place.testimony(['keys', 'public'], { ENCRYPTION_KEY_FILE: file })
    assert.equal(shown.stdout, made.stdout)
    assertFault(await place.testimony(['keys', 'make', file]), 2, /is there already/)

    const environment = { ENCRYPTION_KEY: `${newKey},${base64(OLD)}` }
    const rotated = await place.testimony(['token', 'rotate'], environment)
    assert.equal(rotated.code, 0, rotated.stderr)
    assert.match(rotated.stderr, /sealed 1 token anew with key [0-9a-f]{16}, 0 had been before\n$/)
    const keys = createPrivateKeys([Buffer.from(newKey, 'base64')])
    assert.equal((await storedFor('https://github.com/a/b', keys))?.password, TOKEN)
  })

  it('name the tokens that none of the keys opens, and say that it is incomplete', async () => {
    await place.testimony(['token', 'add', 'github.com'], withPublicKey(), TOKEN)
    const { code, stderr } = await place.testimony(['token', 'rotate'], { ENCRYPTION_KEY: base64(NEW) })
    assert.equal(code, 3)
    assert.match(stderr, new RegExp(`the token for github.com is sealed with key ${oldKeys.current.public.id}, which is not here`))
    assert.match(stderr, new RegExp(`sealed 0 tokens anew with key ${newKeys.current.public.id}.*1 token could not be opened`))
  })

  it('are looked at by doctor, which names the tokens that can not be opened here', async () => {
    await place.testimony(['token', 'add', 'github.com/team'], withPublicKey(), TOKEN)
    const ask = (key: Uint8Array) => place.testimony(['doctor'], { ENCRYPTION_KEY: base64(key) })
    assert.match(
      (await ask(NEW)).stdout,
      /tokens are sealed with keys that are not here: 1 of 1, such as github.com\/team\n.*→ add the private/,
    )
    assert.match((await ask(OLD)).stdout, /the key that each token is sealed with is here/)
    const { code, stdout } = await place.testimony(['doctor'], { ENCRYPTION_KEY: 'hunter2-hunter2' })
    assert.equal(code, 2)
    assert.match(stdout, /ENCRYPTION_KEY must be 32 bytes in base64/)
    assert.doesNotMatch(stdout, /hunter2/)
  })

  it('need a key', async () => {
    assertFault(await place.testimony(['keys', 'public']), 2, /ENCRYPTION_KEY is not set and this machine has no key/)
    assertFault(await place.testimony(['token', 'rotate']), 2, /ENCRYPTION_KEY is not set/)
  })
})

describe('with the PostgreSQL that testimony brings along', () => {
  it('a token needs no configuration, and analyze reads the private repository with it', async () => {
    await using machine = await openWorkplace()
    const expected = `Basic ${Buffer.from(`x-access-token:${TOKEN}`).toString('base64')}`
    const root = join(machine.path, 'served')
    await makeRepository(join(root, 'private'), SUMS)
    await using server = await startGitServer({
      root,
      intercept: (request, response) => {
        if (request.headers.authorization === expected) return false
        response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end()
        return true
      },
    })
    const environment = { ALLOW_PRIVATE_NETWORKS: 'true' }
    const analyze = ['analyze', `${server.origin}/private`, '--format', 'json']
    const added = await machine.testimony(['token', 'add', server.origin], environment, TOKEN)
    assert.equal(added.code, 0, added.stderr)
    const { code, stdout, stderr } = await machine.testimony(analyze, environment)
    assert.equal(code, 0, stderr)
    const inventory: InventoryJson = JSON.parse(stdout)
    assert.equal(inventory.totals.tests, 4)
    assert.doesNotMatch(stdout + stderr, /s3cret/)
  })
})
