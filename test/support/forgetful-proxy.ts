/** Stands between a program and PostgreSQL as a network that forgets connections: nothing comes through, and nobody is told. */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export interface ForgetfulProxy extends AsyncDisposable {
  /** Of the same database. */
  url: string
  /** From now on swallows all that goes over the connections there are; new ones work. */
  forget: () => void
  /** Cuts all connections and refuses new ones, until `open`. */
  close: () => void
  open: () => void
}

const addressOf = (url: URL) => {
  const folder = url.searchParams.get('host')
  return folder === null ? { host: url.hostname, port: Number(url.port) } : { path: `${folder}/.s.PGSQL.${url.port}` }
}

export const startForgetfulProxy = async (databaseUrl: string): Promise<ForgetfulProxy> => {
  const url = new URL(databaseUrl)
  const address = addressOf(url)
  const all = new Set<Socket>()
  let generation = 0
  let closed = false
  const server = createServer((client) => {
    if (closed) {
      client.destroy()
      return
    }
    const mine = generation
    const upstream = connect(address)
    const pass = (from: Socket, to: Socket): void => {
      all.add(from)
      from.on('data', (data) => {
        if (mine === generation) to.write(data)
      })
      from.on('error', () => {})
      from.on('close', () => {
        all.delete(from)
        if (mine === generation) to.destroy()
      })
    }
    pass(client, upstream)
    pass(upstream, client)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const own = server.address()
  if (own === null || typeof own === 'string') throw new Error('The proxy has no port')
  url.searchParams.delete('host')
  url.hostname = '127.0.0.1'
  url.port = String(own.port)
  const cut = (): void => {
    for (const socket of all) socket.destroy()
  }
  return {
    url: url.href,
    forget: () => {
      generation += 1
    },
    close: () => {
      closed = true
      cut()
    },
    open: () => {
      closed = false
    },
    [Symbol.asyncDispose]: async () => {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}
