/** What each role may not do, and that grants are those of the list. What each may do: test/programs-in-their-roles.test.ts. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { Client, DatabaseError } from 'pg'

import { findMissingRoles, grantRoles } from '../src/postgres/grant-roles.ts'
import { ROLE_GRANTS, type RoleName } from '../src/postgres/role-grants.ts'
import { setUpFile } from './support/for-file.ts'
import { openAnalysisSite, type AnalysisSite } from './support/analysis-site.ts'
import { runProgram } from './support/program.ts'
import { openRoleLogins, ROLES, type RoleLogins } from './support/role-logins.ts'

const NOT_ALLOWED = '42501'

let site: AnalysisSite
let logins: RoleLogins
setUpFile(async (opened) => {
  site = opened.use(await openAnalysisSite())
  assert.deepEqual(await grantRoles(site.database.db), { missing: [] })
  logins = opened.use(await openRoleLogins(site.database))
})

/** The SQLSTATE that a statement ends with as this role, or `done`; nothing of it stays. */
const attempt = async (role: RoleName, statement: string): Promise<string> => {
  const client = new Client({ connectionString: logins.urlFor(role) })
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
      'select id from specifications',
      `insert into repositories (identity_key, identity) values ('\\x00', 'x')`,
    ]))
})

describe('readers of jobs and analyses', () => {
  it('write nothing that is not theirs', async () => {
    await assertRefused('testimony_spec_generator', [
      `update analyses set status = 'failed'`,
      'delete from analyses',
      `insert into analyses (repository_id, commit, extractor_version, status) values (1, 'c', '1', 'running')`,
      'select content from facts',
      'select url from repositories',
      'delete from file_inventories',
      'delete from specifications',
      'delete from specification_tests',
      `update specification_behaviours set text = 'Another.'`,
      `update model_answers set content = 'Another.'`,
      'delete from model_answers',
    ])
    await assertRefused('testimony_web', [
      `update analyses set status = 'failed'`,
      `update specifications set summary = 'another'`,
      `insert into specification_domains values (1, 1, 'one more')`,
      'delete from pgboss.job',
      `update pgboss.job set data = '{}'`,
    ])
    await assertRefused('testimony_retention', [
      'select id from pgboss.job',
      `update analyses set status = 'failed'`,
      'update file_inventories set tests = 0',
      `update facts set content = ''`,
      `update model_answers set content = ''`,
      `update model_limits set not_before = 'infinity'`,
      `insert into analysis_attempts (target, status) values ('x', 'running')`,
      'delete from repositories',
    ])
    await assertRefused('testimony_refresh', ['delete from analyses', 'delete from pgboss.job', 'select content from facts'])
    await assertRefused('testimony_scheduler', [
      `insert into analyses (repository_id, commit, extractor_version, status) values (1, 'c', '1', 'running')`,
      `update analyses set totals = '{}'`,
      `update repositories set url = 'https://evil.example'`,
      `update specifications set summary = 'another'`,
      `update facts set content = ''`,
      `insert into job_attempts (job_id, started_at, queue, number, worker) values (gen_random_uuid(), now(), 'q', 1, 'w')`,
      'delete from paused_queues',
      'delete from leases',
      `update model_answers set content = ''`,
    ])
    await assertRefused('testimony_tokens', ['select id from analyses', 'select data from pgboss.job', 'select url from repositories'])
    await assertRefused('testimony_analyzer', [
      'select id from specifications',
      'delete from analyses',
      'delete from file_inventories',
      'delete from facts',
    ])
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

it('a process that connects with the wrong role says in one line that it may not', async () => {
  const { code, stderr } = await runProgram('enqueue', {
    environment: { ...site.environment, DATABASE_URL: logins.urlFor('testimony_retention') },
    arguments: ['analysis', site.url],
  })
  assert.equal(code, 2)
  assert.match(stderr, /^enqueue: The database user of DATABASE_URL may not do this: grant its role[^\n]*\n$/)
})
