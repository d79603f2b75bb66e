import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { chmod, chown, cp, mkdir, mkdtemp, readdir, readlink, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, test } from 'node:test'
import { promisify } from 'node:util'

import { setUpFile } from '../../../test/support/for-file.ts'
import type { DatabaseError } from '../database-error.ts'
import { ensureCluster } from './cluster.ts'
import { useEmbeddedServer } from './embedded-server.ts'
import { embeddedPackageFolder, ensureInstallation } from './installation.ts'
import { placesOf } from './places.ts'
import { startPostmaster } from './postmaster.ts'
import { embeddedFault } from './run-to-end.ts'
import { runsAsRoot, unprivilegedUser } from './server-user.ts'
import { makeDataFolder, query, runCommand, serverStopped, startCommand, type DataFolder } from './testing/commands.ts'

const run = promisify(execFile)
const signal = AbortSignal.timeout(300_000)

let folder: DataFolder
setUpFile(async (opened) => {
  folder = opened.use(await makeDataFolder())
  assert.equal((await runCommand(folder.path)).code, 0)
})
afterEach(() => serverStopped(folder.places))

test('a database of another major version is left alone and told plainly', async () => {
  const version = join(folder.places.cluster, 'data', 'PG_VERSION')
  await serverStopped(folder.places)
  await writeFile(version, '17\n')
  try {
    await assert.rejects(useEmbeddedServer(folder.path, signal), {
      code: 'embedded-other-major',
      message: /cluster is of PostgreSQL 17 and this program brings PostgreSQL 18: move the folder away/,
    })
  } finally {
    await writeFile(version, '18\n')
  }
})

test('a database that lacks its files is told plainly, and never replaced by an empty one', async () => {
  const data = join(folder.places.cluster, 'data')
  await serverStopped(folder.places)
  await rename(data, `${data}.away`)
  try {
    await assert.rejects(useEmbeddedServer(folder.path, signal), { code: 'embedded-broken', message: /lacks files: restore them/ })
  } finally {
    await rename(`${data}.away`, data)
  }
})

test('a data folder that is a file is told plainly', async () => {
  const path = join(folder.path, 'a-file')
  await writeFile(path, '')
  await assert.rejects(useEmbeddedServer(path, signal), { code: 'embedded-broken', message: /ENOTDIR.*set DATABASE_URL/ })
})

test('a data folder that may not be written is told with what names another one', () => {
  for (const said of [
    new Error("EACCES: permission denied, mkdir '/srv/data'"),
    'initdb: error: could not create directory: Permission denied',
  ])
    assert.equal(
      embeddedFault('starting', said).told.mend,
      'set TESTIMONY_DATA_DIR to a folder that you may write, or set DATABASE_URL to use another one',
    )
})

test('what could not be done is told in the words of the system, whole, and apart from what to do', async () => {
  const path = join(folder.path, 'another-file')
  await writeFile(path, '')
  const asked = useEmbeddedServer(path, signal)
  await assert.rejects(asked, (error: DatabaseError) => {
    assert.match(error.told.what, /^The embedded PostgreSQL failed while starting \(ENOTDIR: not a directory, mkdir '[^']*'\)$/)
    assert.equal(error.told.mend, 'mend that, or set DATABASE_URL to use another one')
    return true
  })
})

test('a database without its control file is told in a whole sentence', async () => {
  const control = join(folder.places.cluster, 'data', 'global', 'pg_control')
  await serverStopped(folder.places)
  await rename(control, `${control}.away`)
  try {
    await assert.rejects(useEmbeddedServer(folder.path, signal), {
      message: /\(postgres: could not find the database system .* but could not open file/,
    })
  } finally {
    await rename(`${control}.away`, control)
  }
})

test('what PostgreSQL says against its settings is told in one line', async () => {
  const settings = join(folder.places.cluster, 'data', 'postgresql.auto.conf')
  await serverStopped(folder.places)
  await writeFile(settings, 'no_such_setting = 1\n')
  try {
    await assert.rejects(useEmbeddedServer(folder.path, signal), {
      code: 'embedded-broken',
      message: /^[^\n]*no_such_setting[^\n]*$|^[^\n]*contains errors[^\n]*$/,
    })
  } finally {
    await writeFile(settings, '')
  }
})

test('a data folder whose path is longer than a socket may have works', async () => {
  const parent = await mkdtemp('/tmp/testimony-long-')
  await chmod(parent, 0o711)
  try {
    await mkdir(join(parent, 'x'.repeat(120)), { mode: 0o711 })
    await using long = await makeDataFolder(join(parent, 'x'.repeat(120)))
    await using command = await startCommand(long.path)
    assert.ok(long.places.runtime !== join(long.places.home, 'run'))
    assert.deepEqual(await query(command.url, 'select 1 as one'), [{ one: 1 }])
  } finally {
    await rm(parent, { recursive: true })
  }
})

test('a data folder that only root may enter is opened for the server, and shows others nothing', async (context) => {
  if (!runsAsRoot()) return context.skip('only root has to')
  assert.ok(folder.places.home.startsWith(folder.path))
  assert.equal((await stat(folder.path)).mode & 0o777, 0o701)
})

test('root keeps the data of a folder inside one that only root may enter where the server can reach it', async (context) => {
  if (!runsAsRoot()) return context.skip('only root has to')
  const closed = await mkdtemp('/tmp/testimony-closed-')
  const places = await placesOf(join(closed, 'data'))
  try {
    assert.match(places.home, /^\/var\/lib\/testimony\//)
    await using command = await startCommand(join(closed, 'data'))
    assert.deepEqual(await query(command.url, 'select 1 as one'), [{ one: 1 }])
    assert.deepEqual(await readdir(closed), [])
  } finally {
    await serverStopped(places)
    await rm(dirname(places.home), { recursive: true, maxRetries: 5 })
    await rm(closed, { recursive: true })
  }
})

test('another user of the machine can reach neither the server nor its supervisor', async (context) => {
  if (!runsAsRoot()) return context.skip('only root can become another user')
  const user = await unprivilegedUser()
  assert.ok(user)
  await using command = await startCommand(folder.path)
  assert.ok(command.url)
  const connect = `require('node:net').connect(process.argv[1]).on('error', (error) => console.log(error.code)).on('connect', () => console.log('connected'))`
  const stranger = { uid: user.uid - 1, gid: user.gid - 1, cwd: '/', env: {} }
  for (const path of [folder.places.control, join(folder.places.sockets ?? '', '.s.PGSQL.5432')]) {
    const { stdout } = await run(process.execPath, ['-e', connect, path], stranger).catch(() => ({ stdout: 'node is closed to others' }))
    if (stdout === 'node is closed to others') return context.skip(stdout)
    assert.equal(stdout.trim(), 'EACCES')
  }
})

test('a folder that somebody else made in the place of our sockets is refused', async (context) => {
  if (!runsAsRoot()) return context.skip('only root can give a folder to another user')
  const long = `/tmp/${'y'.repeat(120)}`
  const { runtime } = await placesOf(long)
  await mkdir(runtime)
  try {
    await chown(runtime, 4242, 4242)
    await assert.rejects(useEmbeddedServer(long, signal), { code: 'embedded-not-ours', message: /belongs to another user/ })
    await chown(runtime, 0, 0)
    await chmod(runtime, 0o777)
    await assert.rejects(useEmbeddedServer(long, signal), { code: 'embedded-not-ours' })
  } finally {
    await rmdir(runtime)
  }
})

test('a full disk is told as what it is', async (context) => {
  if (!runsAsRoot() || process.platform !== 'linux') return context.skip('only root can mount a small disk')
  const disk = await mkdtemp('/tmp/testimony-small-disk-')
  try {
    await run('mount', ['-t', 'tmpfs', '-o', 'size=70m,mode=0711', 'tmpfs', disk])
  } catch {
    await rmdir(disk)
    return context.skip('mounting is not allowed here')
  }
  try {
    // The programs fit, the database does not.
    await assert.rejects(useEmbeddedServer(disk, signal), { code: 'database-disk-full', message: /disk is full.*free some space/ })
    assert.deepEqual(
      (await readdir(join(disk, 'postgresql'))).filter((name) => name.startsWith('cluster')),
      [],
    )
    await run('mount', ['-o', 'remount,size=20m', disk]).catch(() => {})
    await rm(join(disk, 'postgresql'), { recursive: true })
    await run('mount', ['-o', 'remount,size=20m', disk])
    await assert.rejects(useEmbeddedServer(disk, signal), { code: 'database-disk-full' })
  } finally {
    await run('umount', [disk])
    await rmdir(disk)
  }
})

test('a package whose install script never ran works, and one that the server could not read', async () => {
  const bare = await mkdtemp('/tmp/testimony-package-')
  try {
    const links = new Set<string>()
    const source = embeddedPackageFolder()
    await cp(source, bare, {
      recursive: true,
      verbatimSymlinks: true,
      filter: async (path) => {
        const isLink = await readlink(path).then(
          () => true,
          () => false,
        )
        if (isLink) links.add(path)
        return !isLink
      },
    })
    await run('chmod', ['-R', 'go=', bare])
    const home = join(bare, 'home')
    await mkdir(home)
    const installation = await ensureInstallation(home, bare)
    await run('chmod', ['a+x', bare, home])
    const user = await unprivilegedUser()
    const { stdout } = await run(join(installation.folder, 'bin', 'postgres'), ['--version'], { ...user, env: {}, cwd: '/' })
    assert.match(stdout, /PostgreSQL\) 18/)
    assert.deepEqual(await ensureInstallation(home, bare), installation)
  } finally {
    await rm(bare, { recursive: true })
  }
})

test('where there are no unix sockets it listens on this machine alone and asks for the password', async () => {
  await serverStopped(folder.places)
  const places = { ...folder.places, sockets: null }
  const installation = await ensureInstallation(places.home)
  const cluster = await ensureCluster(places, installation)
  const server = await startPostmaster(places, installation, cluster)
  try {
    assert.match(server.url, /^postgres:\/\/testimony:[\w-]{32}@127\.0\.0\.1:\d+\/testimony$/)
    assert.deepEqual(await query(server.url, 'show listen_addresses'), [{ listen_addresses: '127.0.0.1' }])
    const wrong = new URL(server.url)
    wrong.password = 'guessed'
    await assert.rejects(query(wrong.href, 'select 1'), { code: '28P01' })
  } finally {
    await server.stop()
  }
})
