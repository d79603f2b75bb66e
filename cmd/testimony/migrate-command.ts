import type { Command } from 'commander'

import { EXIT_CODE } from '../../src/runtime/exit-code.ts'
import { tell, type CommandContext, type RunWork } from './command-context.ts'

const migrate = async (context: CommandContext): Promise<number> => {
  const { openDatabase } = await import('../../src/postgres/open-database.ts')
  const { bringUpToDate } = await import('./bring-up-to-date.ts')
  await using opened = await openDatabase({ env: context.environment, signal: context.signal })
  const { applied, missingRoles } = await bringUpToDate(opened.url, context.signal)
  tell(
    context,
    applied.length === 0 ? 'the database is of this version already' : `the database is of this version now: ${applied.join(', ')}`,
  )
  if (missingRoles.length > 0) {
    tell(
      context,
      `this database user may not make roles, so there is no ${missingRoles.join(', ')}: let one with CREATEROLE run this again, or use this user for every process`,
    )
  }
  return EXIT_CODE.done
}

/** `testimony migrate`: brings the database to this version. */
export const addMigrateCommand = (program: Command, run: RunWork): void => {
  program
    .command('migrate')
    .description('bring the database to this version')
    .action(() => run(migrate))
}
