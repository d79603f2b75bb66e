import { setTimeout as delay } from 'node:timers/promises'

import { Client, type ClientConfig } from 'pg'
import type { Logger } from '../runtime/logger.ts'

const SHORTEST_PAUSE = 500
const LONGEST_PAUSE = 30_000
/** In milliseconds; a network that swallows everything is noticed by that, and by the system's probes of an idle connection. */
const LIMITS = { connectionTimeoutMillis: 10_000, query_timeout: 10_000, keepAlive: true, keepAliveInitialDelayMillis: 10_000 }
/** In milliseconds, for a connection to be closed. */
const CLOSING = 500

/**
 * Calls `onMessage` with the payload of each notification of this channel, over a connection of its own that is made anew
 * whenever it breaks; without a payload each time it is made, for whatever was sent while nobody listened. A notification
 * only shortens the wait: who waits for one polls too, and stays correct without it.
 */
export const listen = (
  connection: ClientConfig,
  channel: string,
  onMessage: (payload: string | undefined) => void,
  log: Logger,
): AsyncDisposable => {
  let closed = false
  let client: Client | undefined
  let retry: NodeJS.Timeout | undefined
  let pause = SHORTEST_PAUSE

  const connect = async (): Promise<void> => {
    const next = new Client({ ...connection, ...LIMITS, application_name: 'testimony listener' })
    client = next
    next.on('notification', ({ payload }) => onMessage(payload))
    // Also what keeps a broken connection from ending the process.
    next.on('error', (error) => log.debug({ error }, 'The connection for notifications broke'))
    next.on('end', reconnectLater)
    await next.connect()
    await next.query(`LISTEN ${channel}`)
    pause = SHORTEST_PAUSE
    log.debug({ channel }, 'Listening for notifications')
    onMessage(undefined)
  }

  const reconnectLater = (): void => {
    if (closed || retry) return
    retry = setTimeout(() => {
      retry = undefined
      start()
    }, pause)
    pause = Math.min(pause * 2, LONGEST_PAUSE)
  }

  const start = (): void => {
    connect().catch((error: unknown) => {
      log.debug({ error }, 'Could not listen for notifications; polling finds what they would tell meanwhile')
      void client?.end().catch(() => {})
      reconnectLater()
    })
  }

  start()
  return {
    [Symbol.asyncDispose]: async () => {
      closed = true
      clearTimeout(retry)
      const ended = client?.end().catch(() => {})
      await Promise.race([ended, delay(CLOSING, undefined, { ref: false })])
    },
  }
}
