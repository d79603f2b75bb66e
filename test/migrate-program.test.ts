/** The program that platforms run before a deployment, on real PostgreSQL. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { checkDatabaseVersion } from '../src/postgres/migrate-database.ts'
import { findInstalledPostgres, startInstalledPostgres } from './support/installed-postgres.ts'
import { openTestDatabase } from './support/postgres.ts'
import { runProgram, startProgram } from './support/program.ts'
import { untilFound, waitingForLocks } from './support/until-found.ts'

const queuesOf = async (database: Awaited<ReturnType<typeof openTestDatabase>>): Promise<string[]> => {
  const { rows } = await database.pool.query<{ name: string }>('select name from pgboss.queue order by name')
  return rows.map(({ name }) => name)
}

describe('migrate', () => {
  it('brings an empty database to this version, queues included, also when many platforms ask at once', async () => {
    await using database = await openTestDatabase('empty')
    const runs = await Promise.all([1, 2, 3].map(() => runProgram('migrate', { environment: { DATABASE_URL: database.url } })))
    assert.deepEqual(
      runs.map(({ code, stderr }) => ({ code, stderr })),
      runs.map(() => ({ code: 0, stderr: '' })),
    )
    await checkDatabaseVersion(database.db)
    assert.ok((await queuesOf(database)).includes('analysis.priority'))
  })

  it('works as the owner where the service that it prepares has a lesser role', async () => {
    await using database = await openTestDatabase('empty')
    const lesser = new URL(database.url)
    lesser.username = 'nobody_of_this_server'
    const environment = { DATABASE_URL: lesser.href, MIGRATE_DATABASE_URL: database.url }
    const { code, stdout } = await runProgram('migrate', { environment })
    assert.equal(code, 0, stdout)
    await checkDatabaseVersion(database.db)
  })

  it('ends at once with 75 when it is told to, with nothing half done, and the next run does it', async () => {
    await using database = await openTestDatabase('empty')
    const environment = { DATABASE_URL: database.url }
    const other = await database.pool.connect()
    // Somebody else has a table that it wants to make, and does not come to an end.
    await other.query('begin; create table repositories (id int)')
    await using program = startProgram('migrate', { environment })
    await program.whileRunning(untilFound(database.pool, waitingForLocks(1)))
    program.kill('SIGTERM')
    const at = performance.now()
    const { code, stdout, stderr } = await program.exit
    assert.deepEqual([code, stderr], [75, ''])
    assert.match(stdout, /Cut off/)
    assert.ok(performance.now() - at < 1000)
    await other.query('rollback')
    other.release()
    const again = await runProgram('migrate', { environment })
    assert.equal(again.code, 0, again.stdout)
    await checkDatabaseVersion(database.db)
  })

  const outdated = findInstalledPostgres((major) => major < 16)
  it(
    'refuses a PostgreSQL that is too old for it, in one line',
    {
      skip: outdated === undefined ? 'no PostgreSQL before 16 is installed on this machine' : false,
    },
    async () => {
      assert.ok(outdated !== undefined)
      await using server = await startInstalledPostgres(outdated)
      const { code, stderr } = await runProgram('migrate', { environment: { DATABASE_URL: server.url } })
      assert.equal(code, 1)
      assert.match(stderr, /^migrate: The database is PostgreSQL \d+: testimony needs PostgreSQL 16 or newer, so update it\n$/)
    },
  )
})
