/**
 * Runs the tests by Node's own runner: `unit` only the pure ones, which share one process (test/unit-tests.ts); otherwise also
 * those with PostgreSQL or processes, each file in a process of its own or with others of its kind. Further arguments are options
 * of these processes, for instance `npm test -- --test-name-pattern=lease`.
 */
import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { run } from 'node:test'
import { spec } from 'node:test/reporters'
import { fileURLToPath } from 'node:url'

import { bundleTestPrograms } from './bundle-test-programs.ts'
import { findTestsTogether, writeTestsTogether } from './tests-together.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const [first, ...rest] = process.argv.slice(2)
const unitOnly = first === 'unit'
const options = unitOnly || first === undefined ? rest : [first, ...rest]

const UNIT_TESTS = 'test/unit-tests.ts'

/** These begin first, then what shares a process: what is begun last is waited for by idle processors. Node's command line would sort them. */
const LONGEST = ['chaos', 'package', 'hostile-texts', 'cli-analyze', 'telemetry-traces']

const findFiles = (): string[] => {
  const all = globSync(['src/**/*.integration.test.ts', 'cmd/**/*.integration.test.ts', 'test/**/*.test.ts'], {
    cwd: root,
    exclude: ['**/fixtures/**'],
  })
  const shared = findTestsTogether()
  const longest = LONGEST.map((name) => `test/${name}.test.ts`)
  const placed = new Set([...longest, ...shared.flatMap(({ tests }) => tests)])
  return [...longest, UNIT_TESTS, ...writeTestsTogether(shared), ...all.filter((file) => !placed.has(file)).sort()]
}

// They mostly wait for other processes, so four at a time even on a machine of two cores, where the runner would take one.
const concurrency = Math.max(4, availableParallelism() - 1)
const TIMEOUT = 240_000
/** Of a process, which has many tests. */
const LONGEST_PROCESS = 2 * TIMEOUT

/** Each file's process loads much of the same sources: stripped of types and compiled once for all, they load in a third of the time. */
const COMPILED = fileURLToPath(new URL('../node_modules/.cache/testimony-compiled', import.meta.url))

/** Whole programs are tried as they are shipped; they start in half the time, too. */
const build = async (): Promise<boolean> => {
  const { status } = spawnSync(process.execPath, ['scripts/build/build.ts', '--without-types'], { cwd: root, stdio: 'inherit' })
  if (status === 0) await bundleTestPrograms()
  return status === 0
}

const runTests = (): void => {
  process.chdir(root)
  process.env['NODE_COMPILE_CACHE'] ??= COMPILED
  if (!unitOnly) process.env['TESTIMONY_TEST_BUILD'] = 'dist'
  const files = unitOnly ? [UNIT_TESTS] : findFiles()
  const tests = run({ files, concurrency, timeout: LONGEST_PROCESS, execArgv: [`--test-timeout=${TIMEOUT}`, ...options] })
  // There is a summary of each file, too, and only that of all has no file.
  tests.on('test:summary', ({ file, success }) => {
    if (file === undefined && !success) process.exitCode = 1
  })
  tests.compose(spec).pipe(process.stdout)
}

if (unitOnly || (await build())) runTests()
else process.exitCode = 1
