/**
 * Compares what this checkout lists with what real runners list:
 * `npm run accuracy -- <truth folder> [--framework x] [--name y] [--examples n] [--write docs/accuracy.md]`. Of a document the
 * rows of what was compared are written anew, and the sums of all.
 * docs/accuracy.md says how truths are made.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { describeComparison } from './accuracy-report.ts'
import { readTable, replaceRows, rowOf, sumsOf, tableOf } from './accuracy-table.ts'
import { compareTests } from './compare-tests.ts'
import type { Comparison } from './compare-tests.ts'
import { partsOf, ROWS, SUMS } from './document-parts.ts'
import { flattenInventory, scanInventory } from './read-inventory.ts'
import type { FlatTest } from './read-inventory.ts'
import { readTruths } from './truth.ts'
import { unnamedDifferences } from './unnamed-differences.ts'

const { values, positionals } = parseArgs({
  options: {
    framework: { type: 'string' },
    name: { type: 'string' },
    examples: { type: 'string', default: '5' },
    write: { type: 'string' },
  },
  allowPositionals: true,
})
const [folder] = positionals
if (!folder) {
  process.stderr.write('usage: npm run accuracy -- <truth folder> [--framework x] [--name y] [--examples n] [--write docs/accuracy.md]\n')
  process.exit(2)
}

const abort = new AbortController()
process.once('SIGINT', () => abort.abort())
const truths = await readTruths(folder, values)
const scanned = new Map<string, Promise<FlatTest[]>>()
const comparisons: Comparison[] = []
let failures = 0
for (const truth of truths) {
  const { gitDirectory, commit } = truth
  const inventory = scanned.get(gitDirectory) ?? scanInventory(gitDirectory, commit, abort.signal).then(flattenInventory)
  scanned.set(gitDirectory, inventory)
  try {
    const comparison = compareTests(truth, await inventory)
    comparisons.push(comparison)
    process.stdout.write(`${describeComparison(comparison, Number(values.examples))}\n\n`)
  } catch (fault) {
    failures += 1
    process.stderr.write(`${truth.framework} ${truth.name}: ${fault instanceof Error ? fault.message : String(fault)}\n`)
  }
}

const measured = comparisons.map(rowOf)
process.stdout.write(`${tableOf(measured)}\n\n${sumsOf(measured)}\n`)
if (values.write) {
  const [before, known, after] = partsOf(await readFile(values.write, 'utf8'), ROWS)
  const rows = replaceRows(readTable(known), measured)
  const [head, , tail] = partsOf(`${before}\n${tableOf(rows)}\n${after}`, SUMS)
  const document = `${head}\n${sumsOf(rows)}\n${tail}`
  await writeFile(values.write, document)
  for (const line of unnamedDifferences(document)) process.stderr.write(`«What remains» has no cause of: ${line}\n`)
}
process.exitCode = failures === 0 && truths.length > 0 ? 0 : 1
