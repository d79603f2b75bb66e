import type { Command } from 'commander'

import type { RunWork } from './command-context.ts'
import { UsageError } from './fault.ts'
import { formatOption, type FormatArguments } from './format-option.ts'
import type { AddTokenArguments } from './token/add-token.ts'

const SCOPE = 'a host such as github.com, or a part of one such as github.com/team'

const NO_ARGUMENT =
  'token add takes a host and what --help shows, and no token: other users of this machine and the history of the shell would see it; revoke one that was given so, and pipe the next one in'

/** `testimony token`: what private repositories are fetched with. */
export const addTokenCommand = (program: Command, run: RunWork): void => {
  const token = program.command('token').description('keep tokens for private repositories, sealed so that only analyzers can open them')
  token
    .command('add')
    .description('store a token, read from standard input, a file or a hidden prompt')
    .argument('<host>', SCOPE)
    .option('--username <name>', 'what the host wants beside the token, where it is not the host’s usual one')
    .option('--label <text>', 'whose or what it is, shown by token list')
    .option('--file <path>', 'read the token from this file')
    // commander would repeat what it does not know, and that may be a token.
    .allowExcessArguments()
    .allowUnknownOption()
    .action((host: string, given: AddTokenArguments, command: Command) =>
      run(async (context) => {
        if (command.args.length > 1) throw new UsageError(NO_ARGUMENT)
        return (await import('./token/add-token.ts')).addToken(host, given, context)
      }),
    )
  token
    .command('list')
    .description('list what tokens there are, never the tokens')
    .addOption(formatOption())
    .action(({ format }: FormatArguments) => run(async (context) => (await import('./token/list-tokens.ts')).printTokens(format, context)))
  token
    .command('remove')
    .description('remove the token of exactly this host or part of one')
    .argument('<host>', SCOPE)
    .action((host: string) => run(async (context) => (await import('./token/remove-token.ts')).removeTokenOf(host, context)))
  token
    .command('rotate')
    .description('open what older keys of ENCRYPTION_KEY are for and seal it with the first one')
    .action(() => run(async (context) => (await import('./token/rotate-keys.ts')).rotateKeys(context)))
}
