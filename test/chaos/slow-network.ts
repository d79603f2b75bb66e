/** What stands between programs and a server: a network that can be slow, and that can break. */
import { once } from 'node:events'
import { createConnection, createServer, type NetConnectOpts, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

export interface SlowNetwork extends AsyncDisposable {
  /** The same server, by way of this network. */
  url: string
  /** Holds each piece up for so many milliseconds, both ways; 0 is as fast as it can be. */
  setDelay: (milliseconds: number) => void
  /** Breaks every connection that there is. */
  cut: () => void
  /**
   * Forgets every connection that there is: nothing comes through any more, and nobody is told; new ones work. Answers what
   * breaks these at last, as TCP does on its own after a quarter of an hour.
   */
  swallow: () => () => void
}

const upstreamOf = (url: URL): NetConnectOpts => {
  const folder = url.searchParams.get('host')
  const port = Number(url.port)
  return folder?.startsWith('/') ? { path: `${folder}/.s.PGSQL.${port}` } : { host: url.hostname, port }
}

/** Sends on what comes, in its order, each piece no sooner than after the delay that holds when it came. */
const forward = ([from, to]: [Socket, Socket], delay: () => number, isSwallowed: () => boolean): void => {
  let sent = Promise.resolve()
  const send = async (before: Promise<void>, piece: Buffer, due: number): Promise<void> => {
    await before
    const left = due - performance.now()
    if (left > 0) await pause(left)
    if (!to.destroyed && !isSwallowed()) to.write(piece)
  }
  from.on('data', (piece: Buffer) => {
    sent = send(sent, piece, performance.now() + delay())
  })
  // What was not sent on by now is lost, as it is when a cable is pulled.
  from.on('close', () => {
    if (!isSwallowed()) to.destroy()
  })
  from.on('error', () => {})
}

export const startSlowNetwork = async (serverUrl: string): Promise<SlowNetwork> => {
  const upstream = upstreamOf(new URL(serverUrl))
  const sockets = new Set<Socket>()
  const swallowed = new WeakSet<Socket>()
  let delay = 0
  const server = createServer((client) => {
    const target = createConnection(upstream)
    const isSwallowed = (): boolean => swallowed.has(client)
    for (const socket of [client, target]) {
      sockets.add(socket)
      socket.setNoDelay(true)
      socket.on('close', () => sockets.delete(socket))
    }
    forward([client, target], () => delay, isSwallowed)
    forward([target, client], () => delay, isSwallowed)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The network has no port')
  const url = new URL(serverUrl)
  url.hostname = '127.0.0.1'
  url.port = String(address.port)
  url.searchParams.delete('host')
  const cut = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    url: url.href,
    setDelay: (milliseconds) => {
      delay = milliseconds
    },
    cut,
    swallow: () => {
      const forgotten = [...sockets]
      for (const socket of forgotten) swallowed.add(socket)
      return () => {
        for (const socket of forgotten) socket.destroy()
      }
    },
    [Symbol.asyncDispose]: async () => {
      server.close()
      cut()
      await once(server, 'close')
    },
  }
}
