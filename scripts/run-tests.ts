/**
 * Runs the tests by Node's own runner: `unit` only the pure ones, which share one process (test/unit-tests.ts); otherwise also
 * those with PostgreSQL or processes, each file in a process of its own. Further arguments go to the runner, for instance
 * `npm test -- --test-name-pattern=lease`.
 */
import { spawnSync } from 'node:child_process'
import { globSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'

const root = new URL('..', import.meta.url)
const [first, ...rest] = process.argv.slice(2)
const unitOnly = first === 'unit'
const options = unitOnly || first === undefined ? rest : [first, ...rest]

const isolated = globSync(['src/**/*.integration.test.ts', 'cmd/**/*.integration.test.ts', 'test/**/*.test.ts'], {
  cwd: root,
  exclude: ['**/fixtures/**'],
}).sort()

// They mostly wait for other processes, so three at a time even on a machine of two cores, where the runner would take one.
const concurrency = Math.max(3, availableParallelism() - 1)
const limits = [`--test-concurrency=${concurrency}`, '--test-timeout=240000']
const files = ['test/unit-tests.ts', ...(unitOnly ? [] : isolated)]

/** Each file's process loads much of the same sources: stripped of types and compiled once for all, they load in a third of the time. */
const COMPILED = fileURLToPath(new URL('node_modules/.cache/testimony-compiled', root))

/** Whole programs are tried as they are shipped; they start in half the time, too. */
const build = (): boolean => {
  const { status } = spawnSync(process.execPath, ['scripts/build/build.ts', '--without-types'], { cwd: root, stdio: 'inherit' })
  return status === 0
}

const runTests = (): number => {
  const env = { NODE_COMPILE_CACHE: COMPILED, ...process.env, ...(!unitOnly && { TESTIMONY_TEST_BUILD: 'dist' }) }
  return spawnSync(process.execPath, ['--test', ...limits, ...options, ...files], { cwd: root, stdio: 'inherit', env }).status ?? 1
}
process.exitCode = unitOnly || build() ? runTests() : 1
