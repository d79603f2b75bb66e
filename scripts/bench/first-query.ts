import { once } from 'node:events'
import { connect, createServer } from 'node:net'

/** The first byte of the messages that ask something: `Q` and `P` (https://www.postgresql.org/docs/current/protocol-message-formats.html). */
const ASKS = new Set([0x51, 0x50])

export interface FirstQueryProxy extends AsyncDisposable {
  /** Of the database, by way of this. */
  url: string
  /** When the first query since the last call came by, by `performance.now()`; undefined where none did. */
  takeTime: () => number | undefined
}

/** Stands between a program and its database, to tell when the program asks for the first time. */
export const startFirstQueryProxy = async (databaseUrl: string): Promise<FirstQueryProxy> => {
  const url = new URL(databaseUrl)
  const [host, port, sockets] = [url.hostname, Number(url.port), url.searchParams.get('host')]
  let askedAt: number | undefined
  const proxy = createServer((client) => {
    const server = sockets === null ? connect(port, host) : connect(`${sockets}/.s.PGSQL.${port}`)
    client.on('data', (chunk) => {
      const [tag = 0] = chunk
      if (ASKS.has(tag)) askedAt ??= performance.now()
    })
    client.pipe(server).pipe(client)
    for (const socket of [client, server]) socket.on('error', () => socket.destroy())
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const address = proxy.address()
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port')
  Object.assign(url, { hostname: '127.0.0.1', port: String(address.port), search: '' })
  return {
    url: url.href,
    takeTime: () => {
      const taken = askedAt
      askedAt = undefined
      return taken
    },
    [Symbol.asyncDispose]: async () => {
      proxy.close()
      await once(proxy, 'close')
    },
  }
}
