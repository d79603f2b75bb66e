/** The commands of docs/operating.md that back up and restore, on the PostgreSQL that this machine has installed. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { it } from 'node:test'
import { promisify } from 'node:util'

import { Client } from 'pg'

import { ROLE_GRANTS } from '../src/postgres/role-grants.ts'
import { findInstalledPostgres, startInstalledPostgres } from './support/installed-postgres.ts'
import { runProgram } from './support/program.ts'
import { openWorkplace, SUMS, TESTIMONY } from './support/testimony.ts'

const run = promisify(execFile)

const bin = findInstalledPostgres((major) => major >= 16)

/** The shell commands of a section, block by block. */
const commandsUnder = async (heading: string): Promise<string[]> => {
  const text = await readFile(join(import.meta.dirname, '../docs/operating.md'), 'utf8')
  const section = text.split(/^## /m).find((each) => each.startsWith(`${heading}\n`)) ?? ''
  return [...section.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, commands = '']) => commands)
}

it(
  'a restored backup answers what was analysed, and each process has its role, as documented',
  {
    skip: bin === undefined ? 'no PostgreSQL from 16 up is installed on this machine with its client programs' : false,
  },
  async () => {
    assert.ok(bin !== undefined)
    const [backUp, restore, ...more] = await commandsUnder('Backup')
    assert.ok(backUp !== undefined && restore !== undefined && more.length === 0)
    await using server = await startInstalledPostgres(bin)
    await using place = await openWorkplace()
    const administer = async (...statements: string[]): Promise<void> => {
      const client = new Client({ connectionString: server.url })
      await client.connect()
      for (const statement of statements) await client.query(statement)
      await client.end()
    }
    const urlOf = (database: string, user = 'owner'): string =>
      Object.assign(new URL(server.url), { username: user, password: 'pass', pathname: `/${database}` }).href
    const testimony = (database: string, ...given: string[]) => place.testimony(given, { DATABASE_URL: urlOf(database) })
    const inShell = (commands: string, database: string) => {
      const PATH = [place.path, bin, process.env['PATH']].join(delimiter)
      return run('sh', ['-euc', commands], { cwd: place.path, env: { PATH, OWNER_URL: urlOf(database) }, timeout: 60_000 })
    }
    await writeFile(join(place.path, 'testimony'), `#!/bin/sh\nexec '${process.execPath}' '${TESTIMONY}' "$@"\n`, { mode: 0o755 })

    await administer(`create role owner login createrole password 'pass'`, 'create database original owner owner')
    const path = await place.repositoryOf(SUMS)
    const migrated = await testimony('original', 'migrate')
    assert.equal(migrated.code, 0, migrated.stderr)
    assert.match((await testimony('original', 'analyze', path)).stderr, /parsed/)
    await inShell(backUp, 'original')
    // As on another server: nothing is left of the database, nor any role.
    await administer('drop database original', `drop role ${Object.keys(ROLE_GRANTS).join(', ')}`, 'create database restored owner owner')
    await inShell(restore, 'restored')

    const again = await testimony('restored', 'analyze', path)
    assert.match(again.stderr, /answered from the store/)
    assert.match(again.stdout, /\b4 tests\b/)
    assert.match((await testimony('restored', 'doctor')).stdout, /each process has its role/)
    await administer(
      `create user enqueue_1 password 'pass' in role testimony_enqueue`,
      `create user retention_1 password 'pass' in role testimony_retention`,
    )
    const sending = { DATABASE_URL: urlOf('restored', 'enqueue_1') }
    const sent = await runProgram('enqueue', { environment: sending, arguments: ['analysis', 'https://example.org/team/project'] })
    assert.match(sent.stderr, /the job waits/)
    const refused = await runProgram('enqueue', {
      environment: { DATABASE_URL: urlOf('restored', 'retention_1') },
      arguments: ['analysis', 'https://example.org/team/project'],
    })
    assert.match(refused.stderr, /may not do this/)
    assert.equal((await runProgram('retention-cleanup', { environment: { DATABASE_URL: urlOf('restored', 'retention_1') } })).code, 0)
    // What was left out of the backup is computed again.
    await writeFile(join(path, 'more.test.ts'), "import { test } from 'vitest'\ntest('more', () => {})\n")
    assert.match((await testimony('restored', 'analyze', path)).stderr, /parsed 2 files \(0 of/)
  },
)
