/** What a parser's thread is asked and answers, file by file: what is urgent comes before the rest of what isn't. */
import { decodeText } from './decode-text.ts'
import { encodeFacts } from './facts/facts-encoding.ts'
import { lowerFile } from './lower-file.ts'
import type { FileToParse, ParseResult } from './parser.ts'

export interface ParseRequest {
  id: number
  files: FileToParse[]
  urgent: boolean
}

export interface ParseAnswer {
  id: number
  files: ParseResult[]
}

/** What a thread starts with. */
export interface ParserSettings {
  /** Where its compiled code is kept. */
  compiled: string | undefined
  /** Two numbers: the request that it works at, and how many files it has begun. */
  working: Int32Array
}

export interface ParseRequestPort {
  /** One that has come meanwhile; null where there is none. */
  next(): ParseRequest | null
  /** Before each file. */
  begin(id: number): void
  answer(answer: ParseAnswer): void
}

/** Text in, encoded facts out. */
const parseFile = ({ bytes, language }: FileToParse): ParseResult => {
  try {
    return { facts: encodeFacts(lowerFile(decodeText(bytes, language), language)) }
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) }
  }
}

const SMALL_TEST = `import { test } from 'a'
test('b', async () => { expect(1).toBe(2) })`

/** Loads what the first file would wait for, while none has come yet. */
export const loadParsers = (): void => {
  parseFile({ bytes: new TextEncoder().encode(SMALL_TEST), language: 'typescript' })
}

interface Work {
  request: ParseRequest
  results: ParseResult[]
}

/** Answers a request, and those that come while it does. */
export const answerParseRequests = (first: ParseRequest, port: ParseRequestPort): void => {
  const urgent: Work[] = []
  const others: Work[] = []
  for (let request: ParseRequest | null = first; ; request = port.next()) {
    if (request) {
      ;(request.urgent ? urgent : others).push({ request, results: [] })
      continue
    }
    const queue = urgent.length > 0 ? urgent : others
    const [work] = queue
    if (!work) return
    const { id, files } = work.request
    port.begin(id)
    const file = files[work.results.length]
    if (file) work.results.push(parseFile(file))
    if (work.results.length < files.length) continue
    queue.shift()
    port.answer({ id, files: work.results })
  }
}
