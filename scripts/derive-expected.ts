/**
 * Asks the real runner what a fixture's tests are, and prints where its expected.json says otherwise:
 * `derive-expected.ts <framework> <fixture folder> [--modules <folder>] [--write] [-- runner arguments]`.
 * The fixture is copied away first, so that a runner's caches stay out of the checkout. `--modules` names a folder whose
 * node_modules has the runner; a fixture's expected.json may name the runner's `arguments`. Python's runners are those
 * of `$PYTHON`, Go's is the `go` on the PATH.
 */
import { cp, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import * as z from 'zod'
import { listWithRunner } from './accuracy/runners.ts'

const test = z.object({ suites: z.array(z.string()), name: z.string(), status: z.string().optional() })
const expectation = z.object({
  arguments: z.array(z.string()).optional(),
  files: z.array(z.looseObject({ path: z.string(), tests: z.array(test) })),
})

const { values, positionals } = parseArgs({
  options: { modules: { type: 'string' }, write: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const [framework, fixture, ...parameters] = positionals
if (!framework || !fixture) {
  process.stderr.write('usage: derive-expected.ts <framework> <fixture folder> [--modules <folder>] [--write] [-- runner arguments]\n')
  process.exit(2)
}

/** A test as one line. A status counts only where both sides can tell it: Mocha's `pending` may be skipped or todo. */
const lineOf = (path: string, { suites, name }: z.infer<typeof test>): string => JSON.stringify([path, ...suites, name])

const linesOf = (files: readonly { path: string; tests: z.infer<typeof test>[] }[]): string[] =>
  files.flatMap(({ path, tests }) => tests.map((each) => lineOf(path, each)))

const without = (lines: readonly string[], others: readonly string[]): string[] => {
  const left = new Map<string, number>()
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1)
  return lines.filter((line) => {
    const count = left.get(line) ?? 0
    left.set(line, count - 1)
    return count <= 0
  })
}

const expectedFile = join(fixture, 'expected.json')
const known: z.infer<typeof expectation> = await readFile(expectedFile, 'utf8').then(
  (text) => expectation.parse(JSON.parse(text)),
  (fault: NodeJS.ErrnoException) => {
    if (fault.code === 'ENOENT') return { files: [] }
    throw fault
  },
)
const scratch = await mkdtemp(join(await realpath(tmpdir()), 'testimony-fixture-'))
const abort = new AbortController()
process.once('SIGINT', () => abort.abort())
try {
  const folder = join(scratch, basename(resolve(fixture)))
  await cp(fixture, folder, { recursive: true, filter: (path) => !path.endsWith('expected.json') })
  if (values.modules) await symlink(join(resolve(values.modules), 'node_modules'), join(folder, 'node_modules'))
  // Runners look for the nearest package.json, and must not find one outside.
  await writeFile(join(folder, 'package.json'), '{}\n', { flag: 'wx' }).catch(() => undefined)
  const runner = parameters.length > 0 ? parameters : (known.arguments ?? [])
  const { tests, failed } = await listWithRunner(framework, { folder, arguments: runner, signal: abort.signal }, folder)
  const listed = [...Map.groupBy(tests, ({ path }) => path)].map(([path, inFile]) => ({
    path,
    tests: inFile.map(({ suites, name, status }) => ({ suites, name, ...(status && status !== 'pending' && { status }) })),
  }))
  for (const path of failed) process.stdout.write(`the runner could not load ${path}\n`)
  const missing = without(linesOf(listed), linesOf(known.files))
  const extra = without(linesOf(known.files), linesOf(listed))
  for (const line of missing) process.stdout.write(`the runner lists, expected.json does not: ${line}\n`)
  for (const line of extra) process.stdout.write(`expected.json lists, the runner does not: ${line}\n`)
  const statuses = new Map(known.files.flatMap(({ path, tests: expected }) => expected.map((each) => [lineOf(path, each), each.status])))
  for (const { path, tests: inFile } of listed) {
    for (const each of inFile) {
      const expected = statuses.get(lineOf(path, each))
      if (expected && each.status && expected !== each.status)
        process.stdout.write(`${lineOf(path, each)}: ${expected} expected, ${each.status} by the runner\n`)
    }
  }
  process.stdout.write(
    `${tests.length} tests in ${listed.length} files by the runner, ${missing.length} missing from and ${extra.length} too many in expected.json\n`,
  )
  if (values.write)
    await writeFile(expectedFile, `${JSON.stringify({ ...(runner.length > 0 && { arguments: runner }), files: listed }, null, 2)}\n`)
  process.exitCode = missing.length + extra.length + failed.length > 0 ? 1 : 0
} finally {
  await rm(scratch, { recursive: true, force: true })
}
