/** How programs start: with a wrong configuration, without a database, on a database of another version. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'

import { ENCRYPTION_KEY, openAnalysisSite, type AnalysisSite } from './support/analysis-site.ts'
import { openTestDatabase } from './support/postgres.ts'
import { runProgram, startProgram } from './support/program.ts'
import { openToldCpu } from './support/told-cpu.ts'

const nonEmptyLines = (text: string): string[] => text.split('\n').filter((line) => line !== '')

describe('a program with a faulty configuration', () => {
  const SECRET = 'hunter2-is-the-password'

  it('ends after less than a second of work with code 2, names every fault in one message and shows no secret', async () => {
    const environment = {
      DATABASE_URL: `mysql://root:${SECRET}@db/testimony`,
      ENCRYPTION_KEY: Buffer.from(SECRET).toString('base64'),
      ANALYZER_CONCURRENCY: 'many',
      ANALYZER_JOB_TIMEOUT: '15',
      SHUTDOWN_TIMEOUT: 'soon',
    }
    await using cpu = await openToldCpu()
    const { code, stdout, stderr } = await runProgram('analyzer', { environment: { ...environment, ...cpu.environment } })
    assert.equal(code, 2)
    const seconds = await cpu.seconds()
    assert.ok(seconds > 0 && seconds < 1, `it took ${seconds} s of a processor`)
    assert.equal(stdout, '')
    const [first, ...faults] = nonEmptyLines(stderr)
    assert.equal(first, 'analyzer: The configuration has 5 faults:')
    assert.deepEqual(
      faults.map((line) => line.trim().split(' ')[0]),
      ['DATABASE_URL', 'ENCRYPTION_KEY', 'ANALYZER_CONCURRENCY', 'ANALYZER_JOB_TIMEOUT', 'SHUTDOWN_TIMEOUT'],
    )
    assert.doesNotMatch(stderr, new RegExp(`${SECRET}|${Buffer.from(SECRET).toString('base64')}`))
  })

  it('asks only for what the program itself needs', async () => {
    const { code, stderr } = await runProgram('enqueue', { arguments: ['analysis', 'https://example.org/team/project'] })
    assert.equal(code, 2)
    assert.match(stderr, /^enqueue: The configuration has a fault:\n {2}DATABASE_URL is required/)
    assert.doesNotMatch(stderr, /ENCRYPTION_KEY/)
  })

  it('is helped without any configuration', async () => {
    const { code, stdout } = await runProgram('enqueue', { arguments: ['--help'] })
    assert.equal(code, 0)
    assert.match(stdout, /Usage: enqueue/)
  })

  it('ends in a line where a user without a home has no folder for what it keeps, and starts where it keeps nothing', async () => {
    const environment = { HOME: '', XDG_CACHE_HOME: '' }
    const analyzer = await runProgram('analyzer', {
      environment: { ...environment, DATABASE_URL: 'postgres://127.0.0.1:1/x', ENCRYPTION_KEY },
    })
    assert.equal(analyzer.code, 2)
    assert.match(analyzer.stderr, /^analyzer: this user has no home folder: set HOME [^\n]*\n$/)
    const enqueue = await runProgram('enqueue', { environment, arguments: ['--help'] })
    assert.equal(enqueue.code, 0)
    assert.equal(enqueue.stderr, '')
  })

  it('is told wrong arguments with code 2', async () => {
    for (const given of [[], ['analysis'], ['nonsense'], ['analysis', 'https://example.org/a/b', '--priority', '--scheduled']]) {
      const { code, stdout, stderr } = await runProgram('enqueue', { arguments: given })
      assert.equal(code, 2, given.join(' '))
      assert.equal(stdout, '')
      assert.notEqual(stderr, '')
      if (given.length > 0) assert.match(stderr, /^enqueue: [^\n]+ \(--help shows what there is\)\n$/)
    }
  })
})

describe('a program without the database it needs', () => {
  const oneLineOf = async (environment: Record<string, string>): Promise<string> => {
    const { code, stdout, stderr } = await runProgram('analyzer', { environment: { ENCRYPTION_KEY, ...environment } })
    assert.equal(code, 1)
    assert.equal(stdout, '')
    const lines = nonEmptyLines(stderr)
    assert.equal(lines.length, 1, stderr)
    return lines[0] ?? ''
  }

  it('says in one line that the database does not answer, and not its password', async () => {
    const line = await oneLineOf({ DATABASE_URL: 'postgres://app:hunter2@127.0.0.1:1/testimony' })
    assert.match(line, /^analyzer: The database does not answer/)
    assert.doesNotMatch(line, /hunter2/)
  })

  it('ends with 2 where a person runs it by hand, as the command line does', async () => {
    const environment = { DATABASE_URL: 'postgres://app:hunter2@127.0.0.1:1/testimony' }
    const { code, stdout, stderr } = await runProgram('enqueue', {
      environment,
      arguments: ['analysis', 'https://example.org/team/project'],
    })
    assert.deepEqual([code, stdout], [2, ''])
    assert.match(stderr, /^enqueue: The database does not answer: [^\n]*\n$/)
  })

  it('says in one line that the database is not migrated', async () => {
    await using database = await openTestDatabase('empty')
    assert.match(await oneLineOf({ DATABASE_URL: database.url }), /^analyzer: The database is empty: run `testimony migrate`/)
  })

  it('says in one line that the database is of a newer version', async () => {
    await using database = await openTestDatabase()
    await database.pool.query("insert into testimony_migrations (name, timestamp) values ('9999-later', '2099-01-01')")
    assert.match(await oneLineOf({ DATABASE_URL: database.url }), /^analyzer: The database is of a newer version/)
  })

  it('says in one line that the queues are missing', async () => {
    await using database = await openTestDatabase()
    await database.pool.query('drop schema if exists pgboss cascade')
    assert.match(await oneLineOf({ DATABASE_URL: database.url }), /^analyzer: The database has no queues for analysis jobs yet: run/)
  })

  it('says in one line that the queues are of another version', async () => {
    await using site = await openAnalysisSite()
    await site.database.pool.query('update pgboss.version set version = version + 1')
    assert.match(await oneLineOf({ DATABASE_URL: site.database.url }), /^analyzer: The queues in the database are of another version/)
  })
})

describe('a program with all it needs', () => {
  let site: AnalysisSite
  let folder: string
  before(async () => {
    site = await openAnalysisSite()
    folder = mkdtempSync(join(tmpdir(), 'testimony-secrets-'))
  })
  after(async () => {
    rmSync(folder, { recursive: true })
    await site[Symbol.asyncDispose]()
  })

  it('reads mounted secrets, is ready, and ends with code 0 when it is told to', async () => {
    for (const [name, value] of Object.entries({ url: site.database.url, key: ENCRYPTION_KEY }))
      writeFileSync(join(folder, name), `${value}\n`)
    await using program = startProgram('analyzer', {
      environment: { DATABASE_URL_FILE: join(folder, 'url'), ENCRYPTION_KEY_FILE: join(folder, 'key') },
    })
    const ready = await program.untilLogged('Ready')
    assert.equal(ready['service'], 'analyzer')
    program.kill('SIGTERM')
    const { code, stderr } = await program.exit
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' })
  })

  it('refuses to send what every analyzer would refuse', async () => {
    const refused: [string[], RegExp][] = [
      [['https://user:token@example.org/team/project'], /token add/],
      [['ext::sh -c id'], /not read by/],
      [['/etc'], /is no address/],
      [['https://example.org/team/project', '--ref=--upload-pack=x'], /no name of a branch/],
      [['https://127.0.0.1/team/project'], /private network/],
    ]
    const environment = { DATABASE_URL: site.database.url }
    for (const [given, message] of refused) {
      const { code, stdout, stderr } = await runProgram('enqueue', { environment, arguments: ['analysis', ...given] })
      assert.deepEqual({ code, stdout }, { code: 2, stdout: '' }, given.join(' '))
      assert.match(stderr, message)
      assert.doesNotMatch(stderr, /user:token/)
    }
    assert.deepEqual(await site.jobs(), [])
  })
})
