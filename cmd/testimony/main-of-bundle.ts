/** Where the command line starts in its bundle, as main.ts does from the sources. */
import { enableCompileCache } from 'node:module'
import { inspect } from 'node:util'
import { compiledFolderOf } from '../../src/runtime/cache-folder.ts'
import { EXIT_CODE } from '../../src/runtime/exit-code.ts'
import { createScriptLoader } from '../../src/runtime/script-loader.ts'
import type { runTestimony as RunTestimony } from './app.ts'

const given = process.argv.slice(2)

const load = (): { runTestimony: typeof RunTestimony } => {
  const compiled = compiledFolderOf(process.env)
  // Parsers take theirs from there too.
  enableCompileCache(compiled)
  const scripts = createScriptLoader({
    folder: import.meta.dirname,
    // As Node has it for its own.
    cache: process.env['NODE_DISABLE_COMPILE_CACHE'] ? undefined : compiled,
    command: given.find((word) => /^[a-z]+$/.test(word)) ?? '',
  })
  process.on('exit', scripts.keep)
  return scripts.load('app.cjs') as { runTestimony: typeof RunTestimony } // as the build named it
}

/** The program; where it can't be had, nothing of it is there that could tell why. */
const loadOrEnd = (): ReturnType<typeof load> => {
  try {
    return load()
  } catch (error) {
    process.stderr.write(`testimony: ${error instanceof Error ? error.message : String(error)}\n`)
    if (given.includes('--debug')) process.stderr.write(`${inspect(error)}\n`)
    process.exit(EXIT_CODE.usage)
  }
}

process.exit(await loadOrEnd().runTestimony(given))
