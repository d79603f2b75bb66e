import { createReadStream } from 'node:fs'
import type { ReadStream } from 'node:tty'
import type { Readable } from 'node:stream'

import type { CommandContext } from '../command-context.ts'
import { UsageError } from '../fault.ts'

const LONGEST_TOKEN = 4000

/**
 * A token from a file, from what is piped in or, on a terminal, from a prompt that shows nothing. Never from an argument,
 * which every user of a machine can see.
 */
export const readToken = async (question: string, file: string | undefined, context: CommandContext): Promise<string> => {
  if (file !== undefined) return checkToken(await readToEnd(createReadStream(file, { signal: context.signal })))
  const { stdin } = process
  return checkToken(stdin.isTTY ? await askHidden(question, stdin, context) : await readToEnd(stdin))
}

const checkToken = (text: string): string => {
  const token = text.trim()
  if (token === '') throw new UsageError('no token was given: pipe it in, name its file with --file, or type it when asked')
  if (token.length > LONGEST_TOKEN || /\p{C}/u.test(token)) {
    throw new UsageError(`what was given is no token: it has more than ${LONGEST_TOKEN} characters, or more than one line`)
  }
  return token
}

const readToEnd = async (stream: Readable): Promise<string> => {
  let text = ''
  for await (const chunk of stream.setEncoding('utf8')) {
    text += String(chunk)
    // Enough to see that it is no token, however much more there is.
    if (text.length > 2 * LONGEST_TOKEN) break
  }
  return text
}

const KEYS = { enter: '\r', newLine: '\n', interrupt: '\u0003', end: '\u0004', clear: '\u0015', backspace: '\b', delete: '\u007f' }

const askHidden = async (question: string, terminal: ReadStream, context: CommandContext): Promise<string> => {
  terminal.setRawMode(true)
  terminal.setEncoding('utf8')
  context.messages.write(question)
  try {
    let typed: string[] = []
    for await (const chunk of terminal.iterator({ destroyOnReturn: false })) {
      for (const key of String(chunk)) {
        switch (key) {
          case KEYS.enter:
          case KEYS.newLine:
          case KEYS.end:
            return typed.join('')
          case KEYS.interrupt:
            // A terminal in this mode sends no signal of its own.
            process.kill(process.pid, 'SIGINT')
            return await untilAborted(context.signal)
          case KEYS.clear:
            typed = []
            break
          case KEYS.backspace:
          case KEYS.delete:
            typed.pop()
            break
          default:
            typed.push(key)
        }
      }
    }
    return typed.join('')
  } finally {
    terminal.setRawMode(false)
    terminal.pause()
    context.messages.write('\n')
  }
}

const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const give = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error('ended by a signal'))
    if (signal.aborted) give()
    else signal.addEventListener('abort', give, { once: true })
  })
