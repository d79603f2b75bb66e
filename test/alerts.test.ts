/** The alert rules against the numbers that the real services serve, and by Prometheus's own tool where it is installed. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { it } from 'node:test'

import { missingFor, readAlertRules, type Series } from '../scripts/infra/alert-rules.ts'
import { openAnalysisSite } from './support/analysis-site.ts'
import { startProgram, type Program } from './support/program.ts'
import { watchTable } from './support/watched-table.ts'

const DOCS = join(import.meta.dirname, '../docs')
const TARGET = { job: 'testimony', instance: 'here' }

/** As Prometheus stores it: with the labels of what it scrapes, which win over those of the same name. */
const seriesOf = (line: string): Series => {
  const [, name = '', given = ''] = /^(\w+)(?:\{(.*)\})? \S+$/.exec(line) ?? assert.fail(`this is no sample: ${line}`)
  const series: Record<string, string> = { __name__: name, ...TARGET }
  for (const [, label = '', value = ''] of given.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g))
    series[label in TARGET ? `exported_${label}` : label] = value
  return series
}

const scrape = async (program: Program): Promise<Series[]> => {
  const { port } = await program.untilLogged('Serving health and metrics')
  const text = await (await fetch(`http://127.0.0.1:${String(port)}/metrics`)).text()
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(seriesOf)
}

it('every alert speaks of series that analyzers and schedulers serve', async () => {
  await using site = await openAnalysisSite()
  const { database } = site
  await using runs = await watchTable(database.url, 'periodic_runs')
  await using jobs = await watchTable(database.url, 'pgboss.job_common')
  await site.send(site.url, 'somebody')
  await site.send(`${site.origin}/nowhere`, 'somebody')
  await using scheduler = startProgram('scheduler', {
    environment: { DATABASE_URL: database.url, HEALTH_PORT: '0', SCHEDULE_RETENTION_CLEANUP: '* * * * * *' },
  })
  await using analyzer = site.analyzer({ HEALTH_PORT: '0' })
  await analyzer.whileRunning(
    jobs.until(async () => {
      const states = (await site.jobs()).map(({ state }) => state)
      return states.includes('completed') && states.includes('failed')
    }),
  )
  await scheduler.whileRunning(
    runs.until(async () => (await database.pool.query("select from periodic_runs where outcome = 'done'")).rowCount !== 0),
  )
  const series = [{ __name__: 'up', ...TARGET }, ...(await scrape(analyzer)), ...(await scrape(scheduler))]
  const rules = readAlertRules(await readFile(join(DOCS, 'alerts.yaml'), 'utf8'))
  assert.deepEqual(
    rules.flatMap(({ alert, expr }) => missingFor(expr, series).map((missing) => `${alert}: ${missing}`)),
    [],
  )
})

const promtool = (...given: string[]): { status: number | null; said: string } => {
  const { status, stdout, stderr } = spawnSync('promtool', given, { cwd: DOCS, encoding: 'utf8', timeout: 30_000 })
  return { status, said: `${stdout}${stderr}` }
}

it(
  'Prometheus takes the rules, and each is set off by what it is there for and by nothing else',
  {
    skip: promtool('--version').status === 0 ? false : 'there is no promtool on this machine',
  },
  () => {
    const { status, said } = promtool('check', 'rules', 'alerts.yaml')
    assert.equal(status, 0, said)
    const tried = promtool('test', 'rules', 'alerts.test.yaml', 'alerts-of-days.test.yaml')
    assert.equal(tried.status, 0, tried.said)
  },
)
