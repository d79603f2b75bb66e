/** Arbitrary file inventories for properties: small, and with every field and hostile names now and then. */
import fc from 'fast-check'

import { STATUSES, type FileInventory, type Suite, type TestCase } from '../inventory.ts'

const hostile = fc.constantFrom('\0', '\uD83D', '\uDE00 tail', '\u001B[31m', '__proto__', '😀', 'line\nbreak', "'; drop table facts --")
const text = fc.oneof({ weight: 3, arbitrary: fc.string({ maxLength: 12 }) }, { weight: 1, arbitrary: hostile })
const line = fc.integer({ min: 1, max: 100_000 })
const status = fc.constantFrom(...STATUSES)
const texts = fc.array(text, { maxLength: 3 })

const present = { requiredKeys: ['id', 'name', 'line', 'endLine', 'status', 'statusFrom', 'modifiers', 'tags', 'cases'] as const }

const tests: fc.Arbitrary<TestCase> = fc
  .record(
    {
      id: fc.string({ unit: fc.constantFrom('a', 'b', '2', '7'), minLength: 20, maxLength: 20 }),
      name: text,
      line,
      endLine: line,
      status,
      statusFrom: fc.constantFrom('own' as const, 'inherited' as const),
      reason: text,
      modifiers: texts,
      tags: texts,
      declaredAt: fc.record({ path: text, line }, { noNullPrototype: true }),
      cases: fc.oneof(
        fc.constant(null),
        fc.record({ kind: fc.constant('listed' as const), names: texts }, { noNullPrototype: true }),
        fc.record({ kind: fc.constant('dynamic' as const) }, { noNullPrototype: true }),
      ),
      bodyDigest: fc.constantFrom('0123456789abcdef', 'fedcba9876543210'),
      assertions: texts,
    },
    { requiredKeys: [...present.requiredKeys], noNullPrototype: true },
  )
  .map((test) => test as TestCase) // fast-check types optional keys as possibly undefined; it leaves them out

const suites: fc.Arbitrary<Suite[]> = fc.letrec<{ suites: Suite[] }>((tie) => ({
  suites: fc.array<Suite>(
    fc.record(
      {
        name: text,
        line,
        endLine: line,
        status,
        suites: fc.oneof({ maxDepth: 3 }, fc.constant<Suite[]>([]), tie('suites')),
        tests: fc.array(tests, { maxLength: 3 }),
      },
      { noNullPrototype: true },
    ),
    { maxLength: 2 },
  ),
})).suites

export const inventoryFiles: fc.Arbitrary<FileInventory> = fc
  .record(
    {
      path: fc.oneof(fc.string({ minLength: 1, maxLength: 20 }), hostile),
      language: fc.constantFrom('typescript', 'python', 'go'),
      framework: fc.constantFrom('vitest', 'pytest', 'go-testing', '__proto__'),
      detectedBy: fc.constantFrom('import' as const, 'config' as const, 'content' as const, 'name' as const),
      suites,
      tests: fc.array(tests, { maxLength: 4 }),
      imports: texts,
    },
    { requiredKeys: ['path', 'language', 'framework', 'detectedBy', 'suites', 'tests'], noNullPrototype: true },
  )
  .map((file) => file as FileInventory) // as above
