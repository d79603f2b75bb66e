/**
 * What a scheduler costs while nothing is due: memory and processor time of one that has the lease and of one that stands
 * by. On Linux, which tells both in /proc.
 *
 *     npm run bench -- scheduler [--entry <built main.js>] [--seconds 120]
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'

import { analysisJob } from '../../src/analysis/analysis-job.ts'
import { installJobQueues } from '../../src/queue/install-job-queues.ts'
import { openTestDatabase } from '../../test/support/postgres.ts'

const { values } = parseArgs({
  options: { entry: { type: 'string', default: 'cmd/scheduler/main.ts' }, seconds: { type: 'string', default: '120' } },
})
const seconds = Number(values.seconds)

/** In /proc, processor time is counted in hundredths of a second. */
const TICK = 10
/** Compiling and the first garbage collections are over by then. */
const SETTLING = 10_000

const costOf = async (pid: number): Promise<{ cpu: number; memory: number }> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  // The name, in brackets, may hold anything; the 12th and 13th field after it are user and system time.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return {
    cpu: (Number(fields[11]) + Number(fields[12])) * TICK,
    memory: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024,
  }
}

const start = async (url: string, message: string) => {
  const environment = { PATH: process.env['PATH'], HOME: process.env['HOME'], DATABASE_URL: url }
  const child = spawn(process.execPath, [values.entry], { env: environment, stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const line of createInterface({ input: child.stdout })) if (line.includes(message)) break
  child.stdout.resume()
  return { pid: child.pid ?? 0, end: () => (child.kill('SIGTERM'), once(child, 'exit')) }
}

await using database = await openTestDatabase()
await installJobQueues(database.pool, [analysisJob])
const holder = await start(database.url, 'Took the lease')
const standby = await start(database.url, 'Standing by')
const schedulers = { holder, standby }

await new Promise((resolve) => setTimeout(resolve, SETTLING))
const before = new Map<string, number>()
for (const [name, { pid }] of Object.entries(schedulers)) before.set(name, (await costOf(pid)).cpu)
await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
for (const [name, { pid }] of Object.entries(schedulers)) {
  const { cpu, memory } = await costOf(pid)
  const used = cpu - (before.get(name) ?? 0)
  console.log(`${name}: ${memory.toFixed(0)} MiB, ${used} ms of a processor in ${seconds} s (${(used / seconds / 10).toFixed(3)} %)`)
}
for (const { end } of Object.values(schedulers)) await end()
