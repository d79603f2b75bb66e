import { EXIT_CODE } from './exit-code.ts'
import type { Logger } from './logger.ts'

/** A monitor that takes longer is not waited for: its trouble is none of the run's. In milliseconds. */
const PING_TIMEOUT = 2000

const pingUrl = (url: string, what: string): string => {
  const address = new URL(url)
  if (what !== '') address.pathname = `${address.pathname.replace(/\/+$/, '')}/${what}`
  return address.href
}

/** Never fails. The address is a secret, so neither it nor what fetch says of it gets into a log. */
const ping = async (url: string, what: string, log: Logger): Promise<void> => {
  try {
    const response = await fetch(pingUrl(url, what), { signal: AbortSignal.timeout(PING_TIMEOUT) })
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
 * The work waits for no ping to begin; without an address there is none.
 */
export const withHeartbeat = async (url: string | undefined, log: Logger, work: () => Promise<number>): Promise<number> => {
  if (url === undefined) return await work()
  const started = ping(url, 'start', log)
  try {
    const exitCode = await work()
    await started
    await ping(url, exitCode === EXIT_CODE.done ? '' : String(exitCode), log)
    return exitCode
  } catch (error) {
    await started
    await ping(url, 'fail', log)
    throw error
  }
}
