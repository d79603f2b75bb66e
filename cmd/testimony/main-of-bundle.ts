/** Where the command line starts in its bundle, as main.ts does from the sources. */
import { enableCompileCache } from 'node:module'
import { compiledFolderOf } from '../../src/runtime/cache-folder.ts'
import { createScriptLoader } from '../../src/runtime/script-loader.ts'
import type { runTestimony as RunTestimony } from './app.ts'

const compiled = compiledFolderOf(process.env)
// For this file, and for parsers, which take theirs from there too.
enableCompileCache(compiled)
const scripts = createScriptLoader(import.meta.dirname, compiled)
process.on('exit', scripts.keep)
const { runTestimony } = scripts.load('app.cjs') as { runTestimony: typeof RunTestimony } // as the build named it
process.exit(await runTestimony(process.argv.slice(2)))
