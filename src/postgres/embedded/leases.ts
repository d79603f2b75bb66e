import { once } from 'node:events'
import { chmod, rename, rm } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'

import type { Places } from './places.ts'

/** How long the server stays when nobody uses it: commands that follow each other find it running. */
const LINGER = 500
/** How long the command that asked for it may take to connect. */
const FIRST_LINGER = 10_000

export interface Leases extends AsyncDisposable {
  /** Fulfilled when the last command that used the server has ended. */
  readonly unused: Promise<void>
}

/**
 * Each command that uses the server holds a connection to this socket. The kernel closes it when the command ends, also
 * when it is killed, so there is nothing to go stale.
 */
export const grantLeases = async (places: Places, url: string): Promise<Leases> => {
  const { promise: unused, resolve } = Promise.withResolvers<void>()
  const held = new Set<Socket>()
  let closed = false
  let idle = setTimeout(resolve, FIRST_LINGER)

  const server = createServer((socket) => {
    socket.on('error', () => {}) // A killed command; 'close' follows.
    // It came while the server stops: without an answer it will start a new one.
    if (closed) return void socket.destroy()
    clearTimeout(idle)
    held.add(socket)
    socket.once('close', () => {
      held.delete(socket)
      if (held.size === 0) idle = setTimeout(resolve, LINGER)
    })
    socket.resume().write(`${url}\n`)
  })
  void unused.then(() => {
    closed = true
  })

  const [path, moved] = process.platform === 'win32' ? [places.control, false] : [`${places.runtime}/control-${process.pid}.sock`, true]
  server.listen(path)
  await once(server, 'listening')
  if (moved) {
    await chmod(path, 0o600)
    // Takes the place of what a killed supervisor left; only the one whose server runs gets here.
    await rename(path, places.control)
  }

  return {
    unused,
    [Symbol.asyncDispose]: async () => {
      closed = true
      clearTimeout(idle)
      if (moved) await rm(places.control, { force: true })
      for (const socket of held) socket.destroy()
      server.close()
    },
  }
}
