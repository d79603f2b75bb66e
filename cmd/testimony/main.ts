/** The command line: all of it on one machine, and what a person does by hand. */
import { keepCompiledCode } from '../../src/runtime/keep-compiled-code.ts'

// Compiled code of earlier runs: most of what a short command waits for is its own modules. A folder that can't be
// written changes nothing but the time.
keepCompiledCode(process.env)
const { runTestimony } = await import('./app.ts')
process.exit(await runTestimony(process.argv.slice(2)))
