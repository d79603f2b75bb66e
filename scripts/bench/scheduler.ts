/**
 * What a scheduler costs while nothing is due: memory and processor time of one that has the lease and of one that stands
 * by. On Linux, which tells both in /proc.
 *
 *     npm run bench -- scheduler [--entry <built main.js>] [--seconds 60] [--runs 3]
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'

import { analysisJob } from '../../src/analysis/analysis-job.ts'
import { installJobQueues } from '../../src/queue/install-job-queues.ts'
import { specificationJob } from '../../src/specification/specification-job.ts'
import { openTestDatabase } from '../../test/support/postgres.ts'
import { median } from './measure-command.ts'
import { costOf } from './process-cost.ts'

const { values } = parseArgs({
  options: {
    entry: { type: 'string', default: 'cmd/scheduler/main.ts' },
    seconds: { type: 'string', default: '60' },
    runs: { type: 'string', default: '3' },
  },
})
const [seconds, runs] = [Number(values.seconds), Number(values.runs)]

/** Compiling and the first garbage collections are over by then. */
const SETTLING = 10_000

const start = async (url: string, message: string) => {
  const environment = { PATH: process.env['PATH'], HOME: process.env['HOME'], DATABASE_URL: url }
  const child = spawn(process.execPath, [values.entry], { env: environment, stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const line of createInterface({ input: child.stdout })) if (line.includes(message)) break
  child.stdout.resume()
  return { pid: child.pid ?? 0, end: () => (child.kill('SIGTERM'), once(child, 'exit')) }
}

await using database = await openTestDatabase()
await installJobQueues(database.pool, [analysisJob, specificationJob])
const holder = await start(database.url, 'Took the lease')
const standby = await start(database.url, 'Standing by')
const schedulers = { holder, standby }

await new Promise((resolve) => setTimeout(resolve, SETTLING))
const costs = new Map(Object.keys(schedulers).map((name) => [name, { shares: [] as number[], memory: [] as number[] }]))
for (let run = 0; run < runs; run++) {
  const before = new Map<string, number>()
  for (const [name, { pid }] of Object.entries(schedulers)) before.set(name, (await costOf(pid)).cpu)
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
  for (const [name, { pid }] of Object.entries(schedulers)) {
    const { cpu, memory } = await costOf(pid)
    costs.get(name)?.shares.push((cpu - (before.get(name) ?? 0)) / seconds / 10)
    costs.get(name)?.memory.push(memory)
  }
}
for (const [name, { shares, memory }] of costs) {
  const share = `median ${median(shares).toFixed(3)} %, most ${Math.max(...shares).toFixed(3)} % of a core over ${seconds} s`
  console.log(`${name}: ${share}; median ${median(memory).toFixed(0)} MiB, most ${Math.max(...memory).toFixed(0)} MiB, of ${runs}`)
}
for (const { end } of Object.values(schedulers)) await end()
