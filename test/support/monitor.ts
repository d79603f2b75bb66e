/** A monitor of cron jobs, as a real HTTP server on loopback. */
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'

export interface Monitor extends AsyncDisposable {
  /** What HEARTBEAT_URL is set to; ends in `/ping/s3cret-id`. */
  url: string
  /** Each request so far, as `<method> <path>`. */
  asked: string[]
}

export const startMonitor = async (
  answer: (response: ServerResponse) => void = (response) => void response.end('OK'),
): Promise<Monitor> => {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    answer(response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The monitor has no port')
  return {
    url: `http://127.0.0.1:${address.port}/ping/s3cret-id`,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
