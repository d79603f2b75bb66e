/** Each process with the rights of its own role and no more, and what none of them may do. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, it } from 'node:test'

import { Client, DatabaseError } from 'pg'

import { findMissingRoles, grantRoles } from '../src/postgres/grant-roles.ts'
import { ROLE_GRANTS, type RoleName } from '../src/postgres/role-grants.ts'
import { createPrivateKeys } from '../src/vault/private-keys.ts'
import { ENCRYPTION_KEY, openAnalysisSite, type AnalysisSite } from './support/analysis-site.ts'
import { runProgram } from './support/program.ts'
import { watchTable } from './support/watched-table.ts'

const ROLES = Object.keys(ROLE_GRANTS) as RoleName[]
const NOT_ALLOWED = '42501'

let site: AnalysisSite
/** Address of the database for a user who is a member of the role. */
const urls = new Map<RoleName, string>()
const urlFor = (role: RoleName): string => urls.get(role) ?? assert.fail(`no user for ${role}`)

before(async () => {
  site = await openAnalysisSite()
  assert.deepEqual(await grantRoles(site.database.db), { missing: [] })
  const password = randomBytes(12).toString('hex')
  for (const role of ROLES) {
    const user = `${role}_of_${process.pid}`
    await site.database.pool.query(`create role ${user} login password '${password}' in role ${role}`)
    const url = new URL(site.database.url)
    Object.assign(url, { username: user, password })
    urls.set(role, url.href)
  }
})
after(async () => {
  for (const role of urls.keys()) await site.database.pool.query(`drop role ${role}_of_${process.pid}`)
  await site[Symbol.asyncDispose]()
})

/** The SQLSTATE that a statement ends with as this role, or `done`; nothing of it stays. */
const attempt = async (role: RoleName, statement: string): Promise<string> => {
  const client = new Client({ connectionString: urlFor(role) })
  await client.connect()
  try {
    await client.query('begin')
    await client.query(statement)
    return 'done'
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error
    return error.code ?? 'no code'
  } finally {
    await client.end()
  }
}

const assertRefused = async (role: RoleName, statements: readonly string[]): Promise<void> => {
  for (const statement of statements) assert.equal(await attempt(role, statement), NOT_ALLOWED, `${role}: ${statement}`)
}

describe('as its own role', () => {
  it('enqueue sends a job and is told of one that waits, and the analyzer does it with a sealed token', async () => {
    const DATABASE_URL = urlFor('testimony_enqueue')
    const send = () => runProgram('enqueue', { environment: { ...site.environment, DATABASE_URL }, arguments: ['analysis', site.url] })
    const [sent, again] = [await send(), await send()]
    assert.equal(sent.code, 0, sent.stderr)
    assert.equal(again.stdout, sent.stdout)
    const added = await runProgram('testimony', {
      environment: {
        DATABASE_URL: urlFor('testimony_tokens'),
        ENCRYPTION_PUBLIC_KEY: Buffer.from(createPrivateKeys([Buffer.from(ENCRYPTION_KEY, 'base64')]).current.public.bytes).toString(
          'base64',
        ),
        ALLOW_PRIVATE_NETWORKS: 'true',
      },
      arguments: ['token', 'add', site.origin],
      input: 'ghp_s3cret',
    })
    assert.equal(added.code, 0, added.stderr)

    await using changes = await watchTable(site.database.url, 'pgboss.job_common')
    await using analyzer = site.analyzer({ DATABASE_URL: urlFor('testimony_analyzer') })
    await analyzer.whileRunning(changes.until(async () => (await site.jobs()).every(({ state }) => state === 'completed')))
    await using queues = await watchTable(site.database.url, 'pgboss.queue')
    const supervised = async (): Promise<boolean> => {
      const { rowCount } = await site.database.pool.query('select from pgboss.queue where monitor_on is null or maintain_on is null')
      return rowCount === 0
    }
    await analyzer.whileRunning(queues.until(supervised))
    analyzer.kill('SIGTERM')
    const { code, stdout, stderr } = await analyzer.exit
    assert.equal(code, 0)
    assert.equal(stderr, '')
    assert.match(stdout, /"message":"Analysed"/)
    assert.doesNotMatch(stdout, /"level":"(warn|error|fatal)"/)
    const { rows } = await site.database.pool.query<{ used: boolean }>('select last_used_at is not null as used from sealed_tokens')
    assert.deepEqual(rows, [{ used: true }])
  })

  it('programs of a platform’s cron work with what is theirs', async () => {
    const { pool } = site.database
    await pool.query(`insert into facts (extractor_version, language, blob, content) values ('superseded', 'go', 'blob', 'content')`)
    await pool.query(`insert into repositories (identity_key, identity, url) values (substring(sha256('unread') for 20), 'unread', $1)`, [
      site.url,
    ])
    for (const [program, role] of [
      ['retention-cleanup', 'testimony_retention'],
      ['auto-refresh', 'testimony_refresh'],
    ] as const) {
      const environment = { DATABASE_URL: urlFor(role), ALLOW_PRIVATE_NETWORKS: 'true' }
      for (const given of [['--dry-run'], []]) {
        const { code, stderr } = await runProgram(program, { environment, arguments: given })
        assert.deepEqual([code, stderr], [0, ''], program)
      }
    }
    const { rows } = await pool.query(`select job, outcome, summary->>'sent' as sent from periodic_runs order by id`)
    assert.deepEqual(rows, [
      { job: 'retention-cleanup', outcome: 'done', sent: null },
      { job: 'auto-refresh', outcome: 'done', sent: '1' },
    ])
    const { rowCount } = await pool.query(`select from facts where extractor_version = 'superseded'`)
    assert.equal(rowCount, 0)
  })

  it('a process that connects with the wrong one says in one line that it may not', async () => {
    const { code, stderr } = await runProgram('enqueue', {
      environment: { ...site.environment, DATABASE_URL: urlFor('testimony_retention') },
      arguments: ['analysis', site.url],
    })
    assert.equal(code, 1)
    assert.match(stderr, /^enqueue: The database user of DATABASE_URL may not do this: grant its role[^\n]*\n$/)
  })
})

describe('no role', () => {
  for (const role of ROLES) {
    it(`such as ${role} alters, makes or empties tables, or gives its rights on`, () =>
      assertRefused(role, [
        'alter table analyses add column extra text',
        'drop table analyses',
        'create table of_my_own (id int)',
        'create schema of_my_own',
        'truncate analyses',
        'delete from testimony_migrations',
        'drop function pgboss.create_queue(text, jsonb)',
        `create function of_my_own() returns int language sql as 'select 1'`,
        'delete from pgboss.queue',
        'delete from repositories',
        `create role of_my_own`,
      ]))
  }

  it('but the analyzer’s reads a sealed token', async () => {
    const reading = ['select sealed from sealed_tokens', 'select * from sealed_tokens', 'copy sealed_tokens to stdout']
    for (const role of ROLES) if (role !== 'testimony_analyzer') await assertRefused(role, reading)
    assert.equal(await attempt('testimony_analyzer', 'select sealed from sealed_tokens'), 'done')
  })

  it('but that of who stores tokens changes, adds or removes one', async () => {
    const changing = [
      `update sealed_tokens set origin = 'https://evil.example'`,
      `update sealed_tokens set sealed = '\\x00'`,
      'delete from sealed_tokens',
      `insert into sealed_tokens (origin, path, username, key_id, sealed) values ('https://a.org', '', 'a', 'k', '\\x00')`,
    ]
    for (const role of ROLES) if (role !== 'testimony_tokens') await assertRefused(role, changing)
    await assertRefused('testimony_tokens', changing.slice(0, 1))
    for (const statement of changing.slice(1)) assert.equal(await attempt('testimony_tokens', statement), 'done')
  })

  it('but the analyzer’s and that of who stores tokens knows whether there are any', async () => {
    for (const role of [
      'testimony_scheduler',
      'testimony_spec_generator',
      'testimony_retention',
      'testimony_refresh',
      'testimony_web',
    ] as const)
      await assertRefused(role, ['select id from sealed_tokens', 'select count(*) from sealed_tokens'])
  })
})

describe('the enqueuer', () => {
  it('inserts jobs and does nothing else', () =>
    assertRefused('testimony_enqueue', [
      'select data from pgboss.job',
      'select output from pgboss.job',
      'select * from pgboss.job_common',
      `update pgboss.job set state = 'cancelled'`,
      `update pgboss.job set data = '{}'`,
      'delete from pgboss.job',
      'delete from pgboss.job_common',
      `insert into pgboss.job (name, state) values ('analysis.default', 'active')`,
      `insert into pgboss.job_common (name, state) values ('analysis.default', 'completed')`,
      `insert into pgboss.job_common (name, output) values ('analysis.default', '{}')`,
      `insert into pgboss.queue (name) values ('mine')`,
      `select pgboss.create_queue('mine', '{}')`,
      'select id from repositories',
      'select id from analyses',
      'select id from analysis_attempts',
      `insert into repositories (identity_key, identity) values ('\\x00', 'x')`,
    ]))
})

describe('readers of jobs and analyses', () => {
  it('write nothing that is not theirs', async () => {
    await assertRefused('testimony_spec_generator', [
      `update analyses set status = 'failed'`,
      'delete from analyses',
      'select content from facts',
    ])
    await assertRefused('testimony_web', [
      `update analyses set status = 'failed'`,
      'delete from pgboss.job',
      `update pgboss.job set data = '{}'`,
    ])
    await assertRefused('testimony_retention', [
      'select id from pgboss.job',
      `update analyses set status = 'failed'`,
      'update file_inventories set tests = 0',
      `update facts set content = ''`,
      `insert into analysis_attempts (target, status) values ('x', 'running')`,
      'delete from repositories',
    ])
    await assertRefused('testimony_refresh', ['delete from analyses', 'delete from pgboss.job', 'select content from facts'])
    await assertRefused('testimony_analyzer', ['delete from analyses', 'delete from file_inventories', 'delete from facts'])
  })
})

describe('grants', () => {
  it('are exactly those of the list: what somebody has given besides is taken away', async () => {
    const { pool, db } = site.database
    await pool.query('grant all on sealed_tokens to testimony_web; grant select (data) on pgboss.job to testimony_enqueue')
    assert.equal(await attempt('testimony_web', 'select sealed from sealed_tokens'), 'done')
    await grantRoles(db)
    await assertRefused('testimony_web', ['select sealed from sealed_tokens'])
    await assertRefused('testimony_enqueue', ['select data from pgboss.job'])
  })

  it('of functions that run as their owner are taken from everybody else', async () => {
    const { pool, db } = site.database
    await pool.query('grant execute on function join_same_work(text, text, text, text), job_standing(uuid) to public')
    const calls = ['select * from job_standing(gen_random_uuid())', `select * from join_same_work('analysis', 'key', 'default', 'me')`]
    for (const call of calls) assert.equal(await attempt('testimony_retention', call), 'done')
    await grantRoles(db)
    await assertRefused('testimony_retention', calls)
    for (const call of calls) assert.equal(await attempt('testimony_enqueue', call), 'done')
  })

  it('may be made by several at once', async () => {
    await Promise.all([1, 2, 3, 4].map(() => grantRoles(site.database.db)))
    assert.deepEqual(await findMissingRoles(site.database.db), [])
  })

  it('are there for each table of ours', async () => {
    const { rows } = await site.database.pool.query<{ table: string }>(
      `select tablename as table from pg_tables where schemaname = 'public' and tablename not like 'testimony_migrations%'`,
    )
    assert.ok(rows.length >= 7)
    const granted = new Set(Object.values(ROLE_GRANTS).flatMap((grants) => grants.map(([, on]): string => on)))
    assert.deepEqual(
      rows.map(({ table }) => table).filter((table) => !granted.has(table)),
      [],
    )
  })
})
