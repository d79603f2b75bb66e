/**
 * The memory of an analyzer 10 seconds after it was ready and has had nothing to do, at most while it does its first job, and
 * 10 seconds after that: `npm run bench -- analyzer [--runs 3] [--files 200] [--sources]`. On Linux; from the bundles.
 */
import { setTimeout as delay } from 'node:timers/promises'

import { openAnalysisSite } from '../../test/support/analysis-site.ts'
import { figuresOf, readOptions, say } from './from-bundles.ts'
import { costOf } from './process-cost.ts'

const options = readOptions({ runs: '3', files: '200' })
const [runs, files] = [Number(options.runs), Number(options.files)]
const AT_REST = 10_000

const testFile = (number: number): string => `import { describe, expect, test } from 'vitest'
describe('sums ${number}', () => {
  test.each([1, 2, 3])('adds %i', (n) => expect(n + ${number}).toBeGreaterThan(n))
  test('subtracts', () => expect(${number} - 1).toBeLessThan(${number}))
})
`

await using site = await openAnalysisSite()
const tree: Record<string, string> = { 'package.json': JSON.stringify({ name: 'many', devDependencies: { vitest: '3.0.0' } }) }
for (let number = 0; number < files; number++) tree[`tests/sums-${number}.test.ts`] = testFile(number)

const [idle, most, after]: [number[], number[], number[]] = [[], [], []]
for (let run = 0; run < runs; run++) {
  const url = await site.addRepository(`many-${run}`, { ...tree, 'run.test.ts': testFile(files + run) })
  await using analyzer = site.analyzer()
  await analyzer.untilLogged('Ready')
  await delay(AT_REST)
  idle.push((await costOf(analyzer.pid)).memory)
  await site.send(url, 'somebody')
  await analyzer.untilLogged('Completed')
  await delay(AT_REST)
  const cost = await costOf(analyzer.pid)
  most.push(cost.peak)
  after.push(cost.memory)
  analyzer.kill('SIGTERM')
  await analyzer.exit
}
say(`idle analyzer after 10 s: ${figuresOf(idle, 'MiB')}, of ${runs}`)
say(`at most while it analyses ${files} files: ${figuresOf(most, 'MiB')}; 10 s later: ${figuresOf(after, 'MiB')}`)
