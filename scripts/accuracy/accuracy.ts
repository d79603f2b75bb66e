/**
 * Compares what this checkout lists with what real runners list:
 * `npm run accuracy -- <truth folder> [--framework x] [--name y] [--examples n] [--write docs/accuracy.md]`.
 * docs/accuracy.md says how truths are made.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { describeComparison, tableOf } from './accuracy-report.ts'
import { compareTests } from './compare-tests.ts'
import type { Comparison } from './compare-tests.ts'
import { flattenInventory, scanInventory } from './read-inventory.ts'
import type { FlatTest } from './read-inventory.ts'
import { readTruths } from './truth.ts'

const BEGIN = '<!-- table: written by npm run accuracy -->'
const END = '<!-- end of table -->'

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

const table = tableOf(comparisons)
process.stdout.write(`${table}\n`)
if (values.write) {
  const document = await readFile(values.write, 'utf8')
  const [before, after] = [document.indexOf(BEGIN), document.indexOf(END)]
  if (before < 0 || after < before)
    throw new Error(`${values.write} has no place for the table: a line «${BEGIN}» and, after it, «${END}».`)
  await writeFile(values.write, `${document.slice(0, before + BEGIN.length)}\n${table}\n${document.slice(after)}`)
}
process.exitCode = failures === 0 && truths.length > 0 ? 0 : 1
