/**
 * For each process, from its start to its first query and until it is ready or has ended, and its peak memory:
 * `npm run bench -- processes [--runs 7] [--sources]`. On Linux, which tells memory in /proc; from the bundles.
 */
import { setTimeout as delay } from 'node:timers/promises'

import { openAnalysisSite } from '../../test/support/analysis-site.ts'
import { entryOf, startProgram } from '../../test/support/program.ts'
import { startFirstQueryProxy } from './first-query.ts'
import { figuresOf, readOptions, say } from './from-bundles.ts'
import { measureCommand } from './measure-command.ts'
import { costOf } from './process-cost.ts'

const runs = Number(readOptions({ runs: '7' }).runs)

await using site = await openAnalysisSite()
await using proxy = await startFirstQueryProxy(site.database.url)
const environment = { ...site.environment, DATABASE_URL: proxy.url }

interface Start {
  firstQuery: number
  /** Until it was ready, or had ended. */
  took: number
  peak: number
}

/** What a service does first of all is done by then. */
const SETTLING = 2000

const startService = async (name: string): Promise<Start> => {
  const beganAt = performance.now()
  await using program = startProgram(name, { environment })
  await program.untilLogged('Ready')
  const took = performance.now() - beganAt
  await delay(SETTLING)
  const { peak } = await costOf(program.pid)
  program.kill('SIGTERM')
  await program.exit
  return { firstQuery: (proxy.takeTime() ?? Number.NaN) - beganAt, took, peak }
}

const runToEnd = async (name: string, given: readonly string[]): Promise<Start> => {
  const beganAt = performance.now()
  const { PATH, HOME } = process.env
  const { peakMemory } = await measureCommand([process.execPath, entryOf(name), ...given], { env: { PATH, HOME, ...environment } })
  return { firstQuery: (proxy.takeTime() ?? Number.NaN) - beganAt, took: performance.now() - beganAt, peak: peakMemory ?? Number.NaN }
}

const measure = async (name: string, end: string, start: (run: number) => Promise<Start>): Promise<void> => {
  const starts: Start[] = []
  // The first one compiles for the others.
  for (let run = 0; run <= runs; run++) {
    const one = await start(run)
    if (run > 0) starts.push(one)
  }
  const figures = (of: (one: Start) => number, unit: string): string => figuresOf(starts.map(of), unit)
  say(`${name}: first query ${figures(({ firstQuery }) => firstQuery, 'ms')}; ${end} ${figures(({ took }) => took, 'ms')}`)
  say(`${' '.repeat(name.length)}  peak memory ${figures(({ peak }) => peak, 'MiB')}; of ${runs}`)
}

for (const name of ['analyzer', 'spec-generator', 'scheduler']) await measure(name, 'ready', () => startService(name))
for (const name of ['retention-cleanup', 'auto-refresh', 'migrate']) await measure(name, 'ended', () => runToEnd(name, []))
await measure('enqueue', 'ended', (run) => runToEnd('enqueue', ['analysis', `${site.origin}/repository-${run}`]))
