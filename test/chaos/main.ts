/** `npm run chaos [-- --minutes 30 --seed 1 --analyzers 3 --logs <folder>]`: a fault campaign, and what it found. Exit code 1 where something is wrong. */
import { parseArgs } from 'node:util'

import { runCampaign } from './campaign.ts'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string', default: '1' },
    analyzers: { type: 'string', default: '3' },
    'fault-every': { type: 'string', default: '5' },
    logs: { type: 'string' },
  },
})
const [minutes, seed, analyzers, seconds] = [values.minutes, values.seed, values.analyzers, values['fault-every']].map(Number)
if (!minutes || seed === undefined || !Number.isSafeInteger(seed) || !analyzers || !seconds) {
  process.stderr.write('usage: npm run chaos -- [--minutes 30] [--seed 1] [--analyzers 3] [--fault-every 5] [--logs <folder>]\n')
  process.exit(2)
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

const began = performance.now()
const say = (line: string): void => void process.stdout.write(`${((performance.now() - began) / 1000).toFixed(1).padStart(7)} s  ${line}\n`)
const result = await runCampaign({
  seed,
  duration: minutes * 60_000,
  faultEvery: seconds * 1000,
  analyzers,
  pauses: [300, 1500],
  ...(values.logs !== undefined && { logs: values.logs }),
  say,
})
const counted = (counts: readonly { count: number }[], name: string): string =>
  counts.map((entry) => `${String(Reflect.get(entry, name))} ${entry.count}`).join(', ')
process.stdout.write(
  [
    '',
    `seed ${seed}, ${minutes} min, ${analyzers} analyzers`,
    `faults     ${[...result.faults].map(([name, count]) => `${name} ${count}`).join(', ')}`,
    `jobs       ${result.promised} promised; ${counted(result.jobs, 'state')}`,
    `attempts   ${counted(result.attempts, 'outcome')}`,
    `analyses   ${result.analyses} completed`,
    `ticks      ${counted(result.ticks, 'status')}; ${result.terms} terms of the lease`,
    `findings   ${result.findings.length === 0 ? 'none' : ''}`,
    ...result.findings.map((finding) => `  ${finding}`),
    '',
  ].join('\n'),
)
process.exitCode = result.findings.length === 0 ? 0 : 1
