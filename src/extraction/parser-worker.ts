/** A worker thread that parses. Its code comes compiled from where the host program keeps its own, if it does. */
import { enableCompileCache, flushCompileCache } from 'node:module'
import { parentPort, workerData } from 'node:worker_threads'
import type { ParseRequest } from './parse-requests.ts'

const compiled: unknown = workerData
if (typeof compiled === 'string') enableCompileCache(compiled)
const { answerParseRequest } = await import('./parse-requests.ts')
// Threads are ended rather than that they end, so what was compiled is written now.
if (typeof compiled === 'string') flushCompileCache()
parentPort?.on('message', (request: ParseRequest) => parentPort?.postMessage(answerParseRequest(request)))
