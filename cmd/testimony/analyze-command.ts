import type { Command } from 'commander'

import type { AnalyzeArguments } from './analyze-target.ts'
import type { RunWork } from './command-context.ts'
import { addReportOptions } from './report-options.ts'
import { addSourceOptions } from './source-options.ts'

/** `testimony analyze`: the whole pipeline; what was stored before is not done again. */
export const addAnalyzeCommand = (program: Command, run: RunWork): void => {
  const command = program.command('analyze').description('list the tests of a repository and store them; only what changed is read')
  command.argument('[path|url]', 'a folder, a repository or an https URL', '.')
  addReportOptions(addSourceOptions(command)).action((target: string, given: AnalyzeArguments) =>
    run(async (context) => {
      const { analyzeTarget } = await import('./analyze-target.ts')
      return analyzeTarget(target, given, context)
    }),
  )
}
