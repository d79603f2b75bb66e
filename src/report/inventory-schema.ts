/** The published contract of an inventory's JSON: docs/inventory.schema.json is made from it by scripts/write-inventory-schema.ts. */
import * as z from 'zod'
import type { InventoryJson, SuiteJson, TestJson } from '../inventory/inventory-json.ts'
import { STATUSES } from '../inventory/inventory.ts'

const count = z.int().nonnegative()
const line = z.int().positive().describe('Counted from 1.')
const path = z.string().min(1).describe('Relative to the repository, with `/` between its parts.')

const status = z
  .enum(STATUSES)
  .meta({ id: 'status' })
  .describe('active: runs. focused: marked to run alone. skipped: marked not to run. todo: still to be written. xfail: expected to fail.')

const cases = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('listed'), names: z.array(z.string()).describe('As the runner prints them.') }),
    z.strictObject({ kind: z.literal('dynamic').describe('Known only when the test runs.') }),
  ])
  .nullable()
  .describe('Null where the test is not parameterised.')

const test: z.ZodType<TestJson> = z
  .strictObject({
    id: z.string().min(1).describe('Stable under edits elsewhere: a digest of path, framework, suites and name.'),
    name: z.string().describe('As the runner prints it; the template of the name where the test is parameterised.'),
    line,
    endLine: line,
    status,
    statusFrom: z.enum(['own', 'inherited']).describe('Whether the status is the test’s own or that of a suite around it.'),
    reason: z.string().exactOptional().describe('Why it is skipped or expected to fail, in the words of the source.'),
    modifiers: z.array(z.string()).describe('As written: concurrent, sequential, slow, conditional, ...'),
    tags: z.array(z.string()),
    declaredAt: z.strictObject({ path, line }).exactOptional().describe('Where an inherited or included test is written.'),
    cases,
  })
  .meta({ id: 'test' })

const suite: z.ZodType<SuiteJson> = z
  .strictObject({
    name: z.string(),
    line,
    endLine: line,
    status,
    get suites() {
      return z.array(suite)
    },
    tests: z.array(test),
  })
  .meta({ id: 'suite' })

const file = z
  .strictObject({
    path,
    language: z.string().min(1),
    framework: z.string().min(1),
    detectedBy: z.enum(['import', 'config', 'content', 'name']).describe('The evidence by which the framework was chosen.'),
    suites: z.array(suite).describe('Sorted by line.'),
    tests: z.array(test).describe('Tests outside of any suite, sorted by line.'),
  })
  .meta({ id: 'file' })

const totals = z.strictObject({
  files: count,
  suites: count,
  tests: count.describe('A test with listed cases counts as their number, a dynamic one as 1.'),
  dynamic: count.describe('How many of the tests are dynamic.'),
  byStatus: z.strictObject({ active: count, focused: count, skipped: count, todo: count, xfail: count }),
  byFramework: z.record(z.string(), count).describe('Tests by framework.'),
  byLanguage: z.record(z.string(), count).describe('Tests by language.'),
})

const diagnostic = z
  .strictObject({ path: z.string(), code: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/), message: z.string() })
  .describe('Something that could not be read, parsed or decided, or that was left out by rule.')

export const repositorySchema = z
  .strictObject({
    url: z.string().exactOptional(),
    path: z.string().exactOptional(),
    ref: z.string().exactOptional().describe('The branch, tag or commit as asked for.'),
    commit: z
      .string()
      .regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/)
      .exactOptional(),
  })
  .describe('What was looked at. A directory that is no repository has no commit.')

export const inventorySchema: z.ZodType<InventoryJson> = z.strictObject({
  schema: z.literal('testimony.inventory/1'),
  repository: repositorySchema,
  extractor: z.strictObject({ version: z.string().min(1) }),
  totals,
  files: z.array(file).describe('Files with tests, sorted by path.'),
  diagnostics: z.array(diagnostic),
})

/** As it is published: JSON Schema of the 2020-12 draft. */
export const inventoryJsonSchema = (): Record<string, unknown> => ({
  $id: 'urn:testimony:inventory:1',
  title: 'Testimony inventory',
  description: 'Every test of a repository at one commit, by static analysis.',
  ...z.toJSONSchema(inventorySchema, { target: 'draft-2020-12' }),
})
