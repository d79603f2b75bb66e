/**
 * Loads the files of a bundle with the code that was compiled of them in earlier runs. Node keeps such code too, but only
 * what V8 compiles when a file is loaded: the functions that it compiles when they are first called, which is most of the
 * code that runs, a short command would compile each time.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { cachedDataVersionTag, setFlagsFromString } from 'node:v8'
import { Script } from 'node:vm'
import { crc32 } from 'node:zlib'

export interface ScriptLoader {
  /** What the file of this name exports. It and what it requires of the folder are CommonJS, and import nothing. */
  load(name: string): unknown
  /** Called when the program ends. */
  keep(): void
}

interface Loaded {
  module: { exports: unknown }
  script: Script
  /** Of the file that it was made of. */
  digest: number
  /** How many runs have added to the code that is kept. */
  runs: number
}

/** So many runs add what they compiled to what is kept: then all that commands have in common is there. */
const RUNS = 8
/** A run that takes longer adds nothing where something is kept: V8 has thrown away what was called in its beginning. Milliseconds. */
const SHORT_RUN = 2_000

/** Before the code: digests of the file and of the code, and how many runs have added to it. 32 bits each. */
const HEADER = 12

/** The same for each version of a file: the build ends its name with a digest. */
const withoutDigest = (name: string): string => name.replace(/-[\w-]{8}\.cjs$/, '')

/** What is kept of a file with this digest, where it is whole. */
const readKept = (path: string, digest: number): { code: Buffer; runs: number } | undefined => {
  try {
    const kept = readFileSync(path)
    const code = kept.subarray(HEADER)
    return kept.readUInt32LE(0) === digest && kept.readUInt32LE(4) === crc32(code) ? { code, runs: kept.readUInt32LE(8) } : undefined
  } catch {
    // Not there, or not readable: it is compiled.
    return undefined
  }
}

const writeKept = (path: string, { script, digest, runs }: Loaded): void => {
  const code = script.createCachedData()
  const header = Buffer.alloc(HEADER)
  for (const [place, number] of [digest, crc32(code), runs + 1].entries()) header.writeUInt32LE(number, 4 * place)
  const own = `${path}.${process.pid}`
  // Whoever could write it could have this program do anything.
  writeFileSync(own, Buffer.concat([header, code]), { mode: 0o600 })
  renameSync(own, path)
}

/**
 * @param folder where the files are, all of them CommonJS in ASCII; their packages are found from there
 * @param cache where compiled code is kept. One that can't be written changes nothing but the time.
 * @param elapsed since the program began. Milliseconds.
 */
export const createScriptLoader = (folder: string, cache: string, elapsed = (): number => performance.now()): ScriptLoader => {
  // V8 takes code of its own version and settings alone, and of the same file, which it tells by its length alone.
  const kept = join(cache, `scripts-${process.version}-${cachedDataVersionTag()}`)
  const outside = createRequire(join(folder, 'main.js'))
  const loaded = new Map<string, Loaded>()

  const load = (name: string): unknown => {
    const known = loaded.get(name)
    if (known) return known.module.exports
    const filename = join(folder, name)
    const text = readFileSync(filename, 'latin1')
    const digest = crc32(text)
    const found = readKept(join(kept, name), digest)
    const script = new Script(`(function (exports, require, module, __filename, __dirname) { ${text}\n})`, {
      filename,
      ...(found && { cachedData: found.code }),
    })
    const module = { exports: {} }
    loaded.set(name, { module, script, digest, runs: found && !script.cachedDataRejected ? found.runs : 0 })
    const run = script.runInThisContext() as (...parameters: unknown[]) => void // the function that stands around the text
    run(module.exports, require, module, filename, folder)
    return module.exports
  }

  const require = Object.assign((name: string): unknown => (name.startsWith('./') ? load(name.slice(2)) : outside(name)), {
    resolve: outside.resolve,
  })

  const keep = (): void => {
    const isShort = elapsed() < SHORT_RUN
    const growing = [...loaded].filter(([, { runs }]) => runs === 0 || (isShort && runs < RUNS))
    if (growing.length === 0) return
    // What bounds the heap is one of the settings by which code is taken; here it has done its work.
    setFlagsFromString('--heap-growing-percent=0')
    try {
      mkdirSync(kept, { recursive: true })
      for (const [name, one] of growing) writeKept(join(kept, name), one)
      const now = new Set(growing.map(([name]) => withoutDigest(name)))
      for (const name of readdirSync(kept)) if (now.has(withoutDigest(name)) && !loaded.has(name)) unlinkSync(join(kept, name))
    } catch {
      // The next run compiles.
    }
  }

  return { load, keep }
}
