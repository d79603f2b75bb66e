import type { Command } from 'commander'

import { putHelperThreadsBehind } from '../../src/runtime/helper-threads.ts'
import type { CommandContext, RunWork } from './command-context.ts'
import { addReportOptions, type ReportArguments } from './report-options.ts'
import { addSourceOptions, readSourceOptions, type SourceArguments } from './source-options.ts'
import { openOutputFile } from './write-output.ts'

const scan = async (target: string, given: ReportArguments & SourceArguments, context: CommandContext): Promise<number> => {
  putHelperThreadsBehind()
  const source = await readSourceOptions(given, context.environment)
  const file = given.output === undefined ? null : await openOutputFile(given.output)
  const { scanRepository } = await import('../../src/analysis/scan-repository.ts')
  const { presentInventory } = await import('./present-inventory.ts')
  const { createProgressDisplay } = await import('./progress-display.ts')
  using progress = createProgressDisplay(context.messages, context.environment)
  const options = {
    source: { ...source, onProgress: progress.updateSource },
    onProgress: progress.update,
  }
  const { inventory } = await scanRepository(target, options, context.signal)
  progress.clear()
  return await presentInventory(inventory, given, file, context)
}

/** `testimony scan`: the inventory on standard output, with no database. */
export const addScanCommand = (program: Command, run: RunWork): void => {
  const command = program.command('scan').description('list the tests of a repository, with no database')
  command.argument('[path|url]', 'a folder, a repository or an https URL', '.')
  addReportOptions(addSourceOptions(command)).action((target: string, given: ReportArguments & SourceArguments) =>
    run((context) => scan(target, given, context)),
  )
}
