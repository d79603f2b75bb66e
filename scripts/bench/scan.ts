/**
 * Times `scan` over a repository, in turn with another scanner where one is given:
 * `npm run bench -- scan <repository> [--peer '<command>'] [--runs 5]`.
 * The program is as the package has it. The peer is any command that prints `files=<number>`: the files in which it found tests.
 */
import { parseArgs } from 'node:util'
import * as z from 'zod'
import { installProgram } from './install-program.ts'
import { measureCommand, median, type Measurement } from './measure-command.ts'
import { makeScratchFolder, removeScratchFolder } from './scratch-folder.ts'

const { values, positionals } = parseArgs({
  options: { peer: { type: 'string' }, runs: { type: 'string', default: '5' } },
  allowPositionals: true,
})
const [repository] = positionals
if (!repository) {
  process.stderr.write("usage: npm run bench -- scan <repository> [--peer '<command>'] [--runs 5]\n")
  process.exit(2)
}

const peer = values.peer?.split(' ')
const inventory = z.object({ totals: z.object({ files: z.number(), tests: z.number() }) })

const ownFiles = ({ output }: Measurement): number => inventory.parse(JSON.parse(output)).totals.files
const peerFiles = ({ output }: Measurement): number => Number(/files=(\d+)/.exec(output)?.[1])

const ownRates: number[] = []
const peerRates: number[] = []
const ratios: number[] = []
let peak = 0
const scratch = await makeScratchFolder()
try {
  const own = [process.execPath, await installProgram(scratch), 'scan', '--format', 'json', repository]
  for (let run = 0; run <= Number(values.runs); run++) {
    const mine = await measureCommand(own)
    const theirs = peer ? await measureCommand(peer) : null
    // The first turn warms the disk's cache.
    if (run === 0) continue
    const rate = ownFiles(mine) / mine.seconds
    ownRates.push(rate)
    peak = Math.max(peak, mine.peakMemory ?? 0)
    process.stdout.write(`run ${run}: ${ownFiles(mine)} files in ${mine.seconds.toFixed(2)} s, ${rate.toFixed(0)} files/s`)
    if (theirs) {
      const other = peerFiles(theirs) / theirs.seconds
      peerRates.push(other)
      ratios.push(rate / other)
      process.stdout.write(
        `; peer ${peerFiles(theirs)} files in ${theirs.seconds.toFixed(2)} s, ${other.toFixed(0)} files/s; ratio ${(rate / other).toFixed(2)}`,
      )
    }
    process.stdout.write('\n')
  }
} finally {
  await removeScratchFolder(scratch)
}
process.stdout.write(`median ${median(ownRates).toFixed(0)} files/s, peak memory ${peak.toFixed(0)} MiB\n`)
if (peer)
  process.stdout.write(
    `peer ${median(peerRates).toFixed(0)} files/s, ratio of the pairs ${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})\n`,
  )
