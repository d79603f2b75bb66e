/** Playwright Test's own list: `playwright test --list --reporter=json`. Browsers are neither needed nor started. */
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import type { ListingRecord } from '../runner-listing.ts'

interface JsonTest {
  projectName: string
  expectedStatus: string
  annotations: { type: string }[]
}

interface JsonSuite {
  title: string
  file: string
  suites?: JsonSuite[]
  specs: { title: string; file: string; tests: JsonTest[] }[]
}

interface JsonReport {
  config: { rootDir: string }
  suites: JsonSuite[]
  errors: { message: string; location?: { file: string } }[]
}

const statusOf = (test: JsonTest): string => {
  if (test.annotations.some(({ type }) => type === 'skip' || type === 'fixme')) return 'skipped'
  return test.expectedStatus === 'failed' || test.annotations.some(({ type }) => type === 'fail') ? 'xfail' : 'active'
}

const recordsOf = (suite: JsonSuite, suites: string[], rootDirectory: string): ListingRecord[] => [
  ...suite.specs.flatMap(({ title, file, tests }) =>
    tests.map((test) => ({ path: resolve(rootDirectory, file), suites, name: title, status: statusOf(test), project: test.projectName })),
  ),
  ...(suite.suites ?? []).flatMap((inner) => recordsOf(inner, [...suites, inner.title], rootDirectory)),
]

export const listPlaywright = async (request: { folder: string; arguments: string[]; signal: AbortSignal }): Promise<ListingRecord[]> => {
  const fromProject = createRequire(join(request.folder, 'package.json'))
  const commandLine = join(fromProject.resolve('@playwright/test/package.json'), '..', 'cli.js')
  const child = spawn(process.execPath, [commandLine, 'test', '--list', '--reporter=json', ...request.arguments], {
    cwd: request.folder,
    env: { ...process.env, FORCE_COLOR: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
    signal: request.signal,
  })
  const output = await text(child.stdout)
  // Configuration files may print before the report does.
  const report = JSON.parse(output.slice(output.search(/^\{/m))) as JsonReport
  const failed = report.errors.map(({ message, location }) => ({ failed: location?.file ?? request.folder, message }))
  // The outermost suite is the file itself.
  return [...report.suites.flatMap((file) => recordsOf(file, [], report.config.rootDir)), ...failed]
}
