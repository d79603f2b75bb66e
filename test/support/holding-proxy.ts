/** Stands between git and a git server, and holds a request up for as long as a test wants: so a test has an analysis in its middle. */
import { once } from 'node:events'
import { createServer, request as forward, type IncomingMessage, type ServerResponse } from 'node:http'

export interface HoldingProxy extends AsyncDisposable {
  /** `http://127.0.0.1:<port>` */
  origin: string
  /** From now on holds the first requests for which this says so, as many as are asked for. */
  holdNext: (which: () => Promise<boolean>, count?: number) => Hold
}

export interface Hold {
  /** Once they are all held. */
  held: Promise<void>
  release: () => void
}

interface PendingHold {
  which: () => Promise<boolean>
  missing: number
  onHeld: () => void
  released: Promise<void>
}

const relay = (origin: string, request: IncomingMessage, response: ServerResponse): void => {
  const upstream = forward(`${origin}${request.url}`, { method: request.method, headers: request.headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 500, answer.headers)
    answer.pipe(response)
  })
  upstream.on('error', () => response.destroy())
  response.on('close', () => upstream.destroy())
  request.pipe(upstream)
}

export const startHoldingProxy = async (upstream: string): Promise<HoldingProxy> => {
  let pending: PendingHold | undefined
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const hold = pending
    if (hold && (await hold.which()) && hold.missing > 0) {
      hold.missing -= 1
      if (hold.missing === 0) hold.onHeld()
      await hold.released
    }
    relay(upstream, request, response)
  }
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port')
  return {
    origin: `http://127.0.0.1:${address.port}`,
    holdNext: (which, count = 1) => {
      const held = Promise.withResolvers<void>()
      const released = Promise.withResolvers<void>()
      pending = { which, missing: count, onHeld: held.resolve, released: released.promise }
      return { held: held.promise, release: released.resolve }
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
