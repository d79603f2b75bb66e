import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'

import { openSnapshot, resolveHead } from './open-snapshot.ts'
import { commitFiles, git, makeRepository } from './testing/git-fixture.ts'
import { assertRefused, codesOf, pathsOf, patience, textsOf } from './testing/read-snapshot.ts'
import { manyFiles, remoteFixture } from './testing/remote-fixture.ts'

const posts = (requests: readonly string[]): number => requests.filter((request) => request.startsWith('POST')).length

test('the needed blobs come in one request, and none of the others come', async () => {
  await using remote = await remoteFixture({ ...manyFiles(200), 'unwanted.bin': Buffer.alloc(300_000, 'unwanted') })
  await using snapshot = await openSnapshot(remote.url, remote.options(), patience())
  assert.deepEqual(snapshot.identity, { url: remote.url, ref: 'main', commit: remote.commit })
  const entries = await snapshot.entries(patience())
  assert.equal(entries.length, 201)
  const before = posts(remote.server.requests)
  const texts = new Map<string, string>()
  for await (const { entry, bytes } of snapshot.read(
    entries.filter(({ path }) => path.endsWith('.test.ts')),
    patience(),
  )) {
    texts.set(entry.path, Buffer.from(bytes).toString())
  }
  assert.equal(texts.size, 200)
  assert.equal(texts.get('src/m2/f7.test.ts'), 'content of 7\n')
  assert.equal(posts(remote.server.requests) - before, 1, 'one request for 200 blobs')
  assert.deepEqual(snapshot.diagnostics, [])

  const objects = await git(remote.folder, '-C', join(remote.folder), 'ls-remote', remote.bare, 'HEAD')
  assert.match(objects, new RegExp(remote.commit))
  const unwanted = await git(remote.bare, 'rev-parse', 'HEAD:unwanted.bin')
  await using second = await openSnapshot(remote.url, remote.options({ maxFileBytes: 1000 }), patience())
  assert.equal((await second.entries(patience())).find(({ path }) => path === 'unwanted.bin')?.blob, unwanted)
})

test('a second look at the same commit asks for the references alone', async () => {
  await using remote = await remoteFixture(manyFiles(20))
  const read = async () => {
    const head = await resolveHead(remote.url, remote.options(), patience())
    await using snapshot = await openSnapshot(remote.url, remote.options({ head }), patience())
    return Object.keys(await textsOf(snapshot)).length
  }
  assert.equal(await read(), 20)
  const before = remote.server.requests.length
  assert.equal(await read(), 20)
  const asked = remote.server.requests.slice(before)
  assert.equal(asked.length, 2, `ls-remote's two requests and no more: ${asked.join(', ')}`)
})

test('a new commit brings only what changed', async () => {
  await using remote = await remoteFixture(manyFiles(100))
  const work = join(remote.folder, 'work')
  {
    await using snapshot = await openSnapshot(remote.url, remote.options(), patience())
    await textsOf(snapshot)
  }
  const second = await commitFiles(work, { 'src/m0/f0.test.ts': 'changed\n' })
  await git(work, 'push', '-q', remote.bare, 'main')
  const blobs: (number | null)[] = []
  await using snapshot = await openSnapshot(
    remote.url,
    remote.options({ onProgress: (progress) => progress.phase === 'fetch' && blobs.push(progress.blobs) }),
    patience(),
  )
  assert.equal(snapshot.identity.commit, second)
  assert.equal((await textsOf(snapshot))['src/m0/f0.test.ts'], 'changed\n')
  assert.deepEqual([...new Set(blobs)], [null, 1], 'the commit, then one blob')
})

test('branches, annotated tags, full and abbreviated commits, tips or not', async () => {
  await using remote = await remoteFixture({ 'a.test.ts': 'one' })
  const work = join(remote.folder, 'work')
  const middle = await commitFiles(work, { 'a.test.ts': 'two' })
  await git(work, 'branch', 'topic/x')
  await commitFiles(work, { 'a.test.ts': 'three' })
  await git(work, 'branch', 'abcd')
  await git(work, 'push', '-q', '--all', remote.bare)
  const textAt = async (ref: string) => {
    await using snapshot = await openSnapshot(remote.url, remote.options({ ref }), patience())
    assert.equal(snapshot.identity.ref, ref)
    return (await textsOf(snapshot))['a.test.ts']
  }
  await git(remote.bare, 'update-ref', '-d', 'refs/heads/topic/x')
  await git(remote.bare, 'branch', 'topic/x', middle)
  assert.equal(await textAt('v1'), 'one')
  assert.equal(await textAt('topic/x'), 'two')
  assert.equal(await textAt('refs/heads/topic/x'), 'two')
  assert.equal(await textAt('abcd'), 'three', 'a branch that reads like an id')
  assert.equal(await textAt(middle), 'two')
  assert.equal(await textAt(remote.commit.slice(0, 9)), 'one', 'the id of a tag’s commit')
  await git(remote.bare, 'branch', '-D', 'topic/x')
  assert.equal(await textAt(middle.slice(0, 9)), 'two', 'the id of a commit that no branch is at')
  await assertRefused(textAt('nope'), 'unknown-ref', /nope/)
  await assertRefused(textAt('f'.repeat(40)), 'unknown-ref')
  await assertRefused(textAt('fffffff'), 'unknown-ref')
})

const servers = {
  'without partial clone': { config: {} },
  'of the oldest protocol, without partial clone': { config: {}, protocolZero: true },
  'of the oldest protocol, with partial clone and no objects by id': { config: { 'uploadpack.allowFilter': 'true' }, protocolZero: true },
  'of the oldest protocol, which gives any object': {
    config: { 'uploadpack.allowFilter': 'true', 'uploadpack.allowAnySHA1InWant': 'true' },
    protocolZero: true,
  },
}

for (const [kind, server] of Object.entries(servers)) {
  test(`a server ${kind} gives the same`, async () => {
    const files = manyFiles(30)
    await using remote = await remoteFixture(files, server)
    for (const ref of [undefined, 'v1', remote.commit]) {
      await using snapshot = await openSnapshot(remote.url, remote.options(ref === undefined ? {} : { ref }), patience())
      assert.deepEqual(await textsOf(snapshot), files)
      assert.deepEqual(snapshot.diagnostics, [])
    }
    const work = join(remote.folder, 'work')
    await commitFiles(work, { 'src/m0/f0.test.ts': 'second' })
    await git(work, 'push', '-q', remote.bare, 'main')
    await using old = await openSnapshot(
      remote.url,
      remote.options({ ref: remote.commit, cacheDirectory: join(remote.folder, 'other') }),
      patience(),
    )
    assert.deepEqual(await textsOf(old), files, 'a commit that no branch is at')
  })
}

test('a server of plain files, which speaks no protocol of git, gives the same', async () => {
  const files = manyFiles(10)
  await using remote = await remoteFixture(files, { config: { 'http.uploadpack': 'false' } })
  await git(remote.bare, 'update-server-info')
  const { readFile } = await import('node:fs/promises')
  const { startGitServer } = await import('./testing/git-server.ts')
  await using plain = await startGitServer({
    root: join(remote.folder, 'served'),
    intercept: (request, response) => {
      const path = (request.url ?? '').split('?')[0] ?? ''
      readFile(join(remote.folder, 'served', path)).then(
        (bytes) => response.end(bytes),
        () => response.writeHead(404).end(),
      )
      return true
    },
  })
  await using snapshot = await openSnapshot(`${plain.origin}/project.git`, remote.options(), patience())
  assert.deepEqual(await textsOf(snapshot), files)
})

test('a repository of SHA-256 is read from a server', async () => {
  await using remote = await remoteFixture({ a: 'a' })
  const bare = join(remote.folder, 'served', 'sha256.git')
  const work = join(remote.folder, 'sha256')
  const commit = await makeRepository(work, { 'a.test.ts': 'long ids' }, '--object-format=sha256')
  await git(remote.folder, 'clone', '-q', '--bare', work, bare)
  await using snapshot = await openSnapshot(`${remote.server.origin}/sha256.git`, remote.options(), patience())
  assert.equal(snapshot.identity.commit, commit)
  assert.deepEqual(await textsOf(snapshot), { 'a.test.ts': 'long ids' })
})

test('an empty repository and one whose blob the server lacks are told', async () => {
  await using remote = await remoteFixture({ 'a.test.ts': 'a', 'b.test.ts': 'b' })
  await git(remote.folder, 'init', '-q', '--bare', join(remote.folder, 'served', 'empty.git'))
  await assertRefused(openSnapshot(`${remote.server.origin}/empty.git`, remote.options(), patience()), 'empty-repository')

  const { rm } = await import('node:fs/promises')
  const lost = await git(remote.bare, 'rev-parse', 'HEAD:a.test.ts')
  await rm(join(remote.bare, 'objects', 'pack'), { recursive: true })
  await rm(join(remote.bare, 'objects', lost.slice(0, 2), lost.slice(2)), { force: true })
  await using snapshot = await openSnapshot(remote.url, remote.options(), patience())
  assert.deepEqual(await pathsOf(snapshot), ['a.test.ts', 'b.test.ts'])
  await textsOf(snapshot)
  assert.ok(codesOf(snapshot).includes('missing-object'), codesOf(snapshot).join())
})
