import type { Writable } from 'node:stream'

import { PlainFault } from './plain-fault.ts'

const PIECE = 65_536

const isBrokenPipe = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED')

const write = (stream: Writable, text: string): Promise<void> =>
  new Promise((done, failed) => {
    stream.write(text, (error) => (error ? failed(error) : done()))
  })

/** Writes texts as they come, in pieces large enough to be worth a write, and waits until each is taken. */
export const writeAll = async (stream: Writable, texts: Iterable<string>, signal: AbortSignal): Promise<void> => {
  let piece = ''
  for (const text of texts) {
    piece += text
    if (piece.length < PIECE) continue
    await write(stream, piece)
    signal.throwIfAborted()
    piece = ''
  }
  if (piece !== '') await write(stream, piece)
}

/** A reader that has seen enough (`| head`) is no fault: what it did not want is not written. */
export const writeToStream = async (stream: Writable, texts: Iterable<string>, signal: AbortSignal): Promise<void> => {
  const ignore = (): void => {}
  // The write's own callback says the same; unheard, the event would end the process.
  stream.on('error', ignore)
  try {
    await writeAll(stream, texts, signal)
  } catch (error) {
    if (!isBrokenPipe(error)) throw signal.aborted ? error : notTaken(error)
  }
}

const notTaken = (error: unknown): PlainFault => {
  const isFull = error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
  const why = isFull ? 'its disk is full' : error instanceof Error ? error.message : String(error)
  const mend = isFull ? 'free some space, or send it elsewhere' : 'send it elsewhere'
  return new PlainFault('output-not-taken', `standard output can't be written (${why}): ${mend}`, { cause: error })
}
