import type { Command } from 'commander'

import type { RunWork } from './command-context.ts'

/** `testimony up`: everything on this machine, until it is told to end. */
export const addUpCommand = (program: Command, run: RunWork): void => {
  program
    .command('up')
    .description('run PostgreSQL, an analyzer and a spec generator on this machine until a signal ends them')
    .option('--json', 'write the log as the processes do, one JSON object a line')
    .action((given: { json?: true }) =>
      run(async (context) => {
        const { runEverything } = await import('./run-everything.ts')
        return runEverything({ json: given.json === true }, context)
      }),
    )
}
