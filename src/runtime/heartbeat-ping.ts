import { setTimeout as delay } from 'node:timers/promises'

import { EXIT_CODE } from './exit-code.ts'
import type { Logger } from './logger.ts'
import type { Shutdown } from './shutdown.ts'

/** A monitor that takes longer is not waited for: its trouble is none of the run's. In milliseconds. */
const PING_TIMEOUT = 2000

export interface HeartbeatOptions {
  url: string | undefined
  log: Logger
  shutdown: Pick<Shutdown, 'timeLeft'>
}

const pingUrl = (url: string, what: string): string => {
  const address = new URL(url)
  if (what !== '') address.pathname = `${address.pathname.replace(/\/+$/, '')}/${what}`
  return address.href
}

/** Of the time that a process has left to end, what is kept for the end itself, in milliseconds. */
const RESERVE = 500

/** Never fails, and takes no longer than `limit`. The address is a secret, so neither it nor what fetch says of it gets into a log. */
const ping = async (url: string, what: string, log: Logger, limit = PING_TIMEOUT): Promise<void> => {
  try {
    const response = await fetch(pingUrl(url, what), { signal: AbortSignal.timeout(limit) })
    await response.body?.cancel()
    if (!response.ok) log.warn({ ping: what, status: response.status }, 'The monitor refuses the heartbeat; check HEARTBEAT_URL')
  } catch (error) {
    const reason = error instanceof Error ? error.name : 'unknown'
    log.warn({ ping: what, reason }, 'The monitor does not answer; the run goes on without it')
  }
}

/**
 * Tells a monitor of the kind of healthchecks.io (https://healthchecks.io/docs/http_api/) that a run begins and how it
 * ended: `/start`, then the address itself for exit code 0, `/<exit code>` for any other, `/fail` where the work throws.
 * The work waits for no ping to begin; without an address there is none. Where the process is told to end, pings take no
 * longer than it has left.
 */
export const withHeartbeat = async ({ url, log, shutdown }: HeartbeatOptions, work: () => Promise<number>): Promise<number> => {
  if (url === undefined) return await work()
  const started = ping(url, 'start', log)
  const tell = async (what: string): Promise<void> => {
    const limit = (): number => Math.floor(Math.max(0, Math.min(PING_TIMEOUT, shutdown.timeLeft - RESERVE)))
    await Promise.race([started, delay(limit(), undefined, { ref: false })])
    await ping(url, what, log, limit())
  }
  try {
    const exitCode = await work()
    await tell(exitCode === EXIT_CODE.done ? '' : String(exitCode))
    return exitCode
  } catch (error) {
    await tell('fail')
    throw error
  }
}
