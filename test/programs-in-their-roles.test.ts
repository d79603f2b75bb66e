/**
 * Each program does all of its work as a database user with its role and no more, in a database whose owner is no superuser
 * either. What roles may not do: test/database-roles.test.ts.
 */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, beforeEach, describe, it } from 'node:test'

import { fileWith, linkedNow } from '../src/analysis/testing/extracted-files.ts'
import { storeResult } from '../src/analysis/testing/stored-result.ts'
import { createPrivateKeys } from '../src/vault/private-keys.ts'
import { ENCRYPTION_KEY, openAnalysisSite, type AnalysisSite } from './support/analysis-site.ts'
import {
  EXPIRED_TABLES,
  isLostSpecificationEnded,
  isSettled,
  leaveExpired,
  leaveLost,
  leaveLostSpecification,
} from './support/left-behind.ts'
import { openTestDatabase } from './support/postgres.ts'
import { runProgram, startProgram, type Program, type ProgramExit } from './support/program.ts'
import { openRoleLogins, type RoleLogins } from './support/role-logins.ts'
import { watchTable, type WatchedTable } from './support/watched-table.ts'

const OWNER = `owner_${randomBytes(6).toString('hex')}`

let site: AnalysisSite
let logins: RoleLogins
let changes: WatchedTable
const disposals = new AsyncDisposableStack()
before(async () => {
  const database = disposals.use(await openTestDatabase('empty'))
  logins = disposals.use(await openRoleLogins(database))
  await database.pool.query(
    `create role ${OWNER} login password 'owner'; alter database ${new URL(database.url).pathname.slice(1)} owner to ${OWNER}`,
  )
  disposals.defer(async () => {
    await database.pool.query(`reassign owned by ${OWNER} to current_user; drop role ${OWNER}`)
  })
  const migrated = await runProgram('migrate', {
    environment: {
      DATABASE_URL: logins.urlFor('testimony_analyzer'),
      MIGRATE_DATABASE_URL: Object.assign(new URL(database.url), { username: OWNER, password: 'owner' }).href,
    },
  })
  assert.deepEqual([migrated.code, migrated.stderr], [0, ''], migrated.stdout)
  assert.doesNotMatch(migrated.stdout, /missingRoles/)
  site = disposals.use(await openAnalysisSite({ database }))
  // All tell on one channel, so that one of them hears of the others' changes too.
  for (const table of ['analysis_attempts', 'specifications', 'job_attempts', 'periodic_runs', 'pgboss.queue'])
    changes = disposals.use(await watchTable(database.url, table))
})
after(() => disposals.disposeAsync())
beforeEach(async () => {
  await site.database.pool.query(`
    truncate repositories, analysis_attempts, file_inventories, facts, job_attempts, job_interventions, periodic_jobs, periodic_ticks,
      periodic_runs, leases, lease_terms cascade;
    delete from pgboss.job; update pgboss.queue set monitor_claim_on = null, monitor_on = null, maintain_on = null`)
})

const assertNothingRefused = ({ code, stdout, stderr }: ProgramExit): void => {
  assert.deepEqual([code, stderr], [0, ''], stdout)
  assert.doesNotMatch(stdout, /permission denied|may not do this|"level":"(error|fatal)"/)
}

/** What its page of metrics says, which is asked of the database. */
const metricsOf = async (program: Program): Promise<string> => {
  const { port } = await program.untilLogged('Serving health and metrics')
  return await (await fetch(`http://127.0.0.1:${String(port)}/metrics`)).text()
}

const end = async (program: Program): Promise<void> => {
  program.kill('SIGTERM')
  assertNothingRefused(await program.exit)
}

/** A repository that nobody has analysed, and somebody has asked for. */
const know = async (url: string): Promise<void> => {
  await site.database.pool.query(
    `insert into repositories (identity_key, identity, url) values (substring(sha256($1::text::bytea) for 20), $1, $1)`,
    [url],
  )
}

const letRefreshBeDue = (): Promise<unknown> =>
  site.database.pool.query(`update repositories set refresh_checked_at = now() - interval '1 day'`)

interface Run {
  job: string
  summary: { removed?: Record<string, number>; sent?: number; waiting?: number }
}

const runsDone = async (job: string): Promise<Run['summary'][]> =>
  (
    await site.database.pool.query<Run>(`select job, summary from periodic_runs where job = $1 and outcome = 'done' order by id`, [job])
  ).rows.map(({ summary }) => summary)

const removedTables = ({ removed = {} }: Run['summary']): string[] =>
  Object.keys(removed)
    .filter((table) => removed[table] !== 0)
    .sort()

describe('with its own role', () => {
  it('enqueue sends, joins and waits; the analyzer does it with a sealed token, and frees what other workers left', async () => {
    const { pool } = site.database
    const enqueue = (...given: string[]) =>
      runProgram('enqueue', {
        environment: { ...site.environment, DATABASE_URL: logins.urlFor('testimony_enqueue') },
        arguments: ['analysis', ...given],
      })
    const publicKey = Buffer.from(createPrivateKeys([Buffer.from(ENCRYPTION_KEY, 'base64')]).current.public.bytes).toString('base64')
    const token = (command: string, input?: string) =>
      runProgram('testimony', {
        environment: { DATABASE_URL: logins.urlFor('testimony_tokens'), ENCRYPTION_PUBLIC_KEY: publicKey, ALLOW_PRIVATE_NETWORKS: 'true' },
        arguments: ['token', command, ...(command === 'list' ? [] : [site.origin])],
        ...(input !== undefined && { input }),
      })
    const added = await token('add', 'ghp_s3cret')
    assert.equal(added.code, 0, added.stderr)
    await leaveLost(site)
    const [sent, raised] = [await enqueue(site.url), await enqueue(site.url, '--priority')]
    assert.equal(sent.code, 0, sent.stderr)
    assert.deepEqual([raised.code, raised.stdout], [0, sent.stdout], raised.stderr)
    assert.match(raised.stderr, /now in the priority queue/)

    await using analyzer = site.analyzer({ DATABASE_URL: logins.urlFor('testimony_analyzer'), HEALTH_PORT: '0' })
    const awaited = await enqueue(site.url, '--wait')
    assert.equal(awaited.code, 0, awaited.stderr)
    assert.match(awaited.stderr, /done: 2 tests/)
    // What was linked is stored anew for the next commit, and of facts that a fork shares the use is written down.
    await pool.query('update facts set used_on = current_date - 300')
    const fork = await site.addRepository('fork')
    await site.addRepository('sums', { 'more.test.ts': "import { test } from 'vitest'\ntest('subtracts', () => {})\n" })
    const [next, forked] = [await enqueue(site.url, '--wait'), await enqueue(fork, '--wait')]
    assert.match(next.stderr, /done: 3 tests/)
    assert.match(forked.stderr, /done: 2 tests/)
    const { rows } = await pool.query(`
      select count(*) filter (where used_on < current_date - 100)::int as unused, (select last_used_at is not null from sealed_tokens) as token
      from facts`)
    assert.deepEqual(rows, [{ unused: 0, token: true }])

    await analyzer.whileRunning(changes.until(() => isSettled(site)))
    const metrics = await metricsOf(analyzer)
    assert.match(metrics, /^testimony_queue_jobs\{queue="analysis.dead",state="waiting"\} 1$/m)
    await end(analyzer)
    const listed = await token('list')
    assert.match(listed.stdout, new RegExp(site.origin), listed.stderr)
    assert.equal((await token('remove')).code, 0)
  })

  it('spec-generator writes what the tests of an analysis say, and frees what other workers left', async () => {
    const { pool, db } = site.database
    await leaveLostSpecification(pool)
    const { id } = await storeResult(db, [linkedNow(fileWith('sums.test.ts', 'adds', 'divides'))], { name: 'sums' })
    const environment = { DATABASE_URL: logins.urlFor('testimony_spec_generator'), HEALTH_PORT: '0' }
    await using generator = startProgram('spec-generator', { environment })
    const { code, stderr } = await generator.whileRunning(
      runProgram('enqueue', {
        environment: { DATABASE_URL: logins.urlFor('testimony_enqueue') },
        arguments: ['specification', id, '--wait'],
      }),
    )
    assert.equal(code, 0, stderr)
    assert.match(stderr, /done: 2 behaviours of 2 tests/)
    await generator.whileRunning(changes.until(() => isLostSpecificationEnded(pool)))
    const supervised = async (): Promise<boolean> =>
      (await pool.query('select from pgboss.queue where monitor_on is null or maintain_on is null')).rowCount === 0
    await generator.whileRunning(changes.until(supervised))
    assert.match(await metricsOf(generator), /^testimony_queue_jobs\{queue="specification.default",state="waiting"\} 0$/m)
    await end(generator)
  })

  it('retention-cleanup removes what is old of each table, and auto-refresh sends and follows what it sent', async () => {
    await leaveExpired(site.database.pool)
    await know(site.url)
    const run = async (program: string, role: 'testimony_retention' | 'testimony_refresh'): Promise<void> => {
      const environment = { DATABASE_URL: logins.urlFor(role), ALLOW_PRIVATE_NETWORKS: 'true' }
      for (const given of [['--dry-run'], []]) assertNothingRefused(await runProgram(program, { environment, arguments: given }))
    }
    await run('retention-cleanup', 'testimony_retention')
    assert.deepEqual((await runsDone('retention-cleanup')).map(removedTables), [EXPIRED_TABLES])
    await run('auto-refresh', 'testimony_refresh')
    await letRefreshBeDue()
    await run('auto-refresh', 'testimony_refresh')
    assert.deepEqual(
      (await runsDone('auto-refresh')).map(({ sent, waiting }) => [sent, waiting]),
      [
        [1, 0],
        [0, 1],
      ],
    )
  })

  it('the scheduler runs both periodic jobs, frees what workers left, and tells how all that stands', async () => {
    const { pool } = site.database
    await leaveExpired(pool)
    await leaveLost(site)
    await leaveLostSpecification(pool)
    await know(site.url)
    await pool.query(`insert into periodic_jobs (name, schedule) values ('no-longer-there', '* * * * *')`)
    const everySecond = '* * * * * *'
    await using scheduler = startProgram('scheduler', {
      environment: {
        DATABASE_URL: logins.urlFor('testimony_scheduler'),
        SCHEDULE_RETENTION_CLEANUP: everySecond,
        SCHEDULE_AUTO_REFRESH: everySecond,
        ALLOW_PRIVATE_NETWORKS: 'true',
        HEALTH_PORT: '0',
      },
    })
    const until = (condition: () => Promise<boolean>) => scheduler.whileRunning(changes.until(condition))
    await until(async () => (await runsDone('retention-cleanup')).length > 0)
    assert.deepEqual(removedTables((await runsDone('retention-cleanup'))[0] ?? {}), EXPIRED_TABLES)
    await until(async () => (await runsDone('auto-refresh')).some(({ sent }) => sent === 1))
    await letRefreshBeDue()
    await until(async () => (await runsDone('auto-refresh')).some(({ waiting }) => waiting === 1))
    await until(() => isSettled(site))
    await until(() => isLostSpecificationEnded(pool))
    const metrics = await metricsOf(scheduler)
    assert.match(metrics, /^testimony_queue_jobs\{queue="analysis.scheduled",state="waiting"\} 1$/m)
    assert.match(metrics, /^testimony_cron_last_success_timestamp_seconds\{job="retention-cleanup"\} /m)
    assert.match(metrics, /^testimony_lease_held\{name="schedule"\} 1$/m)
    await end(scheduler)
    const { rows } = await pool.query(`select holder, (select array_agg(name order by name) from periodic_jobs) as jobs from leases`)
    assert.deepEqual(rows, [{ holder: null, jobs: ['auto-refresh', 'retention-cleanup'] }])
  })
})
