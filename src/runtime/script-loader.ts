/**
 * Loads the files of a bundle with the code that was compiled of them in earlier runs. Node keeps such code too, but only
 * what V8 compiles when a file is loaded: the functions that it compiles when they are first called, which is most of the
 * code that runs, a short command would compile each time.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { cachedDataVersionTag } from 'node:v8'
import { Script } from 'node:vm'
import { crc32 } from 'node:zlib'
import { restoreV8Settings } from './v8-settings.ts'

/** The `code` of what is thrown where a file is missing. Not by its class: who loads scripts has another one of each. */
export const INSTALLATION_INCOMPLETE = 'installation-incomplete'

export interface ScriptLoaderOptions {
  /** Where the files are, all of them CommonJS in ASCII; their packages are found from there. */
  folder: string
  /** Where compiled code is kept; nothing is without one. One that can't be written changes nothing but the time. */
  cache: string | undefined
  /** What the program is asked to do: each command keeps what it calls. */
  command: string
  /** Since the program began. Milliseconds. */
  elapsed?: () => number
}

export interface ScriptLoader {
  /** What the file of this name exports. It and what it requires of the folder are CommonJS, and import nothing. */
  load(name: string): unknown
  /** Called when the program ends. */
  keep(): void
}

interface Kept {
  code: Buffer
  /** How many runs in a row have added next to nothing to it. */
  runs: number
}

interface Loaded {
  module: { exports: unknown }
  script: Script
  /** Of the file that it was made of. */
  digest: number
  /** What it was made with. */
  kept: Kept | undefined
}

/** So many runs in a row that added next to nothing end it: what a command calls is there. */
const RUNS = 3
/** How much the code of a file has to grow to count as more. */
const GROWTH = 1.05
/** A run that takes longer adds nothing where something is kept: V8 has thrown away what was called in its beginning. Milliseconds. */
const SHORT_RUN = 2_000
/** What other versions of the program and of Node have kept is taken away when it is as old. Milliseconds. */
const FORGOTTEN_AFTER = 30 * 24 * 60 * 60 * 1000

/** Before the code: digests of the file and of the code, and the number of runs. 32 bits each. */
const HEADER = 12
const PREFIX = 'scripts-'

/** What is kept of a file with this digest, where it is whole. */
const readKept = (path: string, digest: number): Kept | undefined => {
  try {
    const kept = readFileSync(path)
    const code = kept.subarray(HEADER)
    return kept.readUInt32LE(0) === digest && kept.readUInt32LE(4) === crc32(code) ? { code, runs: kept.readUInt32LE(8) } : undefined
  } catch {
    // Not there, or not readable: it is compiled.
    return undefined
  }
}

const writeKept = (path: string, { script, digest, kept }: Loaded): void => {
  const code = script.createCachedData()
  const runs = kept && code.length < GROWTH * kept.code.length ? kept.runs + 1 : 1
  const header = Buffer.alloc(HEADER)
  for (const [place, number] of [digest, crc32(code), runs].entries()) header.writeUInt32LE(number, 4 * place)
  const own = `${path}.${process.pid}`
  try {
    // Whoever could write it could have this program do anything.
    writeFileSync(own, Buffer.concat([header, code]), { mode: 0o600 })
    renameSync(own, path)
  } catch {
    // The next run compiles.
    rmSync(own, { force: true })
  }
}

/** Takes away what is old in a folder, but for what is still used. */
const forgetOld = (folder: string, isUsed: (name: string) => boolean): void => {
  for (const name of readdirSync(folder).filter((one) => !isUsed(one))) {
    const path = join(folder, name)
    if (Date.now() - statSync(path).mtimeMs > FORGOTTEN_AFTER) rmSync(path, { recursive: true, force: true })
  }
}

export const createScriptLoader = (options: ScriptLoaderOptions): ScriptLoader => {
  const { folder, cache, command, elapsed = () => performance.now() } = options
  // V8 takes code of its own version and settings alone, and of the same file, which it tells by its length alone.
  const settings = cachedDataVersionTag()
  const own = `${PREFIX}${process.version}-${settings}-${crc32(`${folder} ${command}`)}`
  const outside = createRequire(join(folder, 'main.js'))
  const loaded = new Map<string, Loaded>()

  const read = (filename: string): string => {
    try {
      return readFileSync(filename, 'latin1')
    } catch (error) {
      throw Object.assign(new Error(`${filename} can't be read: install testimony anew`, { cause: error }), {
        code: INSTALLATION_INCOMPLETE,
      })
    }
  }

  const load = (name: string): unknown => {
    const known = loaded.get(name)
    if (known) return known.module.exports
    const filename = join(folder, name)
    const text = read(filename)
    const digest = crc32(text)
    const kept = cache === undefined ? undefined : readKept(join(cache, own, name), digest)
    const script = new Script(`(function (exports, require, module, __filename, __dirname) { ${text}\n})`, {
      filename,
      ...(kept && { cachedData: kept.code }),
    })
    const module = { exports: {} }
    loaded.set(name, { module, script, digest, kept: script.cachedDataRejected ? undefined : kept })
    const run = script.runInThisContext() as (...parameters: unknown[]) => void // the function that stands around the text
    try {
      run(module.exports, require, module, filename, folder)
    } catch (error) {
      // Who asks next is told the same, and not given the half of it.
      loaded.delete(name)
      throw error
    }
    return module.exports
  }

  const require = Object.assign((name: string): unknown => (name.startsWith('./') ? load(name.slice(2)) : outside(name)), {
    resolve: outside.resolve,
  })

  const keep = (): void => {
    const isShort = elapsed() < SHORT_RUN
    const growing = [...loaded].filter(([, { kept }]) => !kept || (isShort && kept.runs < RUNS))
    if (cache === undefined || growing.length === 0) return
    restoreV8Settings()
    // V8 would not take what it compiled with others.
    if (cachedDataVersionTag() !== settings) return
    try {
      mkdirSync(join(cache, own), { recursive: true, mode: 0o700 })
      for (const [name, one] of growing) writeKept(join(cache, own, name), one)
      forgetOld(join(cache, own), (name) => loaded.has(name))
      forgetOld(cache, (name) => name === own || !name.startsWith(PREFIX))
    } catch {
      // The next run compiles.
    }
  }

  return { load, keep }
}
