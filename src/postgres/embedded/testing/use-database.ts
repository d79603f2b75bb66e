/** A command that uses the embedded server: tells its URL, then waits to be ended. `--once`: ends at once. */
import { openDatabase } from '../../open-database.ts'

const database = await openDatabase({ env: process.env, signal: AbortSignal.timeout(60_000) })
console.log(database.url)
if (process.argv.includes('--once')) await database[Symbol.asyncDispose]()
else setInterval(() => {}, 60_000)
