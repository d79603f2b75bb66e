/**
 * From the end of the scheduler that has the lease until one of two standbys has it, after a clean stop and after a kill:
 * `npm run bench -- takeover [--runs 5] [--ttl 5s] [--sources]`. From the bundles.
 */
import { setTimeout as delay } from 'node:timers/promises'

import { openAnalysisSite } from '../../test/support/analysis-site.ts'
import { startProgram, type Program } from '../../test/support/program.ts'
import { figuresOf, readOptions, say } from './from-bundles.ts'

const options = readOptions({ runs: '5', ttl: '5s' })
const runs = Number(options.runs)

await using site = await openAnalysisSite()
const { pool, url } = site.database
const scheduler = (): Program => startProgram('scheduler', { environment: { DATABASE_URL: url, LEASE_TTL: options.ttl } })

/** A standby hears of a release as soon as its connection for it is there. */
const untilListening = async (count: number): Promise<void> => {
  const listening = `select from pg_stat_activity where datname = current_database() and query = 'LISTEN testimony_lease'`
  while ((await pool.query(listening)).rowCount !== count) await delay(20)
}

const takeover = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<number> => {
  await pool.query('truncate leases, lease_terms')
  await untilListening(0)
  await using holder = scheduler()
  await holder.untilLogged('Took the lease')
  await using one = scheduler()
  await using other = scheduler()
  await Promise.all([one.untilLogged('Standing by'), other.untilLogged('Standing by')])
  await untilListening(3)
  holder.kill(signal)
  const at = performance.now()
  const taken = [one, other].map((standby) => standby.untilLogged('Took the lease'))
  await Promise.race(taken)
  const took = performance.now() - at
  // The other one ends without having taken it.
  await Promise.all([...[one, other].map((standby) => standby[Symbol.asyncDispose]()), Promise.allSettled(taken)])
  return took
}

for (const [signal, what] of [
  ['SIGTERM', 'a clean stop'],
  ['SIGKILL', `a kill, with a time to live of ${options.ttl}`],
] as const) {
  const times: number[] = []
  for (let run = 0; run < runs; run++) times.push(await takeover(signal))
  say(`a standby has the lease after ${what}: ${figuresOf(times, 'ms')}, of ${runs}`)
}
