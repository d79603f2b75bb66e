/**
 * `npm run bench -- telemetry [jobs]`: what traces, metrics and health cost an idle analyzer, and what a look at the queues
 * costs with so many jobs waiting (1,000,000 unless told otherwise).
 */
import { readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'

import { queueNames } from '../../src/queue/job-kind.ts'
import { readQueues } from '../../src/queue/queue-collector.ts'
import { chore, openTestQueue } from '../../src/queue/testing/test-queue.ts'
import { openAnalysisSite } from '../../test/support/analysis-site.ts'
import { median } from './measure-command.ts'

const JOBS = Number(process.argv[2] ?? 1_000_000)
const STARTS = 3
const LOOKS = 20
/** Until what the start has left behind is collected and the first turns of each loop are done. */
const AT_REST = 4000

const megabytesOf = async (pid: number): Promise<number> => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024
}

const measureStarts = async (): Promise<void> => {
  await using site = await openAnalysisSite()
  const collector = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' }
  const variants: Record<string, Record<string, string>> = {
    nothing: {},
    'HEALTH_PORT, scraped': { HEALTH_PORT: '0' },
    OTEL_EXPORTER_OTLP_ENDPOINT: collector,
    both: { HEALTH_PORT: '0', ...collector },
  }
  for (const [name, environment] of Object.entries(variants)) {
    const [ready, memory]: [number[], number[]] = [[], []]
    for (let start = 0; start < STARTS; start++) {
      const startedAt = performance.now()
      await using analyzer = site.analyzer(environment)
      await analyzer.untilLogged('Ready')
      ready.push(performance.now() - startedAt)
      if (environment['HEALTH_PORT']) {
        const { port } = await analyzer.untilLogged('Serving health and metrics')
        await (await fetch(`http://127.0.0.1:${String(port)}/metrics`)).text()
      }
      await delay(AT_REST)
      memory.push(await megabytesOf(analyzer.pid))
    }
    process.stdout.write(`analyzer with ${name}: ready after ${Math.round(median(ready))} ms, ${Math.round(median(memory))} MB at rest\n`)
  }
}

const measureLooks = async (): Promise<void> => {
  await using test = await openTestQueue()
  const look = async (what: string): Promise<void> => {
    const times: number[] = []
    for (let time = 0; time < LOOKS; time++) {
      const startedAt = performance.now()
      await readQueues(test.queue.database, queueNames(chore))
      times.push(performance.now() - startedAt)
    }
    process.stdout.write(`a look at ${what}: ${median(times).toFixed(1)} ms, at most ${Math.max(...times).toFixed(1)} ms\n`)
  }
  await look('empty queues')
  await test.pool.query(
    `insert into pgboss.job (name, data, policy, singleton_key, group_id)
     select 'chore.default', '{}', 'exclusive', n::text, 'someone' from generate_series(1, ${JOBS}::int) n`,
  )
  await test.pool.query('vacuum analyze pgboss.job_common')
  await look(`queues with ${JOBS} jobs`)
  const startedAt = performance.now()
  await test.pool.query('select name, state, count(*) from pgboss.job group by name, state')
  process.stdout.write(`counting them all: ${(performance.now() - startedAt).toFixed(1)} ms\n`)
}

await measureStarts()
await measureLooks()
