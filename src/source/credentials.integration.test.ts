import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { test } from 'node:test'
import { inspect } from 'node:util'

import { openSnapshot, resolveHead } from './open-snapshot.ts'
import { SourceError } from './source-error.ts'
import { assertRefused, patience, textsOf } from './testing/read-snapshot.ts'
import { remoteFixture } from './testing/remote-fixture.ts'

test('credentials reach the host asked for, and no host that it redirects to', async () => {
  await using other = await remoteFixture({ a: 'a' })
  const expected = `Basic ${Buffer.from('ada:s3cret').toString('base64')}`
  let redirect = false
  await using remote = await remoteFixture(
    { 'a.test.ts': 'private' },
    {
      intercept: (request, response) => {
        if (redirect) response.writeHead(302, { location: `${other.server.origin}/project.git/info/refs?service=git-upload-pack` }).end()
        else if (request.headers.authorization !== expected) response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end()
        else return false
        return true
      },
    },
  )
  await assertRefused(openSnapshot(remote.url, remote.options(), patience()), 'no-access', /testimony token add/)
  const asked: string[] = []
  const options = remote.options({
    credentials: ({ href }) => {
      asked.push(href)
      return Promise.resolve({ username: 'ada', password: 's3cret' })
    },
  })
  await using snapshot = await openSnapshot(remote.url, options, patience())
  assert.deepEqual(await textsOf(snapshot), { 'a.test.ts': 'private' })
  assert.deepEqual(asked, [remote.url])
  redirect = true
  await resolveHead(remote.url, options, patience())
  assert.ok(other.server.headers.length > 0, 'the redirect was followed')
  assert.deepEqual(
    other.server.headers.map(({ authorization }) => authorization),
    other.server.headers.map(() => undefined),
  )
})

test('credentials stay where a redirect leads on within the same host, and are not looked up again', async () => {
  const expected = `Basic ${Buffer.from('ada:s3cret').toString('base64')}`
  await using remote = await remoteFixture(
    { 'a.test.ts': 'private' },
    {
      intercept: (request, response) => {
        const url = request.url ?? ''
        if (request.headers.authorization !== expected) response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end()
        else if (url.startsWith('/old.git/')) response.writeHead(301, { location: url.replace('/old.git/', '/project.git/') }).end()
        else return false
        return true
      },
    },
  )
  const asked: string[] = []
  const options = remote.options({
    credentials: ({ href }) => {
      asked.push(href)
      return Promise.resolve({ username: 'ada', password: 's3cret' })
    },
  })
  const url = `${remote.server.origin}/old.git`
  await using snapshot = await openSnapshot(url, options, patience())
  assert.deepEqual(await textsOf(snapshot), { 'a.test.ts': 'private' })
  assert.deepEqual(asked, [url])
})

test('credentials are not even looked up for an address that is not read', async () => {
  await using remote = await remoteFixture({ a: 'a' })
  const credentials = (): never => assert.fail('looked up')
  const url = `https://127.0.0.1:${new URL(remote.url).port}/project.git`
  await assertRefused(resolveHead(url, remote.options({ allowPrivateNetworks: false, credentials }), patience()), 'private-network')
})

test('what a server says again of the credentials is in no fault', async () => {
  const [username, password] = ['ada', 's3cret-t0ken']
  const encoded = Buffer.from(`${username}:${password}`).toString('base64')
  let answer: (response: ServerResponse) => void = () => {}
  await using remote = await remoteFixture(
    { a: 'a' },
    {
      intercept: (_request, response) => {
        answer(response)
        return true
      },
    },
  )
  const options = remote.options({ credentials: () => Promise.resolve({ username, password }) })
  const says = (words: string) => (response: ServerResponse) => {
    response.setHeader('content-type', 'application/x-git-upload-pack-advertisement')
    const line = `ERR you showed ${words}`
    response.end(`001e# service=git-upload-pack\n0000${(line.length + 4).toString(16).padStart(4, '0')}${line}`)
  }
  const leadsTo = (location: string) => (response: ServerResponse) => void response.writeHead(302, { location }).end()
  const service = '/info/refs?service=git-upload-pack'
  for (const repeat of [
    says(password),
    says(encoded),
    leadsTo(`ftp://${password}/x${service}`),
    leadsTo(`${remote.server.origin}/${password}/${encoded}`),
    leadsTo(`${remote.server.origin}/${password}${service}`),
    leadsTo(`http://${password}.invalid/x${service}`),
  ]) {
    answer = repeat
    await assert.rejects(resolveHead(remote.url, options, patience()), (error) => {
      assert.ok(error instanceof SourceError)
      for (const secret of [password, encoded]) assert.ok(!inspect(error, { depth: 9 }).includes(secret), error.message)
      return true
    })
  }
})
