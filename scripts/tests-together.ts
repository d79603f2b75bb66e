/**
 * Which test files share a process: most are short, and to load the sources takes each longer than its own work. A file that
 * tells its whole process something (as where telemetry goes) is apart, and so is one that needs much memory, which makes each
 * program dearer that is started beside it; and one that nothing here names.
 */
import { globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Each takes a minute at most, since it is waited for as a whole; the longest are first. */
const TOGETHER: Record<string, string> = {
  scheduler: 'test/{scheduler*,service-start,shutdown-order,wrong-role}.test.ts',
  operations: 'test/{auto-refresh,database-roles,migrate-*,private-*,programs-*,retention-*,upgrade-*}.test.ts',
  cli: 'test/cli-{bad-input,ends,jobs,pin,scan,terminal,token}.test.ts',
  analyzer: 'test/analyzer-*.test.ts',
  'cli-spec': 'test/cli-spec*.test.ts',
  workers: 'test/{health,queue-*}.test.ts',
  queue: 'src/queue/**/!(job-telemetry|query-plans).integration.test.ts',
  source: 'src/source/**/!(hostile-tree).integration.test.ts',
  'spec-generator': 'test/{enqueue-*,spec-generator*}.test.ts',
  periodic: 'src/{refresh,retention,schedule}/**/*.integration.test.ts',
  postgres: 'src/postgres/**/*.integration.test.ts',
  specification: 'src/specification/**/!(ask-model).integration.test.ts',
  analysis: 'src/analysis/**/*.integration.test.ts',
  checkout:
    'test/{backup,bundles,chaos-leaks,chaos/*,extract-remote,generated-files,launcher*,lint-rules,process-boundaries,systemd-units}.test.ts',
  rest: '{cmd,src/{runtime,vault}}/**/*.integration.test.ts',
}

/** Plain JavaScript, since Node strips no types below `node_modules`. */
const ENTRIES = join(root, 'node_modules/.cache/testimony-tests-together')

/** Loads these files one by one, each as a suite with its own hooks. */
const entryOf = (paths: readonly string[]): string =>
  [
    "import { describe } from 'node:test'",
    ...paths.map((path) => {
      const url = pathToFileURL(join(root, path)).href
      return `describe(${JSON.stringify(path)}, async () => void (await import(${JSON.stringify(url)})))`
    }),
    '',
  ].join('\n')

interface SharedProcess {
  name: string
  /** Paths from the root of the repository. */
  tests: readonly string[]
}

export const findTestsTogether = (): SharedProcess[] =>
  Object.entries(TOGETHER).map(([name, pattern]) => ({
    name,
    tests: globSync(pattern, { cwd: root, exclude: ['**/fixtures/**'] }).sort(),
  }))

/** Writes what loads them: a path for each. */
export const writeTestsTogether = (together: readonly SharedProcess[]): string[] => {
  rmSync(ENTRIES, { recursive: true, force: true })
  mkdirSync(ENTRIES, { recursive: true })
  return together.map(({ name, tests }) => {
    const entry = join(ENTRIES, `${name}.js`)
    writeFileSync(entry, entryOf(tests))
    return entry
  })
}
