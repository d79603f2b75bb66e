import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'

import { writeAll } from '../../src/runtime/write-to-stream.ts'
import { UsageError } from './fault.ts'

export interface OutputFile {
  write(texts: Iterable<string>, signal: AbortSignal): Promise<void>
}

const notWritable = (path: string, error: unknown): UsageError => {
  const why = error instanceof Error ? error.message : String(error)
  return new UsageError(`--output ${path} can't be written (${why}): name a file in a folder that you may write to`, { cause: error })
}

const writeWhole = async (path: string, texts: Iterable<string>, flags: 'w' | 'wx', signal: AbortSignal): Promise<void> => {
  const stream = createWriteStream(path, { flags })
  await once(stream, 'open')
  try {
    await writeAll(stream, texts, signal)
  } finally {
    stream.end()
    await once(stream, 'close')
  }
}

/**
 * A file for a report, judged before the work begins. A regular file appears whole or not at all, whatever happens in
 * between; anything else that has a name (a FIFO, /dev/null) is written to as it is.
 */
export const openOutputFile = async (path: string): Promise<OutputFile> => {
  const given = resolve(path)
  const present = await stat(given).catch(() => null)
  if (present?.isDirectory()) throw new UsageError(`--output ${path} is a folder: name a file`)
  const folder = await stat(dirname(given)).catch((error: unknown) => {
    throw notWritable(path, error)
  })
  if (!folder.isDirectory()) throw new UsageError(`--output ${path} is in no folder: name a file in a folder that exists`)
  return {
    write: async (texts, signal) => {
      try {
        if (present !== null && !present.isFile()) return await writeWhole(given, texts, 'w', signal)
        const target = present === null ? given : await realpath(given)
        const unfinished = join(dirname(target), `.${basename(target)}.${process.pid}.unfinished`)
        try {
          await writeWhole(unfinished, texts, 'wx', signal)
          await rename(unfinished, target)
        } finally {
          await rm(unfinished, { force: true })
        }
      } catch (error) {
        signal.throwIfAborted()
        throw notWritable(path, error)
      }
    },
  }
}
