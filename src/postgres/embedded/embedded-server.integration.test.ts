import { spawnSync } from 'node:child_process'
import assert from 'node:assert/strict'
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, test } from 'node:test'

import { setUpFile } from '../../../test/support/for-file.ts'
import { openDatabase } from '../open-database.ts'
import { useEmbeddedServer } from './embedded-server.ts'
import { lookUpProcess } from './process-table.ts'
import {
  eventually,
  isGone,
  makeDataFolder,
  postmasterPid,
  query,
  runCommand,
  serverStopped,
  startCommand,
  type DataFolder,
} from './testing/commands.ts'

const signal = AbortSignal.timeout(300_000)

/** Most tests use this one, whose database is made only once. Each leaves it with a stopped server. */
let folder: DataFolder
setUpFile(async (opened) => {
  folder = opened.use(await makeDataFolder())
})
afterEach(() => serverStopped(folder.places))

const supervisorOf = async (): Promise<number> => {
  const pid = await postmasterPid(folder.places)
  assert.ok(pid !== undefined)
  const postmaster = await lookUpProcess(pid)
  assert.ok(postmaster)
  return postmaster.parent
}

const pidOf = async (): Promise<number> => {
  const pid = await postmasterPid(folder.places)
  assert.ok(pid !== undefined)
  return pid
}

const stopped = (pid: number): Promise<boolean> => eventually('the end of the server', () => isGone(pid))

test('DATABASE_URL is used where it is set, and nothing is started', async () => {
  await using database = await openDatabase({
    env: { DATABASE_URL: 'postgres://db.example/x', TESTIMONY_DATA_DIR: '/dev/null/no' },
    signal,
  })
  assert.deepEqual([database.url, database.embedded], ['postgres://db.example/x', false])
})

/** It comes first, while there is no database yet. */
test('three commands that race to be first share what one of them made', async () => {
  const commands = await Promise.all([1, 2, 3].map(() => startCommand(folder.path)))
  const starts = await Promise.all(commands.map(({ url }) => query(url, 'select pg_postmaster_start_time()::text as at')))
  assert.equal(new Set(starts.flat().map(({ at }) => at)).size, 1)
  const names = await readdir(folder.places.home)
  assert.deepEqual(
    names.filter((name) => name.includes('unfinished')),
    [],
  )
  await Promise.all(commands.map((command) => command.kill('SIGKILL')))
})

test('commands that run at the same time share one server, which stops after the last of them', async () => {
  const first = await startCommand(folder.path)
  await query(first.url, 'create table shared as select 42 as answer')
  const pid = await pidOf()
  const second = await startCommand(folder.path)
  await first.kill('SIGTERM')
  assert.deepEqual(await query(second.url, 'select answer from shared'), [{ answer: 42 }])
  assert.equal(await pidOf(), pid)

  const supervisor = await supervisorOf()
  await second.kill('SIGTERM')
  await stopped(pid)
  await stopped(supervisor)
  assert.match(await readFile(folder.places.log, 'utf8'), /database system is shut down/)

  await using third = await startCommand(folder.path)
  assert.deepEqual(await query(third.url, 'select answer from shared'), [{ answer: 42 }])
})

test('a server whose last command is killed stops cleanly all the same', async () => {
  const command = await startCommand(folder.path)
  const pid = await pidOf()
  await command.kill('SIGKILL')
  await stopped(pid)
  assert.equal(await postmasterPid(folder.places), undefined)
})

test('commands that follow each other at once each get a server', async () => {
  for (let turn = 0; turn < 5; turn++) {
    const server = await useEmbeddedServer(folder.path, signal)
    assert.deepEqual(await query(server.url, 'select 1 as one'), [{ one: 1 }])
    await server[Symbol.asyncDispose]()
    // In one turn the server is still up, in the others it stops just now, or has stopped.
    if (turn > 0)
      await eventually('its stop', async () => (turn === 1 ? true : !(await stat(folder.places.control).catch(() => undefined))))
  }
})

test('after a kill of the server and its supervisor the next command finds everything that was committed', async () => {
  const command = await startCommand(folder.path)
  await query(command.url, 'create table kept as select 42 as answer')
  const [pid, supervisor] = [await pidOf(), await supervisorOf()]
  process.kill(supervisor, 'SIGKILL')
  process.kill(pid, 'SIGKILL')
  await command.kill('SIGKILL')
  await stopped(pid)
  await using next = await startCommand(folder.path)
  assert.deepEqual(await query(next.url, 'select answer from kept'), [{ answer: 42 }])
})

test('a server whose supervisor was killed is stopped and started anew by the next command', async () => {
  const command = await startCommand(folder.path)
  const [pid, supervisor] = [await pidOf(), await supervisorOf()]
  await command.kill('SIGKILL')
  process.kill(supervisor, 'SIGKILL')
  await using next = await startCommand(folder.path)
  assert.deepEqual(await query(next.url, 'select 1 as one'), [{ one: 1 }])
  assert.notEqual(await pidOf(), pid)
})

test('a command that is running gets its server back after the server is killed', async () => {
  await using server = await useEmbeddedServer(folder.path, signal)
  const pid = await pidOf()
  process.kill(pid, 'SIGKILL')
  await stopped(pid)
  const answer = await eventually('a new server', () => query(server.url, 'select 1 as one').catch(() => undefined))
  assert.deepEqual(answer, [{ one: 1 }])
  assert.notEqual(await pidOf(), pid)
})

test('locks of a killed server whose number another program has now keep nobody out', async () => {
  assert.equal((await runCommand(folder.path)).code, 0)
  await serverStopped(folder.places)
  const data = join(folder.places.cluster, 'data')
  // This test's own process stands for the program that has the number now.
  const lock = [process.pid, data, 1_700_000_000, 5432, folder.places.sockets, '', '  1234567         0', 'ready   ', ''].join('\n')
  await writeFile(join(data, 'postmaster.pid'), lock)
  await writeFile(join(folder.places.sockets ?? '', '.s.PGSQL.5432.lock'), lock)
  await using command = await startCommand(folder.path)
  assert.deepEqual(await query(command.url, 'select 1 as one'), [{ one: 1 }])
})

test('what a killed first start left half made is no hindrance, and is removed by the next', async () => {
  await using fresh = await makeDataFolder()
  await using other = await startCommand(folder.path)
  assert.ok(other.url)
  const { pid: ended } = spawnSync(process.execPath, ['--version'])
  const unfinished = join(fresh.places.home, `cluster.unfinished-${ended}-${Date.now()}`)
  // Its number is another program's by now.
  const older = join(fresh.places.home, `cluster.unfinished-${process.pid}-${Date.now() - 3_600_000}`)
  const ofOthers = [`postgresql-0.unfinished-${await supervisorOf()}-1`, `postgresql-0.unfinished-${process.pid}-${Date.now()}`]
  for (const path of [older, ...ofOthers.map((name) => join(fresh.places.home, name))]) await mkdir(path, { recursive: true })
  await mkdir(join(unfinished, 'data'), { recursive: true })
  await writeFile(join(unfinished, 'data', 'PG_VERSION'), '18\n')
  await using command = await startCommand(fresh.path)
  assert.deepEqual(await query(command.url, 'select 1 as one'), [{ one: 1 }])
  const left = (await readdir(fresh.places.home)).filter((name) => name.includes('unfinished'))
  assert.deepEqual(left.toSorted(), ofOthers.toSorted(), 'but for what a supervisor that lives makes, or another program just now')
})

test('nobody is let in without the password, and the files that hold it are closed to others', async () => {
  await using command = await startCommand(folder.path)
  const wrong = new URL(command.url)
  wrong.password = 'guessed'
  await assert.rejects(query(wrong.href, 'select 1'), { code: '28P01' })
  const modeOf = async (path: string): Promise<number> => (await stat(path)).mode & 0o777
  assert.equal(await modeOf(join(folder.places.cluster, 'password')), 0o600)
  assert.equal(await modeOf(join(folder.places.cluster, 'data')), 0o700)
  assert.equal(await modeOf(folder.places.sockets ?? ''), 0o700)
  assert.equal(await modeOf(folder.places.control), 0o600)
  assert.deepEqual(await query(command.url, 'show listen_addresses'), [{ listen_addresses: '' }])
})

test('the server has none of the secrets of the command that started it', async (context) => {
  if (process.platform !== 'linux') return context.skip('reads /proc')
  await using command = await startCommand(folder.path, { env: { ENCRYPTION_KEY: 'a-secret-of-the-command' } })
  assert.ok(command.url)
  for (const pid of [await pidOf(), await supervisorOf()]) {
    assert.doesNotMatch(await readFile(`/proc/${pid}/environ`, 'utf8'), /a-secret-of-the-command/)
  }
})
