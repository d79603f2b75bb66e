/** How the benchmarks of processes are asked for, and how they tell their figures. */
import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'

import { entryOf } from '../../test/support/program.ts'
import { median } from './measure-command.ts'

/**
 * Has the programs that tests start be those that were built, unless `--sources` is given. Answers what else was given, with
 * these defaults.
 */
export const readOptions = <Name extends string>(defaults: Record<Name, string>): Record<Name, string> => {
  const { values } = parseArgs({
    options: {
      sources: { type: 'boolean', default: false },
      ...Object.fromEntries(Object.keys(defaults).map((name) => [name, { type: 'string' as const }])),
    },
  })
  const given: Record<string, unknown> = values
  if (values.sources) delete process.env['TESTIMONY_TEST_BUILD']
  else process.env['TESTIMONY_TEST_BUILD'] = 'dist'
  if (!existsSync(entryOf('analyzer'))) throw new Error('There are no bundles: run `npm run build` first, or give --sources')
  const chosen = { ...defaults }
  for (const name in defaults) if (typeof given[name] === 'string') chosen[name] = given[name]
  return chosen
}

export const figuresOf = (numbers: readonly number[], unit: string): string =>
  `median ${median(numbers).toFixed(0)} ${unit}, most ${Math.max(...numbers).toFixed(0)} ${unit}`

export const say = (line: string): unknown => process.stdout.write(`${line}\n`)
