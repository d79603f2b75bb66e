/** A worker thread: texts in, encoded facts out. What goes wrong with one text is said of it alone. */
import { parentPort } from 'node:worker_threads'
import { decodeText } from './decode-text.ts'
import { encodeFacts } from './facts/facts-encoding.ts'
import { lowerFile } from './lower-file.ts'
import type { FileToParse, ParseResult } from './parser.ts'

export interface ParseRequest {
  files: FileToParse[]
}

export interface ParseAnswer {
  files: ParseResult[]
}

parentPort?.on('message', ({ files }: ParseRequest) => {
  const answers = files.map(({ bytes, language }): ParseResult => {
    try {
      return { facts: encodeFacts(lowerFile(decodeText(bytes), language)) }
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) }
    }
  })
  const answer: ParseAnswer = { files: answers }
  parentPort?.postMessage(answer)
})
