/**
 * The main module of a ParserProcess: a thread with the stack that it is told, for one call's files after the other. Its code
 * comes compiled from where the host program keeps its own, if it does.
 */
import { enableCompileCache } from 'node:module'
import type { FileToParse } from './parser.ts'

const [stack, compiled] = process.argv.slice(2)
if (compiled !== undefined) enableCompileCache(compiled)
const { ParserThread } = await import('./parser-thread.ts')
// The process that asks keeps the time, and kills this one.
const NO_TIMEOUT = 2 ** 31 - 1
const thread = new ParserThread({ stack: Number(stack), timeout: NO_TIMEOUT, onRoom: () => {} })

process.on('message', (message) => {
  const files = message as FileToParse[] // what ParserProcess sends, and no more before this is answered
  thread.run({
    files,
    urgent: false,
    resolve: (results) => void process.send?.(results),
    fail: (failure) => void process.send?.(files.map(() => failure)),
  })
})
// An orderly exit would wait for the thread, which may hang in native code.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
