import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { describe, it } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { inventoryJsonSchema } from './inventory-schema.ts'
import { jsonReport } from './json-report.ts'
import { ndjsonReport } from './ndjson-report.ts'
import { exampleFile, exampleInventory, exampleTest, shop } from './testing/example-inventory.ts'

const published: object = JSON.parse(await readFile(new URL('../../docs/inventory.schema.json', import.meta.url), 'utf8'))
const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(published)

// Parsed anew each time, so that a test may spoil it.
// oxlint-disable-next-line typescript/no-explicit-any -- a test that spoils JSON is about what has no type
const example = (): any => JSON.parse([...jsonReport(shop())].join(''))

describe('the published schema', () => {
  it('is the one that the program has', () => {
    assert.deepEqual(published, JSON.parse(JSON.stringify(inventoryJsonSchema())), 'run scripts/write-inventory-schema.ts')
  })

  it('takes what the program writes', () => {
    assert.ok(validate(example()), JSON.stringify(validate.errors))
    assert.ok(validate(JSON.parse([...jsonReport(exampleInventory([]))].join(''))))
  })

  const spoilt: [string, (inventory: ReturnType<typeof example>) => void][] = [
    ['another version', (inventory) => (inventory.schema = 'testimony.inventory/2')],
    ['no totals', (inventory) => delete inventory.totals],
    ['a status that there is not', (inventory) => (inventory.files[0].tests[0].status = 'broken')],
    ['a test without an id', (inventory) => delete inventory.files[0].tests[0].id],
    ['a line of 0', (inventory) => (inventory.files[0].tests[0].line = 0)],
    ['cases of an unknown kind', (inventory) => (inventory.files[0].tests[0].cases = { kind: 'some' })],
    ['listed cases without names', (inventory) => (inventory.files[0].tests[0].cases = { kind: 'listed' })],
    ['internal keys', (inventory) => (inventory.files[0].tests[0].bodyDigest = 'abc')],
    ['a fault deep in a suite', (inventory) => (inventory.files[1].suites[0].suites[0].tests[0].statusFrom = 'parent')],
    ['a commit that is none', (inventory) => (inventory.repository.commit = 'main')],
    ['a negative count', (inventory) => (inventory.totals.tests = -1)],
    ['evidence that there is not', (inventory) => (inventory.files[0].detectedBy = 'guess')],
  ]
  for (const [what, spoil] of spoilt) {
    it(`refuses ${what}`, () => {
      const inventory = example()
      spoil(inventory)
      assert.equal(validate(inventory), false)
    })
  }
})

describe('JSON', () => {
  it('has the keys of the contract in their order', () => {
    const inventory = example()
    assert.deepEqual(Object.keys(inventory), ['schema', 'repository', 'extractor', 'totals', 'files', 'diagnostics'])
    assert.deepEqual(Object.keys(inventory.totals), ['files', 'suites', 'tests', 'dynamic', 'byStatus', 'byFramework', 'byLanguage'])
    assert.deepEqual(Object.keys(inventory.files[0]), ['path', 'language', 'framework', 'detectedBy', 'suites', 'tests'])
    const test = exampleTest('x', 1, { declaredAt: { line: 3, path: 'base.ts' }, reason: 'why', assertions: ['a'], bodyDigest: 'b' })
    const [line = ''] = ndjsonReport(exampleInventory([exampleFile('a.ts', { imports: ['b'], tests: [test] })]))
    assert.equal(
      Object.keys(JSON.parse(line)).join(' '),
      'path language framework detectedBy suites id name line endLine status statusFrom reason modifiers tags declaredAt cases',
    )
  })

  it('has the same bytes whatever the order in which objects were built', () => {
    const shuffled = shop()
    shuffled.files = shuffled.files.map(({ tests, suites, path, ...rest }) => ({ tests, suites, ...rest, path }))
    const { diagnostics, files, ...rest } = shuffled
    assert.equal([...jsonReport({ diagnostics, files, ...rest })].join(''), [...jsonReport(shop())].join(''))
  })

  it('is UTF-8 even where a name is not', () => {
    const inventory = exampleInventory([exampleFile('a.ts', { tests: [exampleTest('lone \ud800 surrogate \u0000', 1)] })])
    for (const text of [[...jsonReport(inventory)].join(''), [...ndjsonReport(inventory)].join('')]) {
      assert.equal(Buffer.from(text).toString(), text)
      assert.ok(text.includes('lone \\ud800 surrogate \\u0000'))
    }
  })

  it('comes as one test a line from NDJSON', () => {
    const lines = [...ndjsonReport(shop())]
    assert.equal(lines.length, 10)
    assert.ok(lines.every((line) => line.endsWith('\n') && line.indexOf('\n') === line.length - 1))
    assert.deepEqual(JSON.parse(lines[5] ?? '').suites, ['cart', 'discounts'])
  })
})
