import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, open, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, it } from 'node:test'

import { makeRepository, temporaryFolder } from '../src/source/testing/git-fixture.ts'
import { startGitServer } from '../src/source/testing/git-server.ts'
import { openForFile } from './support/for-file.ts'
import { startHoldingProxy } from './support/holding-proxy.ts'
import { openTestDatabase } from './support/postgres.ts'
import { entryOf, startProgram } from './support/program.ts'
import { openWorkplace, SUMS, TESTIMONY, type Workplace } from './support/testimony.ts'
import { untilFound, waitingForLocks } from './support/until-found.ts'

let place: Workplace
openForFile(openWorkplace, (opened) => (place = opened))

describe('the end of a scan', () => {
  it('is quiet where the reader has seen enough', async () => {
    const tests = Array.from({ length: 400 }, (_, index) => `test('does thing number ${index} of very many', () => {})`).join('\n')
    const files = Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [`f${index}.test.ts`, `import { test } from 'vitest'\n${tests}\n`]),
    )
    const path = await place.repositoryOf({ ...SUMS, ...files })
    const child = spawn(process.execPath, [TESTIMONY, 'scan', path, '--format', 'ndjson'], {
      env: { PATH: process.env['PATH'], ...place.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let stderr = ''
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
    child.stdout.once('data', () => child.stdout.destroy())
    const [code, signal] = await once(child, 'close')
    assert.deepEqual([code, signal, stderr], [0, null, ''])
  })

  it('says so where standard output is on a full disk, of a report as of help', async (context) => {
    if (process.platform !== 'linux') return context.skip('has no /dev/full')
    const full = await open('/dev/full', 'w')
    for (const [program, ...given] of [
      ['testimony', 'scan', await place.repositoryOf(SUMS)],
      ['testimony', '--help'],
      ['testimony', '--version'],
      ['enqueue', 'analysis', '--help'],
      ['enqueue', '--version'],
    ] as const) {
      const child = spawn(process.execPath, [entryOf(program), ...given], {
        env: { PATH: process.env['PATH'], ...place.environment },
        stdio: ['ignore', full.fd, 'pipe'],
      })
      assert.ok(child.stderr)
      const stderr = text(child.stderr)
      const [code] = await once(child, 'close')
      const told = `${program}: standard output can't be written (its disk is full): free some space, or send it elsewhere\n`
      assert.deepEqual([code, await stderr], [2, told], given.join(' '))
    }
    await full.close()
  })

  for (const [name, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    it(`comes at ${name} with ${code}, and leaves no process and no file behind`, async () => {
      await using workplace = await temporaryFolder()
      const root = join(workplace.path, 'repositories')
      await makeRepository(join(root, 'sums'), SUMS)
      await using server = await startGitServer({ root })
      await using proxy = await startHoldingProxy(server.origin)
      // The second request: git has begun to fetch.
      let requests = 0
      const hold = proxy.holdNext(async () => (requests += 1) === 3)
      const temporary = join(workplace.path, 'tmp')
      await mkdir(temporary)
      await using program = startProgram('testimony', {
        environment: { XDG_CACHE_HOME: join(workplace.path, 'cache'), TMPDIR: temporary, ALLOW_PRIVATE_NETWORKS: 'true' },
        arguments: ['scan', `${proxy.origin}/sums`],
      })
      await Promise.race([hold.held, program.exit])
      const askedAt = performance.now()
      program.kill(name)
      const exit = await program.exit
      assert.deepEqual([exit.code, exit.stdout, exit.stderr], [code, '', ''])
      // Less than what ends a command that can't end by itself.
      assert.ok(performance.now() - askedAt < 8_000)
      assert.deepEqual(await readdir(temporary), [])
      if (process.platform === 'linux') assert.deepEqual(await gitProcessesIn(workplace.path), [])
    })
  }
})

describe('the end of migrate', () => {
  it('comes at once when it is told to, whatever PostgreSQL waits for, with nothing half done', async () => {
    await using database = await openTestDatabase('empty')
    const other = await database.pool.connect()
    await other.query('begin; create table repositories (id int)')
    const environment = { ...place.environment, DATABASE_URL: database.url }
    await using program = startProgram('testimony', { environment, arguments: ['migrate'] })
    await program.whileRunning(untilFound(database.pool, waitingForLocks(1)))
    const askedAt = performance.now()
    program.kill('SIGINT')
    const { code, stdout, stderr } = await program.exit
    assert.deepEqual([code, stdout, stderr], [130, '', ''])
    assert.ok(performance.now() - askedAt < 3000)
    await other.query('rollback')
    other.release()
    assert.match((await place.testimony(['migrate'], { DATABASE_URL: database.url })).stderr, /is of this version now/)
  })
})

/** Those that work in this folder, by what the system says of each process. */
const gitProcessesIn = async (path: string): Promise<string[]> => {
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const commands = await Promise.all(
    processes.map(async (pid) => {
      const [command, variables] = await Promise.all(
        ['cmdline', 'environ'].map((name) => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '')),
      )
      return /^[^\0]*\bgit/.test(command ?? '') && `${command}${variables}`.includes(path) ? String(command).replaceAll('\0', ' ') : ''
    }),
  )
  return commands.filter((command) => command !== '')
}
