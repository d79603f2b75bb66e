import assert from 'node:assert/strict'
import { beforeEach, describe, it } from 'node:test'

import { openForFile } from '../../test/support/for-file.ts'
import { openTestDatabase, type TestDatabase } from '../../test/support/postgres.ts'
import { beforeEachStatement, type Statement } from '../../test/support/statements.ts'
import { createDatabase, openPool } from '../postgres/pool.ts'
import { findCredentials } from './find-credentials.ts'
import { findToken } from './find-token.ts'
import { createPrivateKeys, type PrivateKeys } from './private-keys.ts'
import { rotateTokens } from './rotate-tokens.ts'
import { sealToken } from './seal-token.ts'
import { storeToken } from './store-token.ts'
import { listTokens, removeToken } from './stored-tokens.ts'
import { parseTokenScope } from './token-scope.ts'

const [OLD, NEW, STRANGE] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2), Buffer.alloc(32, 3)]
const oldKeys = createPrivateKeys([OLD])
const bothKeys = createPrivateKeys([NEW, OLD])
const { signal } = new AbortController()

let database: TestDatabase
openForFile(openTestDatabase, (opened) => (database = opened))
beforeEach(() => database.pool.query('truncate sealed_tokens'))

const add = async (scope: string, token: string, keys: PrivateKeys = oldKeys): Promise<'added' | 'replaced'> => {
  const sealed = await sealToken(parseTokenScope(scope, { allowHttp: true }), token, keys.current.public)
  return storeToken(database.db, { ...sealed, username: 'ada' })
}

const passwordFor = async (address: string, keys: PrivateKeys = oldKeys): Promise<string | undefined> =>
  (await findCredentials(database.db, keys, address))?.password

describe('a stored token', () => {
  it('is found for its host, scheme and port, and for no other', async () => {
    await add('git.example.org', 'one')
    await add('git.example.org:8443', 'two')
    await add('http://git.example.org', 'three')
    assert.equal(await passwordFor('https://git.example.org/team/project'), 'one')
    assert.equal(await passwordFor('https://git.example.org:8443/team/project'), 'two')
    assert.equal(await passwordFor('http://git.example.org/team/project'), 'three')
    for (const other of [
      'http://git.example.org:8443/a/b',
      'https://example.org/a/b',
      'https://a.git.example.org/a/b',
      'https://git.example.or/a',
    ])
      assert.equal(await passwordFor(other), undefined, other)
  })

  it('that is for the narrowest part of the host is the one', async () => {
    await add('github.com', 'all')
    await add('github.com/team', 'team')
    await add('github.com/team/project.git', 'project')
    assert.equal(await passwordFor('https://github.com/other/project'), 'all')
    assert.equal(await passwordFor('https://github.com/teammates/project'), 'all')
    assert.equal(await passwordFor('https://github.com/team/other'), 'team')
    assert.equal(await passwordFor('https://github.com/team/project'), 'project')
    assert.equal(await passwordFor('https://github.com/team/project.git'), 'project')
  })

  it('takes the place of the one before it', async () => {
    assert.equal(await add('github.com', 'first'), 'added')
    await findToken(database.db, 'https://github.com/a/b')
    assert.equal(await add('github.com', 'second'), 'replaced')
    assert.equal(await passwordFor('https://github.com/a/b'), 'second')
    assert.equal((await listTokens(database.db)).length, 1)
  })

  it('is gone once it is removed, and only it', async () => {
    await add('github.com', 'all')
    await add('github.com/team', 'team')
    assert.equal(await removeToken(database.db, parseTokenScope('github.com/team', { allowHttp: false })), true)
    assert.equal(await removeToken(database.db, parseTokenScope('github.com/team', { allowHttp: false })), false)
    assert.equal(await passwordFor('https://github.com/team/project'), 'all')
  })

  it('is listed with all but itself, its uses noted', async () => {
    await add('github.com/team', 'team')
    const [unused] = await listTokens(database.db)
    assert.equal(unused?.lastUsedAt, null)
    await findToken(database.db, 'https://github.com/team/project')
    const [used] = await listTokens(database.db)
    assert.ok(used?.lastUsedAt instanceof Date)
    const { createdAt, lastUsedAt, ...rest } = used
    assert.deepEqual(rest, {
      origin: 'https://github.com',
      path: '/team',
      username: 'ada',
      label: null,
      keyId: oldKeys.current.public.id,
      rotatedAt: null,
    })
    await findToken(database.db, 'https://github.com/team/project')
    assert.deepEqual((await listTokens(database.db))[0]?.lastUsedAt, lastUsedAt, 'one note a minute is enough')
    assert.ok(createdAt <= lastUsedAt)
  })

  it('is found by an index among many', async () => {
    await database.pool.query(`
      insert into sealed_tokens (origin, path, username, key_id, sealed)
      select 'https://h' || n || '.org', '/team', 'ada', 'k', '\\x00' from generate_series(1, 20000) n`)
    await database.pool.query('analyze sealed_tokens')
    const statements: Statement[] = []
    const pool = openPool({ url: database.url, applicationName: 'plans', maxConnections: 1 })
    beforeEachStatement(pool, async (statement) => void statements.push(statement))
    await using db = createDatabase(pool)
    assert.equal((await findToken(db, 'https://h7.org/team/project'))?.username, 'ada')
    const [asked] = statements
    const { rows } = await database.pool.query<{ 'QUERY PLAN': string }>(`explain ${asked?.text}`, asked?.values)
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
    assert.doesNotMatch(plan, /Seq Scan on sealed_tokens/, plan)
  })
})

describe('rotation', () => {
  it('seals every token with the key in use, over several batches, and says how many', async () => {
    for (let number = 0; number < 5; number++) await add(`h${number}.org`, `token ${number}`)
    await add('new.org', 'new', bothKeys)
    assert.deepEqual(await rotateTokens(database.db, bothKeys, signal, 2), { rotated: 5, already: 1, notOpened: [] })
    for (let number = 0; number < 5; number++)
      assert.equal(await passwordFor(`https://h${number}.org/a/b`, createPrivateKeys([NEW])), `token ${number}`)
    const listed = await listTokens(database.db)
    assert.ok(listed.every(({ keyId }) => keyId === bothKeys.current.public.id))
    assert.equal(listed.filter(({ rotatedAt }) => rotatedAt !== null).length, 5)
    assert.deepEqual(await rotateTokens(database.db, bothKeys, signal), { rotated: 0, already: 6, notOpened: [] })
  })

  it('leaves and names what it can not open, and goes on with the others', async () => {
    await add('a.org', 'a', createPrivateKeys([STRANGE]))
    await add('b.org', 'b')
    await database.pool.query(`update sealed_tokens set sealed = '\\x00' where origin = 'https://b.org'`)
    await add('c.org', 'c')
    const { rotated, notOpened } = await rotateTokens(database.db, bothKeys, signal, 1)
    assert.equal(rotated, 1)
    assert.deepEqual(
      notOpened.map(({ code }) => code),
      ['token-key-missing', 'token-damaged'],
    )
    assert.equal(await passwordFor('https://c.org/a/b', createPrivateKeys([NEW])), 'c')
  })

  it('that was cut off goes on where it was', async () => {
    for (let number = 0; number < 4; number++) await add(`h${number}.org`, `token ${number}`)
    const pool = openPool({ url: database.url, applicationName: 'cut off', maxConnections: 1 })
    const cut = new AbortController()
    let updates = 0
    beforeEachStatement(pool, async ({ text }) => {
      if (/^\s*update/.test(text) && ++updates === 2) cut.abort(new Error('cut off'))
    })
    await using db = createDatabase(pool)
    await assert.rejects(rotateTokens(db, bothKeys, cut.signal, 1), /cut off/)
    assert.deepEqual(await rotateTokens(db, bothKeys, signal, 1), { rotated: 2, already: 2, notOpened: [] })
  })

  it('leaves a token that is stored anew meanwhile as it was stored', async () => {
    await add('a.org', 'before')
    const pool = openPool({ url: database.url, applicationName: 'rotation', maxConnections: 1 })
    let storing: Promise<unknown> | undefined
    beforeEachStatement(pool, async ({ text }) => {
      // It waits for the batch, which has locked the row.
      if (/^\s*update/.test(text)) storing ??= add('a.org', 'after')
    })
    await using db = createDatabase(pool)
    await rotateTokens(db, bothKeys, signal)
    assert.equal(await storing, 'replaced')
    assert.equal(await passwordFor('https://a.org/x/y', oldKeys), 'after')
  })
})
