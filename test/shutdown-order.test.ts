/** In what order services end, as the database and a collector of telemetry see it. */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'

import { openAnalysisSite, type AnalysisSite } from './support/analysis-site.ts'
import { gateDeletesOf } from './support/gate.ts'
import { startOtlpReceiver } from './support/otlp-receiver.ts'
import { startProgram, type LogLine, type Program } from './support/program.ts'

const timeOf = ({ time }: LogLine): number => Date.parse(String(time))

describe('a service that is told to end', () => {
  let site: AnalysisSite
  before(async () => {
    site = await openAnalysisSite()
  })
  after(() => site[Symbol.asyncDispose]())

  const rowsOf = async (query: string, values: unknown[] = []): Promise<unknown[]> =>
    (await site.database.pool.query<Record<string, unknown>>(query, values)).rows

  /** A collector that looks, before it takes this span, at who is connected to the database and at what else is asked for. */
  const startWatching = async (span: string, service: string, alsoSeen: string) => {
    const seen: { at: number; connected: unknown[]; rows: unknown[] }[] = []
    const receiver = await startOtlpReceiver({
      onSpans: async (spans) => {
        if (!spans.some(({ name }) => name === span)) return
        const connected = await rowsOf(
          `select distinct application_name as name from pg_stat_activity
           where datname = current_database() and application_name like $1 order by name`,
          [`testimony ${service}%`],
        )
        seen.push({ at: Date.now(), connected, rows: await rowsOf(alsoSeen) })
      },
    })
    const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' }
    return { seen, environment, [Symbol.asyncDispose]: () => receiver[Symbol.asyncDispose]() }
  }

  const endsWith = async (service: Program, seen: readonly { at: number }[], ...before: string[]): Promise<void> => {
    const { code, stderr } = await service.exit
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' })
    const times = await Promise.all(before.map(async (line) => timeOf(await service.untilLogged(line))))
    times.push(...seen.map(({ at }) => at), timeOf(await service.untilLogged('Ended')))
    assert.deepEqual(
      times,
      times.toSorted((one, other) => one - other),
    )
  }

  it('is not ready, takes no job more, finishes what it has, sends its telemetry and only then lets go of the database', async () => {
    await using watching = await startWatching(
      'process analysis.default',
      'analyzer',
      "select data->>'requester' as requester, state from pgboss.job order by created_on",
    )
    await site.send(site.url, 'ada')
    const hold = site.holdAnalysis()
    await using worker = site.analyzer({ HEALTH_PORT: '0', ...watching.environment })
    const { port } = await worker.untilLogged('Serving health and metrics')
    await worker.whileRunning(hold.held)
    worker.kill('SIGTERM')
    await worker.untilLogged('Ending')
    assert.equal((await fetch(`http://127.0.0.1:${String(port)}/readyz`)).status, 503)
    await site.send(await site.addRepository('later'), 'bob')
    hold.release()

    await endsWith(worker, watching.seen, 'Ending', 'Completed')
    assert.deepEqual(
      watching.seen.map(({ connected, rows }) => ({ connected, rows })),
      [
        {
          connected: [{ name: 'testimony analyzer' }, { name: 'testimony analyzer queue' }],
          rows: [
            { requester: 'ada', state: 'completed' },
            { requester: 'bob', state: 'created' },
          ],
        },
      ],
    )
  })

  it('finishes its run, releases the lease, sends its telemetry and only then lets go of the database', async () => {
    await using watching = await startWatching('run retention-cleanup', 'scheduler', 'select holder from leases')
    await site.database.pool.query(`
      with repository as (insert into repositories (identity_key, identity) values ('old', 'old') returning id)
      insert into analyses (repository_id, commit, extractor_version, status, started_at, finished_at)
      select id, '1', '1', 'failed', now() - interval '1 year', now() - interval '1 year' from repository`)
    await using gate = await gateDeletesOf(site.database, 'analyses')
    await using scheduler = startProgram('scheduler', {
      environment: { DATABASE_URL: site.database.url, SCHEDULE_RETENTION_CLEANUP: '* * * * * *', ...watching.environment },
    })
    await scheduler.whileRunning(gate.blocked())
    scheduler.kill('SIGTERM')
    await scheduler.untilLogged('Ending')
    await gate.open()

    await endsWith(scheduler, watching.seen, 'Ending', 'Done', 'Released the lease')
    assert.deepEqual(
      watching.seen.map(({ connected, rows }) => ({ connected, rows })),
      [{ connected: [{ name: 'testimony scheduler' }, { name: 'testimony scheduler lease' }], rows: [{ holder: null }] }],
    )
  })
})
