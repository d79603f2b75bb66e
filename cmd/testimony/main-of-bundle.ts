/** Where the command line starts in its bundle, as main.ts does from the sources. */
import { enableCompileCache } from 'node:module'
import { compiledFolderOf } from '../../src/runtime/cache-folder.ts'
import { createScriptLoader } from '../../src/runtime/script-loader.ts'
import type { runTestimony as RunTestimony } from './app.ts'

const compiled = compiledFolderOf(process.env)
// For this file, and for parsers, which take theirs from there too.
enableCompileCache(compiled)
const given = process.argv.slice(2)
const scripts = createScriptLoader({
  folder: import.meta.dirname,
  // As Node has it for its own.
  cache: process.env['NODE_DISABLE_COMPILE_CACHE'] ? undefined : compiled,
  command: given.find((word) => /^[a-z]+$/.test(word)) ?? '',
})
process.on('exit', scripts.keep)
const { runTestimony } = scripts.load('app.cjs') as { runTestimony: typeof RunTestimony } // as the build named it
process.exit(await runTestimony(given))
