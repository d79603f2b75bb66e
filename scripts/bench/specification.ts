/**
 * `npm run bench -- specification [--tests 20000] [--runs 5]`: how long the offline writer takes for that many
 * generated tests, in this process and so without its start.
 */
import { parseArgs } from 'node:util'

import { writeOffline } from '../../src/specification/offline/write-offline.ts'
import { generatedInventory } from '../../src/specification/offline/testing/generated-inventory.ts'

const { values } = parseArgs({ options: { tests: { type: 'string', default: '20000' }, runs: { type: 'string', default: '5' } } })
const inventory = generatedInventory(Number(values.tests))
for (let run = 1; run <= Number(values.runs); run += 1) {
  const [start, used] = [performance.now(), process.cpuUsage()]
  const { domains } = writeOffline(inventory)
  const { user, system } = process.cpuUsage(used)
  const behaviours = domains.reduce(
    (sum, { features }) => sum + features.reduce((count, feature) => count + feature.behaviours.length, 0),
    0,
  )
  const seconds = ((performance.now() - start) / 1000).toFixed(2)
  process.stdout.write(`run ${run}: ${seconds} s (${((user + system) / 1e6).toFixed(2)} s of processor), ${behaviours} behaviours\n`)
}
