import { Client, type ClientConfig } from 'pg'
import type { Logger } from '../runtime/logger.ts'
import type { JobKindQueues } from './job-kind.ts'
import { WAKE_CHANNEL } from './notify-workers.ts'

const SHORTEST_PAUSE = 500
const LONGEST_PAUSE = 30_000

/**
 * Calls `onJob` when a job of this kind was sent or put back, over a connection of its own that is made anew whenever it
 * breaks. A notification only shortens the wait: workers poll, and stay correct without one.
 */
export const listenForJobs = (
  connection: ClientConfig,
  kind: Pick<JobKindQueues, 'name'>,
  onJob: () => void,
  log: Logger,
): AsyncDisposable => {
  let closed = false
  let client: Client | undefined
  let retry: NodeJS.Timeout | undefined
  let pause = SHORTEST_PAUSE

  const connect = async (): Promise<void> => {
    const next = new Client({ ...connection, application_name: 'testimony listener', keepAlive: true })
    client = next
    next.on('notification', (message) => {
      if (message.payload === kind.name) onJob()
    })
    // Also what keeps a broken connection from ending the process.
    next.on('error', (error) => log.debug({ error }, 'The connection for notifications broke'))
    next.on('end', reconnectLater)
    await next.connect()
    await next.query(`LISTEN ${WAKE_CHANNEL}`)
    pause = SHORTEST_PAUSE
    // Whatever was sent while nobody listened.
    onJob()
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
      log.debug({ error }, 'Could not listen for notifications; jobs are found by polling meanwhile')
      void client?.end().catch(() => {})
      reconnectLater()
    })
  }

  start()
  return {
    [Symbol.asyncDispose]: async () => {
      closed = true
      clearTimeout(retry)
      await client?.end().catch(() => {})
    },
  }
}
