import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** Connected to the supervisor: the server stays up until this is closed. */
export interface HeldLease {
  url: string
  socket: Socket
}

const firstLine = async (socket: Socket): Promise<string | undefined> => {
  let text = ''
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    text += String(chunk)
    if (text.includes('\n')) return text.slice(0, text.indexOf('\n'))
  }
  return undefined
}

/** Undefined where no supervisor listens, or one that is about to end. */
export const takeLease = async (control: string, signal: AbortSignal): Promise<HeldLease | undefined> => {
  const socket = connect(control)
  const abort = (): void => void socket.destroy()
  signal.addEventListener('abort', abort, { once: true })
  try {
    await once(socket, 'connect', { signal })
    const url = await firstLine(socket)
    if (url !== undefined) return { url, socket }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EACCES') throw error
  } finally {
    signal.removeEventListener('abort', abort)
  }
  socket.destroy()
  return undefined
}

export const isServed = async (control: string): Promise<boolean> => {
  const lease = await takeLease(control, AbortSignal.timeout(1000)).catch(() => undefined)
  lease?.socket.destroy()
  return lease !== undefined
}
