import type { Command } from 'commander'

import type { RunWork } from './command-context.ts'

const TARGET = 'a folder, a repository or an https URL, as it was analysed'
const COMMIT = 'what its commit begins with'

/** `testimony pin`, `unpin` and `pins`: what a person keeps whatever the retention policy says. */
export const addPinCommands = (program: Command, run: RunWork): void => {
  program
    .command('pin')
    .description('keep a stored analysis, whatever the retention policy says')
    .argument('<path|url>', TARGET)
    .argument('[commit]', `${COMMIT}; the newest analysis where absent`)
    .option('--reason <text>', 'why, for whoever finds the pin')
    .action((target: string, commit: string | undefined, { reason }: { reason?: string }) =>
      run(async (context) => (await import('./pin-target.ts')).pinTarget(target, { commit, reason }, context)),
    )
  program
    .command('unpin')
    .description('leave a stored analysis to the retention policy again')
    .argument('<path|url>', TARGET)
    .argument('[commit]', `${COMMIT}; the newest pinned analysis where absent`)
    .action((target: string, commit: string | undefined) =>
      run(async (context) => (await import('./pin-target.ts')).unpinTarget(target, { commit }, context)),
    )
  program
    .command('pins')
    .description('list the pinned analyses')
    .action(() => run(async (context) => (await import('./pin-target.ts')).listPins(context)))
}
