/** Lets people wish and things go wrong, side by side, for as long as a campaign lasts. */
import { setTimeout as delay } from 'node:timers/promises'

import { isFairMiss, type Outage } from './fair-end.ts'
import { FAULTS, SERVER_RESTART, type World } from './faults.ts'
import { createRandom } from './random.ts'
import type { Workload } from './workload.ts'

/** Makes all but the newest analyses old, so that retention has something to remove. */
const AGE = `update analyses a set started_at = a.started_at - interval '200 days', finished_at = a.finished_at - interval '200 days'
  where status = 'completed' and finished_at > now() - interval '100 days'
    and exists (select from analyses n where n.repository_id = a.repository_id and n.status = 'completed' and n.id > a.id)`

export interface TroubleOptions {
  seed: number
  /** How long things go wrong, in milliseconds. */
  duration: number
  /** From one fault to the next, in milliseconds. */
  faultEvery: number
  say: (line: string) => void
}

export interface Trouble {
  /** How often each fault was chosen. */
  faults: Map<string, number>
  outages: Outage[]
  /** Faults that could not strike, and nothing explains it: what did not happen was not survived either. */
  misses: string[]
}

/** Ends when the time is over and the last fault is. */
export const causeTrouble = async (
  { seed, duration, faultEvery, say }: TroubleOptions,
  world: Omit<World, 'random'>,
  workload: Workload,
): Promise<Trouble> => {
  const faults = new Map<string, number>()
  const outages: Outage[] = []
  const restarts: Outage[] = []
  const missed: (Outage & { what: string })[] = []
  const over = new AbortController()
  const wishing = (async () => {
    for (let wish = 0; !over.signal.aborted; wish++) {
      await workload.next()
      if (wish % 10 === 9) await world.asOperator((client) => client.query(AGE)).catch(() => {})
      await delay(workload.pause(), undefined, { signal: over.signal }).catch(() => {})
    }
  })()
  const picks = createRandom(seed)
  const striking: Promise<void>[] = []
  // One at a time of those that take PostgreSQL away, since one that is stopped can't be stopped again.
  let server = Promise.resolve()
  const end = performance.now() + duration
  for (let next = performance.now() + faultEvery; next < end; next += faultEvery) {
    await delay(Math.max(0, next - performance.now()))
    const fault = picks.pick(FAULTS)
    // What it draws itself must not change what comes after it, whatever the order in which things end.
    const own = { ...world, random: createRandom(picks.between(0, 2 ** 31)) }
    faults.set(fault.name, (faults.get(fault.name) ?? 0) + 1)
    const strike = async (): Promise<void> => {
      const from = performance.now()
      const what = await fault.strike(own).catch((error: unknown) => {
        const miss = `could not strike: ${String(error)}`
        missed.push({ from, to: performance.now(), what: `${fault.name} ${miss}` })
        return miss
      })
      const during = { from, to: performance.now() }
      if (fault.ofDatabase) outages.push(during)
      if (fault.name === SERVER_RESTART) restarts.push(during)
      say(`${fault.name}: ${what}`)
    }
    if (fault.name === SERVER_RESTART) server = server.then(strike)
    else striking.push(strike())
  }
  await Promise.all([...striking, server])
  over.abort()
  await wishing
  return { faults, outages, misses: missed.filter((miss) => !isFairMiss(miss, restarts)).map(({ what }) => what) }
}
