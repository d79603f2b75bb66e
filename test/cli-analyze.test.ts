import assert from 'node:assert/strict'
import { appendFile, copyFile, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it } from 'node:test'

import { Client } from 'pg'

import type { InventoryJson } from '../src/index.ts'
import { useEmbeddedServer } from '../src/postgres/embedded/embedded-server.ts'
import { placesOf } from '../src/postgres/embedded/places.ts'
import { postmasterPid, serverStopped } from '../src/postgres/embedded/testing/commands.ts'
import { commitFiles, git } from '../src/source/testing/git-fixture.ts'
import { setUpFile } from './support/for-file.ts'
import { openTestDatabase, type TestDatabase } from './support/postgres.ts'
import { startProgram } from './support/program.ts'
import { assertFault, openWorkplace, SUMS, type Workplace } from './support/testimony.ts'
import { untilFound, waitingForLocks } from './support/until-found.ts'

const OTHER = "import { test } from 'vitest'\ntest('another', () => {})\n"

let place: Workplace
let database: TestDatabase
setUpFile(async (opened) => {
  place = opened.use(await openWorkplace())
  database = opened.use(await openTestDatabase('empty'))
})

const onDatabase = (): Record<string, string> => ({ DATABASE_URL: database.url })

describe('migrate', () => {
  it('is asked for by a database that has no tables', async () => {
    assertFault(await place.testimony(['analyze', await place.repositoryOf(SUMS)], onDatabase()), 2, /testimony migrate/)
  })

  it('brings a database to this version, once', async () => {
    const first = await place.testimony(['migrate'], onDatabase())
    assert.equal(first.code, 0, first.stderr)
    assert.match(first.stderr, /of this version now: 0001/)
    assert.match((await place.testimony(['migrate'], onDatabase())).stderr, /of this version already/)
  })
})

describe('analyze', () => {
  it('gives what scan gives, and answers the same commit from the store, also after one that failed', async () => {
    const path = await place.repositoryOf(SUMS)
    const first = await place.testimony(['analyze', path, '--format', 'json'], onDatabase())
    assert.equal(first.code, 0, first.stderr)
    assert.match(
      first.stderr,
      /parsed 1 file \(tests and what they import\), 0 of 1 that may hold tests known from before, stored 1 new file inventory/,
    )
    assertFault(await place.testimony(['analyze', path, '--ref', 'no-such-branch'], onDatabase()), 4, /no-such-branch/)
    const second = await place.testimony(['analyze', path, '--format', 'json'], onDatabase())
    assert.match(second.stderr, /answered from the store/)
    assert.equal(second.stdout, first.stdout)
    assert.equal((await place.testimony(['scan', path, '--format', 'json'])).stdout, first.stdout)
  })

  it('learns nothing of a file from a repository that has another content in its place', async () => {
    const honest = await place.repositoryOf({ 'honest.test.ts': OTHER })
    const hostile = await place.repositoryOf({ 'honest.test.ts': OTHER, 'forged.test.ts': OTHER.replace('another', 'forged') })
    const fileOf = async (path: string): Promise<string> => {
      const id = await git(hostile, 'rev-parse', `HEAD:${path}`)
      return join(hostile, '.git', 'objects', id.slice(0, 2), id.slice(2))
    }
    const inPlaceOf = await fileOf('honest.test.ts')
    await rm(inPlaceOf)
    await copyFile(await fileOf('forged.test.ts'), inPlaceOf)
    const deceived = await place.testimony(['analyze', join(hostile, '.git'), '--format', 'json'], onDatabase())
    assert.match(deceived.stdout, /"corrupt-object"/)
    const { stdout } = await place.testimony(['analyze', honest, '--format', 'json'], onDatabase())
    assert.match(stdout, /"name":\s*"another"/)
    assert.doesNotMatch(stdout, /forged/)
  })

  it('reads only what a new commit has changed, and says how much that was', async () => {
    const path = await place.repositoryOf({ ...SUMS, 'other.test.ts': OTHER })
    await place.testimony(['analyze', path], onDatabase())
    await commitFiles(path, { 'other.test.ts': `${OTHER}test('one more', () => {})\n` })
    const { stderr, stdout } = await place.testimony(['analyze', path, '--format', 'json'], onDatabase())
    assert.match(stderr, /parsed 1 file .*, 1 of 2 that may hold tests known from before, stored 1 new file inventory/)
    const inventory: InventoryJson = JSON.parse(stdout)
    assert.equal(inventory.totals.tests, 6)
  })

  it('reads again what was left out under a lower limit', async () => {
    const path = await place.repositoryOf(SUMS)
    const limited = await place.testimony(['analyze', path, '--max-file-size', '1B', '--format', 'json'], onDatabase())
    assert.equal(limited.code, 3, limited.stderr)
    const whole = await place.testimony(['analyze', path, '--format', 'json'], onDatabase())
    assert.equal(whole.code, 0, whole.stderr)
    const { totals, diagnostics }: InventoryJson = JSON.parse(whole.stdout)
    assert.deepEqual([totals.tests, diagnostics], [4, []])
    const again = await place.testimony(['analyze', path, '--max-file-size', '1B', '--format', 'json'], onDatabase())
    assert.match(again.stderr, /answered from the store/)
    assert.equal(again.stdout, limited.stdout)
  })

  it('analyses changes that are not committed', async () => {
    const path = await place.repositoryOf(SUMS)
    await appendFile(join(path, 'sums.test.ts'), "test('not committed', () => {})\n")
    const first = await place.testimony(['analyze', path, '--format', 'ndjson'], onDatabase())
    assert.match(first.stdout, /not committed/)
    assert.match((await place.testimony(['analyze', path, '--format', 'ndjson'], onDatabase())).stderr, /answered from the store/)
  })

  it('tells a syntax error again when it answers from the store, with the same exit code', async () => {
    const path = await place.repositoryOf({ ...SUMS, 'broken.test.ts': "import { test } from 'vitest'\ntest('x', () => {\n  const = ;\n" })
    for (const how of [/parsed/, /answered from the store/]) {
      const exit = await place.testimony(['analyze', path], onDatabase())
      assert.match(exit.stderr, how)
      assert.match(exit.stderr, /broken\.test\.ts/)
      assert.equal(exit.code, 3)
    }
  })

  it('says what is wrong with a database that is down, of another password or of a newer version', async () => {
    const path = await place.repositoryOf(SUMS)
    assertFault(await place.testimony(['analyze', path], { DATABASE_URL: 'postgres://127.0.0.1:1/none' }), 2, /does not answer/)
    const wrong = new URL(database.url)
    wrong.password = 'hunter2secret'
    const refused = await place.testimony(['analyze', path], { DATABASE_URL: wrong.href })
    assertFault(refused, 2, /refuses this user or password/)
    assert.doesNotMatch(refused.stderr, /hunter2secret/)
    await using newer = await openTestDatabase()
    await newer.pool.query("insert into testimony_migrations (name, timestamp) values ('9999-from-the-future', 'now')")
    for (const command of [['analyze', path], ['migrate']]) {
      assertFault(await place.testimony(command, { DATABASE_URL: newer.url }), 2, /newer version/)
    }
  })
})

describe('analyze with the PostgreSQL that comes along', () => {
  it('makes its database at the first use, and shares it between commands at the same time', async () => {
    const path = await place.repositoryOf(SUMS)
    const first = await place.testimony(['analyze', path, '--format', 'json'])
    assert.equal(first.code, 0, first.stderr)
    const others = await Promise.all([1, 2].map(() => place.testimony(['analyze', path, '--format', 'json'])))
    for (const other of others) assert.deepEqual([other.code, other.stdout], [0, first.stdout])
  })

  it('is what doctor finds in order', async () => {
    const exit = await place.testimony(['doctor'])
    assert.equal(exit.code, 0, exit.stdout)
    assert.match(exit.stdout, /PostgreSQL \d+\.\d+ answers/)
    const down = await place.testimony(['doctor'], {
      DATABASE_URL: 'postgres://someone:hunter2secret@127.0.0.1:1/none',
      ALLOW_PRIVATE_NETWORKS: 'maybe',
      SPEC_PRICE_INPUT: 'cheap',
    })
    assert.equal(down.code, 2)
    assert.match(down.stdout, /✗ PostgreSQL +The database does not answer\n +→ check that PostgreSQL runs/)
    assert.match(down.stdout, /✗ Configuration +ALLOW_PRIVATE_NETWORKS must be true or false/)
    assert.match(down.stdout, /✗ +SPEC_PRICE_INPUT must be a price/)
    assert.doesNotMatch(down.stdout, /hunter2secret/)
  })

  it('is told by doctor with all that PostgreSQL says where it does not start, and apart from it what to do', async () => {
    const places = await placesOf(String(place.environment['TESTIMONY_DATA_DIR']))
    const settings = join(places.cluster, 'data', 'postgresql.auto.conf')
    const before = await readFile(settings, 'utf8')
    await serverStopped(places)
    await writeFile(settings, 'no_such_setting = 1\n')
    try {
      const { stdout } = await place.testimony(['doctor'])
      const told =
        /✗ +The embedded PostgreSQL failed while starting in [^\n]* \([^\n]*FATAL: +configuration file [^\n]*\)\n +→ mend that, or set DATABASE_URL/
      assert.match(stdout, told)
    } finally {
      await writeFile(settings, before)
    }
  })

  it('is told to be run again where its server was ended, and nothing of a DATABASE_URL', async () => {
    const data = String(place.environment['TESTIMONY_DATA_DIR'])
    await using server = await useEmbeddedServer(data, AbortSignal.timeout(60_000))
    const client = new Client({ connectionString: server.url })
    client.on('error', () => {})
    await client.connect()
    await client.query('begin; lock table analyses in access exclusive mode')
    const given = { environment: place.environment, arguments: ['analyze', await place.repositoryOf(SUMS)] }
    await using program = startProgram('testimony', given)
    await program.whileRunning(untilFound(client, waitingForLocks(1)))
    process.kill(Number(await postmasterPid(await placesOf(data))), 'SIGKILL')
    assertFault(await program.exit, 2, /^testimony: The embedded PostgreSQL was ended: run this again\n$/)
  })
})

describe('up', () => {
  it('changes nothing in a database of DATABASE_URL, and says what has to be done', async () => {
    await using empty = await openTestDatabase('empty')
    const exit = await place.testimony(['up'], { DATABASE_URL: empty.url })
    assert.equal(exit.code, 2)
    assert.match(exit.stderr, /^testimony: [^\n]*testimony migrate[^\n]*\n$/)
    assert.equal((await empty.pool.query("select from pg_tables where schemaname = 'public'")).rowCount, 0)
  })

  it('runs an analyzer and a spec generator, starts one again when it is killed, and ends everything at a signal', async () => {
    await using up = startProgram('testimony', { environment: place.environment, arguments: ['up', '--json'] })
    for (const service of ['analyzer', 'spec-generator']) await up.untilLogged('Ready', { service })
    const { pid } = await up.untilLogged(/^started as process/, { process: 'analyzer' })
    process.kill(Number(pid), 'SIGKILL')
    await up.untilLogged(/^ended by signal SIGKILL; it is started again in 1 s/, { process: 'analyzer' })
    await up.untilLogged(new RegExp(`^started as process (?!${String(pid)}$)`), { process: 'analyzer' })
    up.kill('SIGTERM')
    const exit = await up.exit
    assert.equal(exit.code, 143)
    for (const name of ['analyzer', 'spec-generator']) assert.match(exit.stdout, new RegExp(`"process":"${name}","kind":"stopped"`))
    const key = join(String(place.environment['TESTIMONY_DATA_DIR']), 'encryption-key')
    assert.equal((await stat(key)).mode & 0o777, 0o600)
    assert.equal(Buffer.from(await readFile(key, 'utf8'), 'base64').length, 32)
  })

  it('ends everything where one of its processes can not run as it is configured', async () => {
    const exit = await place.testimony(['up', '--json'], { SPEC_CONCURRENCY: 'many' })
    assert.equal(exit.code, 2)
    assert.match(exit.stderr, /^testimony: the spec-generator can not run as it is configured: its last lines say why$/m)
    assert.match(exit.stdout, /SPEC_CONCURRENCY must be a whole number/)
    assert.match(exit.stdout, /"process":"analyzer","kind":"stopped"/)
  })
})
