/**
 * Every framework's fixtures: small projects, each with an expected.json of the tests that the real runner lists there.
 * A fixture is copied away from this repository first, so that nothing around it counts as its configuration.
 */
import assert from 'node:assert/strict'
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { globSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { scan, type SuiteJson, type TestJson } from '../src/index.ts'

const frameworks = fileURLToPath(new URL('../src/extraction/frameworks/', import.meta.url))

const listed = z.array(z.strictObject({ path: z.string(), suites: z.array(z.string()), name: z.string(), status: z.string().optional() }))
type Listed = z.infer<typeof listed>

const flatten = (path: string, suites: string[], group: { suites: SuiteJson[]; tests: TestJson[] }): Listed => [
  ...group.tests.flatMap(({ name, status, cases }) =>
    (cases?.kind === 'listed' ? cases.names : [name]).map((each) => ({ path, suites, name: each, status })),
  ),
  ...group.suites.flatMap((suite) => flatten(path, [...suites, suite.name], suite)),
]

const inOrder = (tests: Listed): string[] =>
  tests.map(({ path, suites, name, status }) => JSON.stringify([path, suites, name, status])).sort()

describe('the inventory of a fixture is what the runner lists', () => {
  for (const file of globSync('*/fixtures/*/expected.json', { cwd: frameworks }).sort()) {
    const fixture = dirname(file)
    it(fixture.replace('/fixtures/', ': '), async () => {
      const folder = await mkdtemp(join(tmpdir(), 'testimony-fixture-'))
      try {
        await cp(join(frameworks, fixture), folder, { recursive: true })
        await rm(join(folder, 'expected.json'))
        const expected = listed.parse(JSON.parse(await readFile(join(frameworks, file), 'utf8')))
        const { files, diagnostics } = await scan(folder, { threads: 1 })
        const found = files.flatMap((each) => flatten(each.path, [], each))
        // A runner that doesn't tell a test's status leaves it out of the comparison.
        const tellsStatus = expected.every(({ status }) => status !== undefined)
        assert.deepEqual(inOrder(tellsStatus ? found : found.map(({ status: _, ...test }) => test)), inOrder(expected))
        assert.deepEqual(diagnostics, [])
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    })
  }
})
