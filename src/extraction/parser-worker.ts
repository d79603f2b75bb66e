/** A worker thread that parses. Its code comes compiled from where the host program keeps its own, if it does. */
import { enableCompileCache, flushCompileCache } from 'node:module'
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import type { ParseRequest, ParserSettings } from './parse-requests.ts'

const { compiled, working } = workerData as ParserSettings // what ParserThread starts it with
if (compiled !== undefined) enableCompileCache(compiled)
const { answerParseRequests, loadParsers } = await import('./parse-requests.ts')
const port = parentPort
if (port) {
  const next = (): ParseRequest | null => (receiveMessageOnPort(port)?.message as ParseRequest | undefined) ?? null // what ParserThread sends
  const answer = (request: ParseRequest): void =>
    answerParseRequests(request, {
      next,
      begin: (id) => {
        Atomics.store(working, 0, id)
        Atomics.add(working, 1, 1)
      },
      answer: (answered) => port.postMessage(answered),
    })
  const first = next()
  if (first) answer(first)
  else loadParsers()
  port.on('message', answer)
}
// Threads are ended rather than that they end, so what was compiled is written now.
if (compiled !== undefined) flushCompileCache()
