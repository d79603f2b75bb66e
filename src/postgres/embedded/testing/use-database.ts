/** A command that uses the embedded server: tells its URL, then waits to be ended. `--once`: ends at once. */
import { openDatabase } from '../../open-database.ts'

const database = await openDatabase({ env: process.env, signal: AbortSignal.timeout(60_000) })
process.stdout.write(`${database.url}\n`)
if (process.argv.includes('--once')) await database[Symbol.asyncDispose]()
else setInterval(() => {}, 60_000)
