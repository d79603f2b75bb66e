import { Command } from 'commander'

import { commanderOutput } from '../../src/runtime/commander-output.ts'
import { exitCodeOfSignal } from '../../src/runtime/exit-code.ts'
import { listenForShutdown } from '../../src/runtime/shutdown.ts'
import { VERSION } from '../../src/runtime/version.ts'
import { writeToStream } from '../../src/runtime/write-to-stream.ts'
import { addAnalyzeCommand } from './analyze-command.ts'
import type { CommandContext, RunWork } from './command-context.ts'
import { addDoctorCommand } from './doctor-command.ts'
import { tellFault } from './fault.ts'
import { addJobsCommand } from './jobs-command.ts'
import { addKeysCommand } from './keys-command.ts'
import { addMigrateCommand } from './migrate-command.ts'
import { addPinCommands } from './pin-command.ts'
import { addScanCommand } from './scan-command.ts'
import { addSpecCommand } from './spec-command.ts'
import { addTokenCommand } from './token-command.ts'
import { addUpCommand } from './up-command.ts'

/** How long a command may take to put things in order after a signal. */
const SHUTDOWN_TIMEOUT = 10_000

const EXIT_CODES = `
Exit codes: 0 done; 1 --fail-on found something, or a model failed for now; 2 wrong arguments or configuration; 3 done,
but files could not be read or parsed; 4 the repository can't be had; 130 and 143 ended by a signal.`

/** `writeOut`: for help and the version. */
const createProgram = (given: readonly string[], context: CommandContext, writeOut: (text: string) => void): Command =>
  new Command('testimony')
    .description('Says what the tests of a git repository are, by static analysis.')
    .version(VERSION)
    // A command with commands of its own (spec) leaves the options behind them to them only if this does too.
    .enablePositionalOptions()
    .addHelpText('after', EXIT_CODES)
    .exitOverride()
    .configureOutput({
      writeOut,
      writeErr: (text) => context.messages.write(text),
      ...commanderOutput('testimony', given),
    })

/** The command line from its arguments to its exit code. */
export const runTestimony = async (given: readonly string[]): Promise<number> => {
  using shutdown = listenForShutdown({ timeout: SHUTDOWN_TIMEOUT })
  const context: CommandContext = {
    environment: process.env,
    output: process.stdout,
    messages: process.stderr,
    signal: shutdown.signal,
    debug: given.includes('--debug'),
  }
  // Nobody reads any more: what is written to nobody is no fault.
  context.messages.on('error', () => {})
  // What nobody waited for fails all the same, and is told like any other fault.
  process.on('uncaughtException', (error) => void tellFault(error, context).then((code) => process.exit(code)))
  let exitCode = 0
  const run: RunWork = async (work) => {
    exitCode = await work(context)
  }
  let written = Promise.resolve()
  const program = createProgram(given, context, (text) => {
    written = writeToStream(context.output, [text], context.signal)
    // Awaited below, where commander has thrown that it is done.
    written.catch(() => {})
  })
  const additions = [
    addScanCommand,
    addAnalyzeCommand,
    addSpecCommand,
    addUpCommand,
    addJobsCommand,
    addTokenCommand,
    addKeysCommand,
    addMigrateCommand,
    addPinCommands,
    addDoctorCommand,
  ]
  for (const add of additions) add(program, run)
  const commands = program.commands.flatMap((command) => [command, ...command.commands])
  for (const command of [program, ...commands]) command.option('--debug', 'show faults with their stack')
  try {
    await program.parseAsync(given, { from: 'user' })
  } catch (thrown) {
    const error = await written.then(
      () => thrown,
      (fault: unknown) => fault,
    )
    if (shutdown.requestedBy === undefined) exitCode = await tellFault(error, context)
    else if (context.debug) await tellFault(error, context)
  }
  return shutdown.requestedBy === undefined ? exitCode : exitCodeOfSignal(shutdown.requestedBy)
}
