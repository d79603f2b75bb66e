import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'

import { openSnapshot, resolveHead } from './open-snapshot.ts'
import { printable } from './printable.ts'
import { SourceError } from './source-error.ts'
import { startGitServer } from './testing/git-server.ts'
import { assertRefused, patience, textsOf } from './testing/read-snapshot.ts'
import { manyFiles, remoteFixture } from './testing/remote-fixture.ts'

test('each answer of a server that refuses has its own words', async () => {
  let status = 500
  await using remote = await remoteFixture(
    { a: 'a' },
    {
      intercept: (_request, response) => {
        response
          .writeHead(status, status === 401 ? { 'www-authenticate': 'Basic realm="git"' } : {})
          .end('<html>\n<body>\nno\n</body>\n</html>\n')
        return true
      },
    },
  )
  const cases = {
    401: ['no-access', 'unavailable'],
    403: ['no-access', 'unavailable'],
    404: ['repository-not-found', 'unavailable'],
    410: ['repository-not-found', 'unavailable'],
    429: ['rate-limited', 'transient'],
    500: ['server-error', 'transient'],
    502: ['server-error', 'transient'],
    503: ['server-error', 'transient'],
    200: ['not-a-repository', 'unavailable'],
  } as const
  for (const [code, [expected, kind]] of Object.entries(cases)) {
    status = Number(code)
    await assertRefused(openSnapshot(remote.url, remote.options(), patience()), expected)
    await assert.rejects(
      resolveHead(remote.url, remote.options(), patience()),
      (error) => error instanceof SourceError && error.kind === kind,
      `status ${code}`,
    )
  }
})

test('a server that is not there, hangs up or sends rubbish is a passing fault or no repository', async () => {
  await using remote = await remoteFixture({ a: 'a' })
  const closed = createServer().listen(0, '127.0.0.1')
  await once(closed, 'listening')
  const address = closed.address()
  assert.ok(address !== null && typeof address === 'object')
  closed.close()
  await assertRefused(resolveHead(`http://127.0.0.1:${address.port}/a.git`, remote.options(), patience()), 'network-failed')

  await using hangsUp = await startGitServer({
    root: remote.folder,
    intercept: (request) => {
      request.socket.destroy()
      return true
    },
  })
  await assertRefused(resolveHead(`${hangsUp.origin}/a.git`, remote.options(), patience()), 'network-failed')

  await using rubbish = await startGitServer({
    root: remote.folder,
    intercept: (_request, response) => {
      response.setHeader('content-type', 'application/x-git-upload-pack-advertisement')
      response.end(Buffer.alloc(5000, 0xfe))
      return true
    },
  })
  await assertRefused(resolveHead(`${rubbish.origin}/a.git`, remote.options(), patience()), 'not-a-repository')
})

test('what a server says is shown without its control characters', async () => {
  await using remote = await remoteFixture(
    { a: 'a' },
    {
      intercept: (_request, response) => {
        response.setHeader('content-type', 'application/x-git-upload-pack-advertisement')
        const line = `ERR \u001b[31mowned\u202e and ${'x'.repeat(3000)}`
        response.end(`001e# service=git-upload-pack\n0000${(Buffer.byteLength(line) + 4).toString(16).padStart(4, '0')}${line}`)
        return true
      },
    },
  )
  await assert.rejects(resolveHead(remote.url, remote.options(), patience()), (error) => {
    assert.ok(error instanceof SourceError)
    assert.equal(printable(error.message, 5000), error.message)
    assert.match(error.message, /owned/)
    assert.ok(error.message.length < 600)
    return true
  })
})

test('a transfer that breaks off leaves a cache that the next run goes on with', async () => {
  let breakOff = true
  const files = manyFiles(50)
  await using remote = await remoteFixture(files, {
    intercept: (request, response) => {
      if (!breakOff || request.method !== 'POST' || request.headers['content-length'] === undefined) return false
      if (!(request.url ?? '').endsWith('git-upload-pack')) return false
      response.setHeader('content-type', 'application/x-git-upload-pack-result')
      response.write('000dpackfile\n0015\u0001PACK\u0000\u0000\u0000\u0002\u0000\u0000\u0000\u0009ab')
      setImmediate(() => response.destroy())
      return true
    },
  })
  const head = { identity: { url: remote.url, commit: remote.commit }, commit: remote.commit }
  await assert.rejects(
    openSnapshot(remote.url, remote.options({ head }), patience()),
    (error) => error instanceof SourceError && error.kind === 'transient',
  )
  breakOff = false
  await using snapshot = await openSnapshot(remote.url, remote.options({ head }), patience())
  assert.deepEqual(await textsOf(snapshot), files)
})

test('a server that sends a byte now and then is given up', async () => {
  const timers = new Set<NodeJS.Timeout>()
  await using remote = await remoteFixture(
    { a: 'a' },
    {
      intercept: (_request, response) => {
        response.setHeader('content-type', 'application/x-git-upload-pack-advertisement')
        timers.add(setInterval(() => response.write('0'), 100))
        return true
      },
    },
  )
  try {
    await assertRefused(resolveHead(remote.url, remote.options({ idleTimeoutMs: 1000 }), patience()), 'too-slow')
    await assertRefused(resolveHead(remote.url, remote.options({ fetchTimeoutMs: 500 }), patience()), 'too-slow')
  } finally {
    for (const timer of timers) clearInterval(timer)
  }
})

test('a server that never answers is given up when the signal fires', async () => {
  await using remote = await remoteFixture({ a: 'a' }, { intercept: () => true })
  const controller = new AbortController()
  const reason = new Error('enough')
  const opening = openSnapshot(remote.url, remote.options(), controller.signal)
  while (remote.server.requests.length === 0) await new Promise((resolve) => setImmediate(resolve))
  controller.abort(reason)
  await assert.rejects(opening, (error) => error === reason)
})

test('a repository past the limit is ended, and leaves nothing behind', async () => {
  const { randomBytes } = await import('node:crypto')
  await using remote = await remoteFixture({ 'big.bin': randomBytes(8_000_000), 'a.test.ts': 'a' })
  await using snapshot = await openSnapshot(remote.url, remote.options({ maxRepositoryBytes: 1_000_000 }), patience())
  await assertRefused(textsOf(snapshot), 'repository-too-large', /1000000 bytes/)
  const left = (await readdir(join(remote.folder, 'cache'), { recursive: true })).filter((name) => name.includes('tmp_'))
  assert.deepEqual(left, [])
})

test('redirects to the same server are followed, endless ones are not', async () => {
  const files = manyFiles(5)
  await using remote = await remoteFixture(files, {
    intercept: (request, response) => {
      const url = request.url ?? ''
      if (url.startsWith('/old.git/')) response.writeHead(301, { location: url.replace('/old.git/', '/project.git/') }).end()
      else if (url.startsWith('/loop.git/')) response.writeHead(302, { location: url }).end()
      else if (url.startsWith('/login.git/')) response.writeHead(302, { location: '/login' }).end()
      else return false
      return true
    },
  })
  await using snapshot = await openSnapshot(`${remote.server.origin}/old.git`, remote.options(), patience())
  assert.equal(snapshot.identity.url, `${remote.server.origin}/old.git`, 'it keeps the name it was asked for by')
  assert.deepEqual(await textsOf(snapshot), files)
  await assertRefused(resolveHead(`${remote.server.origin}/loop.git`, remote.options(), patience()), 'too-many-redirects')
  await assertRefused(resolveHead(`${remote.server.origin}/login.git`, remote.options(), patience()), 'not-a-repository')
})

test('a redirect is judged like the address itself', async () => {
  await using other = await remoteFixture({ a: 'a' })
  let location = ''
  await using remote = await remoteFixture(
    { a: 'a' },
    {
      intercept: (_request, response) => {
        response.writeHead(302, { location }).end()
        return true
      },
    },
  )
  const service = '/info/refs?service=git-upload-pack'
  const options = remote.options({ allowedHosts: ['127.0.0.1'] })
  location = `http://localhost:${new URL(other.url).port}/project.git${service}`
  await assertRefused(resolveHead(remote.url, options, patience()), 'host-not-allowed')
  assert.deepEqual(other.server.requests, [], 'the other server is never asked')
  location = `file:///etc/passwd${service}`
  await assertRefused(resolveHead(remote.url, options, patience()), 'protocol-not-allowed')
  location = `http://user:secret@127.0.0.1/a.git${service}`
  await assertRefused(resolveHead(remote.url, options, patience()), 'credentials-in-url')
  // As long as a header may be.
  location = `http://127.0.0.1/${':'.repeat(14_000)}${service}`
  const began = performance.now()
  await assertRefused(resolveHead(remote.url, options, patience()), 'invalid-url')
  assert.ok(performance.now() - began < 5000)
})

test('loopback is refused unless private networks are allowed, and nothing is sent there', async () => {
  await using remote = await remoteFixture({ a: 'a' })
  const port = new URL(remote.url).port
  for (const host of ['127.0.0.1', 'localhost', '[::1]', '0x7f.1']) {
    await assertRefused(
      openSnapshot(`https://${host}:${port}/project.git`, remote.options({ allowPrivateNetworks: false }), patience()),
      'private-network',
      /ALLOW_PRIVATE_NETWORKS/,
    )
  }
  assert.deepEqual(remote.server.requests, [])
})
