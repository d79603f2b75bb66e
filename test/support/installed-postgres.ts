/**
 * The PostgreSQL that this machine has installed, of whatever version, with its client programs: what comes along with the
 * package has a server alone.
 */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, globSync } from 'node:fs'
import { chmod, chown, mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { basename, delimiter, dirname, join } from 'node:path'
import { createInterface } from 'node:readline'

import { asServerUser, runToEnd } from '../../src/postgres/embedded/run-to-end.ts'
import { unprivilegedUser } from '../../src/postgres/embedded/server-user.ts'
import { temporaryFolder } from '../../src/source/testing/git-fixture.ts'

const PROGRAMS = ['initdb', 'postgres', 'pg_dump', 'pg_restore']
const PASSWORD = 'installed'

/**
 * The folder of a server's programs and its clients', of one version that suits: the first on the PATH, or the newest where
 * Debian keeps them off it.
 */
export const findInstalledPostgres = (suits: (major: number) => boolean): string | undefined => {
  const offPath = globSync('/usr/lib/postgresql/*/bin').toSorted(
    (one, other) => Number(basename(dirname(other))) - Number(basename(dirname(one))),
  )
  return [...(process.env['PATH'] ?? '').split(delimiter), ...offPath].find((folder) => {
    if (!PROGRAMS.every((program) => existsSync(join(folder, program)))) return false
    const version = execFileSync(join(folder, 'postgres'), ['--version'], { encoding: 'utf8' })
    return suits(Number(/ (\d+)[.]/.exec(version)?.[1]))
  })
}

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('The server has no port')
  return address.port
}

export interface InstalledPostgres extends AsyncDisposable {
  /** Of a superuser, in the database `postgres`. */
  url: string
}

/** Running, with nothing in it but what PostgreSQL brings. */
export const startInstalledPostgres = async (bin: string): Promise<InstalledPostgres> => {
  await using opening = new AsyncDisposableStack()
  const folder = opening.use(await temporaryFolder())
  const user = await unprivilegedUser()
  // The server of root runs as another user, who has to get in.
  await chmod(folder.path, 0o711)
  const data = join(folder.path, 'data')
  const password = join(folder.path, 'password')
  await mkdir(data, { mode: 0o700 })
  await writeFile(password, PASSWORD)
  if (user) for (const path of [data, password]) await chown(path, user.uid, user.gid)
  const login = ['--username=postgres', `--pwfile=${password}`, '--auth=scram-sha-256']
  await runToEnd(join(bin, 'initdb'), ['-D', data, '--encoding=UTF8', '--locale=C', '--no-sync', ...login], { user, folder: data })
  const port = await freePort()
  const settings = { port, listen_addresses: '127.0.0.1', unix_socket_directories: '', fsync: 'off' }
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = spawn(join(bin, 'postgres'), ['-D', data, ...options], {
    ...asServerUser(user, data),
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = once(server, 'exit')
  opening.defer(async () => {
    server.kill('SIGINT')
    await ended
  })
  let isReady = false
  for await (const line of createInterface({ input: server.stderr })) {
    isReady = line.includes('ready to accept connections')
    if (isReady) break
  }
  if (!isReady) throw new Error(`The PostgreSQL of ${bin} does not start`)
  server.stderr.resume()
  const stack = opening.move()
  return { url: `postgres://postgres:${PASSWORD}@127.0.0.1:${port}/postgres`, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}
