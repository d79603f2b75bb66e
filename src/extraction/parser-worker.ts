/** A worker thread that parses. Its code comes compiled from where the host program keeps its own, if it does. */
import { enableCompileCache, flushCompileCache } from 'node:module'
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import type { ParseRequest, ParserSettings } from './parse-requests.ts'

const { compiled, working } = workerData as ParserSettings // what ParserThread starts it with
if (compiled !== undefined) enableCompileCache(compiled)
const { answerParseRequests } = await import('./parse-requests.ts')
// Threads are ended rather than that they end, so what was compiled is written now.
if (compiled !== undefined) flushCompileCache()
const port = parentPort
port?.on('message', (request: ParseRequest) =>
  answerParseRequests(request, {
    next: () => (receiveMessageOnPort(port)?.message as ParseRequest | undefined) ?? null, // what ParserThread sends
    begin: (id) => {
      Atomics.store(working, 0, id)
      Atomics.add(working, 1, 1)
    },
    answer: (answer) => port.postMessage(answer),
  }),
)
