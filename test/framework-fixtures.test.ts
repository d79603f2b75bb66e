/**
 * Every framework's fixtures: small projects, each with an expected.json of the tests that the real runner lists there.
 * A fixture is copied away from this repository first, so that nothing around it counts as its configuration.
 */
import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { cpSync, globSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import { scanRepository } from '../src/analysis/scan-repository.ts'
import { createParserPool } from '../src/extraction/parser-pool.ts'
import { inventoryToJson, type SuiteJson, type TestJson } from '../src/inventory/inventory-json.ts'

const frameworks = fileURLToPath(new URL('../src/extraction/frameworks/', import.meta.url))

/** As scripts/derive-expected.ts writes it; a status that the runner doesn't tell is left out and not compared. */
const expectation = z.object({
  files: z.array(
    z.object({
      path: z.string(),
      tests: z.array(z.object({ suites: z.array(z.string()), name: z.string(), status: z.string().optional() })),
    }),
  ),
})
type Expected = z.infer<typeof expectation>['files'][number]['tests'][number]

const flatten = (suites: string[], group: { suites: SuiteJson[]; tests: TestJson[] }): Expected[] => [
  ...group.tests.flatMap(({ name, status, cases }) =>
    (cases?.kind === 'listed' ? cases.names : [name]).map((each) => ({ suites, name: each, status })),
  ),
  ...group.suites.flatMap((suite) => flatten([...suites, suite.name], suite)),
]

/** One line a test, sorted. */
const linesOf = (files: { path: string; tests: Expected[] }[], tellsStatus: (line: string) => boolean): string[] =>
  files
    .flatMap(({ path, tests }) =>
      tests.map(({ suites, name, status }) => {
        const line = [path, ...suites, name].join(' > ')
        return tellsStatus(line) ? `${line}: ${status}` : line
      }),
    )
    .sort()

const withoutStatus = ({ files }: z.infer<typeof expectation>): Set<string> =>
  new Set(
    linesOf(
      files.map(({ path, tests }) => ({ path, tests: tests.filter(({ status }) => status === undefined) })),
      () => false,
    ),
  )

describe('the inventory of a fixture is what the runner lists', () => {
  // To start them takes far longer than to scan a fixture.
  const parsers = createParserPool({ size: 1 })
  after(() => parsers[Symbol.asyncDispose]())

  it('and every framework has a fixture', () => {
    const folders = readdirSync(frameworks, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    assert.deepEqual(
      folders.map(({ name }) => name).filter((name) => globSync(`${name}/fixtures/*/expected.json`, { cwd: frameworks }).length === 0),
      [],
    )
  })

  for (const file of globSync('*/fixtures/*/expected.json', { cwd: frameworks }).sort()) {
    const fixture = dirname(file)
    it(fixture.replace('/fixtures/', ': '), async () => {
      const folder = await mkdtemp(join(tmpdir(), 'testimony-fixture-'))
      try {
        cpSync(join(frameworks, fixture), folder, { recursive: true })
        await rm(join(folder, 'expected.json'))
        const expected = expectation.parse(JSON.parse(await readFile(join(frameworks, file), 'utf8')))
        const untold = withoutStatus(expected)
        const source = { allowPrivateNetworks: false, cacheDirectory: join(folder, 'unused'), cacheLimitBytes: 0 }
        const { inventory } = await scanRepository(folder, { source, parsers }, new AbortController().signal)
        const { files } = inventoryToJson(inventory)
        const found = files.map((each) => ({ path: each.path, tests: flatten([], each) }))
        const tellsStatus = (line: string): boolean => !untold.has(line)
        assert.deepEqual(linesOf(found, tellsStatus), linesOf(expected.files, tellsStatus))
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    })
  }
})
