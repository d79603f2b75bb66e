/** How each framework's runner is asked for its tests: one function a framework, all answering with the same records. */
import { execFile } from 'node:child_process'
import { globSync } from 'node:fs'
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { listGo } from './listers/list-go.ts'
import { listPlaywright } from './listers/list-playwright.ts'
import { mergeRecords } from './runner-listing.ts'
import type { ListingRecord, RunnerListing } from './runner-listing.ts'
import { FRAMEWORKS, INVENTORY_NAMES } from './truth.ts'
import type { TruthFramework } from './truth.ts'

export interface RunnerRequest {
  /** Where the runner is started: the folder of the project, with its dependencies installed. */
  folder: string
  /** More arguments for the runner, as a person would give them. */
  arguments: string[]
  signal: AbortSignal
}

interface AdapterRequest extends RunnerRequest {
  /** Where an adapter inside the runner appends its records. */
  listing: string
}

type Adapter = (request: AdapterRequest) => Promise<ListingRecord[] | void>

const lister = (name: string): string => join(import.meta.dirname, 'listers', name)

/** A runner that ends with an error code may still have listed what it could: what is missing shows in its records. */
const run = async (
  program: string,
  parameters: string[],
  request: AdapterRequest,
  environment: Record<string, string> = {},
): Promise<void> => {
  const started = promisify(execFile)(program, parameters, {
    cwd: request.folder,
    env: { ...process.env, FORCE_COLOR: '0', CI: '1', TESTIMONY_LISTING: request.listing, ...environment },
    maxBuffer: 1 << 28,
    signal: request.signal,
  })
  await started.catch((fault: Error & { stdout?: string; stderr?: string; code?: unknown }) => {
    if (typeof fault.code === 'string') throw fault
    process.stderr.write(
      `${program} ended with ${String(fault.code)}\n${(fault.stdout ?? '').slice(-2000)}\n${(fault.stderr ?? '').slice(-2000)}\n`,
    )
  })
}

const inProject = (request: RunnerRequest, module: string): string => createRequire(join(request.folder, 'package.json')).resolve(module)

const binaryOf = (request: RunnerRequest, name: string, binary: string): string =>
  join(inProject(request, `${name}/package.json`), '..', binary)

const listVitest: Adapter = (request) => run(process.execPath, [lister('vitest-listing.mjs'), ...request.arguments], request)

const listJest: Adapter = (request) =>
  run(
    process.execPath,
    [binaryOf(request, 'jest', 'bin/jest.js'), '--testRunner', lister('jest-runner-listing.cjs'), '--maxWorkers=2', ...request.arguments],
    request,
  )

const listMocha: Adapter = (request) =>
  run(
    process.execPath,
    [binaryOf(request, 'mocha', 'bin/mocha.js'), '--dry-run', '--reporter', lister('mocha-reporter-listing.cjs'), ...request.arguments],
    request,
  )

/** What `node --test` takes without arguments. */
const NODE_TEST_FILES = ['**/test/**/*', '**/*.test', '**/*-test', '**/*_test', '**/test-*', '**/test'].map(
  (name) => `${name}.{js,mjs,cjs,ts,mts,cts}`,
)

/** Subtests exist only once they run, so each file is run, alone: the reporter then knows whose tests it sees. */
const listNodeTest: Adapter = async (request) => {
  const flags = request.arguments.filter((argument) => argument.startsWith('--'))
  const patterns = request.arguments.filter((argument) => !argument.startsWith('--'))
  const files = globSync(patterns.length > 0 ? patterns : NODE_TEST_FILES, {
    cwd: request.folder,
    exclude: (path) => path.includes('node_modules'),
  })
  const reporter = [`--test-reporter=${lister('node-test-reporter-listing.mjs')}`, '--test-reporter-destination=stdout']
  for (const file of files.toSorted()) {
    const path = join(request.folder, file)
    const limit = AbortSignal.any([request.signal, AbortSignal.timeout(60_000)])
    try {
      await run(process.execPath, [...reporter, ...flags, file], { ...request, signal: limit }, { TESTIMONY_TEST_FILE: path })
    } catch (fault) {
      if (request.signal.aborted || !limit.aborted) throw fault
      process.stderr.write(`${file} did not end within a minute\n`)
      await appendFile(request.listing, `${JSON.stringify({ failed: path })}\n`)
    }
  }
}

const listCypress: Adapter = (request) => run(process.execPath, [lister('cypress-listing.mjs'), ...request.arguments], request)

/** The interpreter that Python's runners are started with. */
export const python = (): string => process.env['PYTHON'] ?? 'python3'

const listPytest: Adapter = (request) =>
  run(python(), ['-m', 'pytest', '--collect-only', '-q', '-p', 'pytest_listing', ...request.arguments], request, {
    PYTHONPATH: [lister(''), ...(process.env['PYTHONPATH'] ? [process.env['PYTHONPATH']] : [])].join(delimiter),
  })

const listUnittest: Adapter = (request) => run(python(), [lister('unittest_listing.py'), ...request.arguments], request)

const RUNNERS: Record<TruthFramework, Adapter> = {
  vitest: listVitest,
  jest: listJest,
  mocha: listMocha,
  'node-test': listNodeTest,
  playwright: listPlaywright,
  cypress: listCypress,
  pytest: listPytest,
  unittest: listUnittest,
  go: listGo,
}

const parseRecords = (text: string): ListingRecord[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    // Written by our own adapters, one object a line.
    .map((line) => JSON.parse(line) as ListingRecord)

/**
 * A framework by the name of its truths or that of an inventory.
 * @throws Error where its runner can't be asked
 */
export const frameworkNamed = (framework: string): TruthFramework => {
  const known = FRAMEWORKS.find((name) => name === framework || INVENTORY_NAMES[name] === framework)
  if (!known) throw new Error(`No listing for «${framework}». There is one for ${FRAMEWORKS.join(', ')}.`)
  return known
}

/** What the framework's own runner lists for the project in a folder; paths are relative to `root`. */
export const listWithRunner = async (framework: string, request: RunnerRequest, root: string): Promise<RunnerListing> => {
  const known = frameworkNamed(framework)
  const scratch = await mkdtemp(join(tmpdir(), 'testimony-listing-'))
  try {
    const listing = join(scratch, 'tests.jsonl')
    await writeFile(listing, '')
    const records = (await RUNNERS[known]({ ...request, listing })) ?? parseRecords(await readFile(listing, 'utf8'))
    return await mergeRecords(records, root)
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}
