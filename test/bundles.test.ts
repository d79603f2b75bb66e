/**
 * What is built of a process runs by itself: in an empty folder, with Node and the packages that the bundle names. These are
 * the checkout's; that they can be installed there is seen in dockerfile-steps.test.ts.
 */
import assert from 'node:assert/strict'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import * as z from 'zod'

import { root } from '../scripts/build/root.ts'
import { checkDatabaseVersion } from '../src/postgres/migrate-database.ts'
import { temporaryFolder, type TemporaryFolder } from '../src/source/testing/git-fixture.ts'
import { openAnalysisSite, type AnalysisSite } from './support/analysis-site.ts'
import { bundleOf } from './support/bundles.ts'
import { openTestDatabase } from './support/postgres.ts'
import { runProgram, startProgram } from './support/program.ts'
import { watchTable } from './support/watched-table.ts'

describe('the bundle of', () => {
  let folder: TemporaryFolder
  let site: AnalysisSite
  before(async () => {
    ;[folder, site] = await Promise.all([temporaryFolder(), openAnalysisSite()])
  })
  after(async () => {
    await site[Symbol.asyncDispose]()
    await folder[Symbol.asyncDispose]()
  })

  /** Its entry, in a folder that has what the bundle's package.json names and nothing else. */
  const install = async (process: string): Promise<string> => {
    const place = join(folder.path, process)
    await mkdir(place)
    const files = await bundleOf(process)
    for (const [name, text] of files) await writeFile(join(place, name), text)
    const { dependencies } = z.object({ dependencies: z.record(z.string(), z.string()) }).parse(JSON.parse(files.get('package.json') ?? ''))
    assert.equal(Object.keys(dependencies).length > 0, process === 'analyzer', `${process} needs ${Object.keys(dependencies).join(', ')}`)
    for (const name of Object.keys(dependencies)) {
      const target = join(place, 'node_modules', name)
      await mkdir(dirname(target), { recursive: true })
      await symlink(join(root, 'node_modules', name), target)
    }
    return join(place, 'main.js')
  }

  it('testimony holds strict scripts, in ASCII', async () => {
    const scripts = [...(await bundleOf('testimony'))].filter(([name]) => name.endsWith('.cjs'))
    assert.ok(scripts.length > 10)
    for (const [name, text] of scripts) assert.match(text, /^"use strict";[\0-\x7f]*$/, name)
  })

  for (const [missing, given] of [
    [/^app\.cjs$/, ['--version']],
    [/^extract-inventory-step/, ['scan', '.']],
  ] as const)
    it(`testimony says in one line that ${missing.source} is missing, and what to do`, async () => {
      const place = join(folder.path, `testimony-${given.length}`)
      await mkdir(place)
      for (const [name, text] of await bundleOf('testimony')) if (!missing.test(name)) await writeFile(join(place, name), text)
      const entry = join(place, 'main.js')
      const { code, stderr } = await runProgram('testimony', { environment: site.environment, arguments: [...given], entry })
      assert.equal(code, 2)
      assert.match(stderr, /^testimony: [^\n]+\.cjs can't be read: install testimony anew\n$/)
    })

  it('enqueue sends a job, with no package at all', async () => {
    const entry = await install('enqueue')
    const { code, stdout, stderr } = await runProgram('enqueue', {
      environment: site.environment,
      arguments: ['analysis', site.url],
      entry,
    })
    assert.equal(code, 0, stderr)
    assert.deepEqual(
      (await site.jobs()).map(({ id }) => id),
      [stdout.trim()],
    )
  })

  it('analyzer does that job, with its parser threads', async () => {
    const entry = await install('analyzer')
    await using changes = await watchTable(site.database.url, 'analyses')
    await using analyzer = startProgram('analyzer', { environment: site.environment, entry })
    const completed = async (): Promise<boolean> =>
      (await site.database.pool.query("select from analyses where status = 'completed'")).rowCount === 1
    await analyzer.whileRunning(changes.until(completed))
    const { rows } = await site.database.pool.query<{ tests: number }>("select (totals->>'tests')::int as tests from analyses")
    assert.deepEqual(rows, [{ tests: 2 }])
    analyzer.kill('SIGTERM')
    assert.equal((await analyzer.exit).code, 0)
  })

  it('spec-generator writes what that analysis says, with no package at all', async () => {
    const entry = await install('spec-generator')
    const { rows: analyses } = await site.database.pool.query<{ id: string }>("select id from analyses where status = 'completed'")
    await using generator = startProgram('spec-generator', { environment: site.environment, entry })
    const { code, stderr } = await generator.whileRunning(
      runProgram('enqueue', { environment: site.environment, arguments: ['specification', analyses[0]?.id ?? 'none', '--wait'] }),
    )
    assert.equal(code, 0, stderr)
    assert.match(stderr, /done: 2 behaviours of 2 tests/)
    generator.kill('SIGTERM')
    assert.equal((await generator.exit).code, 0)
  })

  for (const program of ['retention-cleanup', 'auto-refresh']) {
    it(`${program} does its work and ends, with no package at all`, async () => {
      const entry = await install(program)
      const { code, stderr } = await runProgram(program, { environment: site.environment, entry })
      assert.deepEqual([code, stderr], [0, ''])
      const { rows } = await site.database.pool.query('select outcome from periodic_runs where job = $1', [program])
      assert.deepEqual(rows, [{ outcome: 'done' }])
    })
  }
  it('migrate makes of an empty database one of this version, with no package at all', async () => {
    await using database = await openTestDatabase('empty')
    const entry = await install('migrate')
    const { code, stdout, stderr } = await runProgram('migrate', { environment: { DATABASE_URL: database.url }, entry })
    assert.deepEqual([code, stderr], [0, ''], stdout)
    await checkDatabaseVersion(database.db)
    const { rows } = await database.pool.query("select from pgboss.queue where name = 'analysis.default'")
    assert.equal(rows.length, 1)
  })

  it('scheduler runs both of its jobs and hands back the lease, with no package at all', async () => {
    const entry = await install('scheduler')
    const { database } = site
    await using changes = await watchTable(database.url, 'periodic_runs')
    const everySecond = { SCHEDULE_RETENTION_CLEANUP: '* * * * * *', SCHEDULE_AUTO_REFRESH: '* * * * * *' }
    await using scheduler = startProgram('scheduler', { environment: { DATABASE_URL: database.url, ...everySecond }, entry })
    const jobsDone = async (): Promise<string[]> => {
      const { rows } = await database.pool.query<{ job: string }>(
        "select distinct job from periodic_runs where started_by = 'scheduler' and outcome = 'done' order by job",
      )
      return rows.map(({ job }) => job)
    }
    await scheduler.whileRunning(changes.until(async () => (await jobsDone()).length === 2))
    assert.deepEqual(await jobsDone(), ['auto-refresh', 'retention-cleanup'])
    scheduler.kill('SIGTERM')
    assert.equal((await scheduler.exit).code, 0)
    const { rows } = await database.pool.query('select holder from leases')
    assert.deepEqual(rows, [{ holder: null }])
  })
})
