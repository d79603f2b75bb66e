/** That the fault campaign's checks find what programs have left behind. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { test } from 'node:test'

import { Client } from 'pg'

import { temporaryFolder } from '../src/source/testing/git-fixture.ts'
import type { Places } from './chaos/leaks.ts'
import { verify } from './chaos/verify.ts'
import { openTestDatabase, type TestDatabase } from './support/postgres.ts'

interface Site extends AsyncDisposable {
  database: TestDatabase
  places: Places
  /** What the checks say of this kind. */
  found: (kind: string) => Promise<string[]>
}

const openSite = async (): Promise<Site> => {
  await using opening = new AsyncDisposableStack()
  const folder = opening.use(await temporaryFolder()).path
  const database = opening.use(await openTestDatabase('with queues'))
  const places = { programs: join(folder, 'programs'), temporary: join(folder, 'temporary'), cache: join(folder, 'cache') }
  for (const path of Object.values(places)) await mkdir(path)
  const noWork = { promised: new Set<string>(), tests: new Map<string, number>(), heads: () => [] }
  const stack = opening.move()
  return {
    database,
    places,
    found: async (kind) => (await verify(database.pool, noWork, places)).filter((finding) => finding.startsWith(kind)),
    [Symbol.asyncDispose]: () => stack[Symbol.asyncDispose](),
  }
}

const IDLE = 'setInterval(() => {}, 1000)'

const startIdle = (given: string[], environment: Record<string, string>): AsyncDisposable => {
  const child = spawn(process.execPath, given, { env: environment, stdio: 'ignore' })
  return {
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL')
      await once(child, 'close')
    },
  }
}

const noProcessTable = existsSync('/proc/self/environ') ? false : 'this system has no /proc to find processes by'

test('a git that is left is found by what it was told of temporary files', { skip: noProcessTable }, async () => {
  await using site = await openSite()
  {
    await using _other = startIdle(['--eval', IDLE], { TMPDIR: `${site.places.temporary}-of-others` })
    assert.deepEqual(await site.found('a process is left'), [])
    await using _git = startIdle(['--eval', IDLE], { TMPDIR: site.places.temporary })
    assert.equal((await site.found('a process is left')).length, 1)
  }
  assert.deepEqual(await site.found('a process is left'), [])
})

test('a parser that is left, which has no environment, is found by what it runs', { skip: noProcessTable }, async () => {
  await using site = await openSite()
  const program = join(site.places.programs, 'parser.js')
  await writeFile(program, IDLE)
  await using _parser = startIdle([program], {})
  const found = await site.found('a process is left')
  assert.equal(found.length, 1)
  assert.match(found[0] ?? '', /parser\.js$/)
})

test('a temporary file that is left is found', async () => {
  await using site = await openSite()
  assert.deepEqual(await site.found('a temporary file is left'), [])
  await writeFile(join(site.places.temporary, 'view'), '')
  assert.deepEqual(await site.found('a temporary file is left'), ['a temporary file is left: view'])
})

test('a connection that is left is found', async () => {
  await using site = await openSite()
  const name = `testimony ${process.pid} stayed`
  const client = new Client({ connectionString: site.database.url, application_name: name })
  await client.connect()
  try {
    assert.ok((await site.found('a connection is left')).includes(`a connection is left: ${name}`))
  } finally {
    await client.end()
  }
})

test('what is unfinished in a cache is found, and what belongs there is not', async () => {
  await using site = await openSite()
  const clone = 'aa/bb'
  const unfinished = [
    'locks/aa',
    `${clone}/fetch.lock`,
    `${clone}/users/cc`,
    `${clone}/repository.git/objects/pack/tmp_pack_dd`,
    `${clone}/repository.git/objects/incoming-ee`,
    `${clone}/repository.git/shallow.lock`,
    'aa/trash-ff',
  ]
  for (const path of [...unfinished, `${clone}/used`, `${clone}/repository.git/HEAD`, `${clone}/repository.git/objects/pack/pack-1.pack`]) {
    await mkdir(join(site.places.cache, dirname(path)), { recursive: true })
    await writeFile(join(site.places.cache, path), '')
  }
  assert.deepEqual(
    (await site.found('the cache holds')).toSorted(),
    unfinished.map((path) => `the cache holds something unfinished: ${path}`).toSorted(),
  )
})
