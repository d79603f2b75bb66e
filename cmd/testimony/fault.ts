import { inspect } from 'node:util'
import { CommanderError } from 'commander'

import { ConfigurationError } from '../../src/runtime/configuration.ts'
import { EXIT_CODE } from '../../src/runtime/exit-code.ts'
import { PlainFault } from '../../src/runtime/plain-fault.ts'
import { INSTALLATION_INCOMPLETE } from '../../src/runtime/script-loader.ts'
import { createScrubber } from '../../src/runtime/scrub.ts'
import { SourceError } from '../../src/source/source-error.ts'
import { tell, type CommandContext } from './command-context.ts'

/** An argument or option that can't be what was meant; said in one line. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly code = 'usage'
}

interface Fault {
  /** Null where it has been said already. */
  line: string | null
  exitCode: number
}

const isSystemError = (error: unknown): error is NodeJS.ErrnoException => error instanceof Error && 'syscall' in error

/** What a fault is called and what the process ends with. */
const describeFault = (error: unknown): Fault => {
  // commander has said it, on the right stream; help and version are no faults.
  if (error instanceof CommanderError) return { line: null, exitCode: error.exitCode === 0 ? EXIT_CODE.done : EXIT_CODE.usage }
  if (error instanceof SourceError) {
    return { line: error.message, exitCode: error.kind === 'usage' ? EXIT_CODE.usage : EXIT_CODE.unavailable }
  }
  if (error instanceof ConfigurationError)
    return { line: error.message.replace(/:\n\s*/, ': ').replace(/\n\s*/g, '; '), exitCode: EXIT_CODE.usage }
  if (error instanceof UsageError || error instanceof PlainFault) return { line: error.message, exitCode: EXIT_CODE.usage }
  if (isSystemError(error)) {
    return { line: `${error.message}: the system refuses this; free what it needs and try again`, exitCode: EXIT_CODE.usage }
  }
  if (error instanceof Error && 'code' in error && error.code === INSTALLATION_INCOMPLETE)
    return { line: error.message, exitCode: EXIT_CODE.usage }
  const what = error instanceof Error ? error.message : String(error)
  return { line: `broken, which is a defect of this program: ${what} (--debug shows where)`, exitCode: EXIT_CODE.usage }
}

/** Which database is meant isn't known where a query fails, but here. */
const inPlainWords = async (error: unknown, { environment }: CommandContext): Promise<unknown> => {
  if (!(error instanceof PlainFault)) return error
  const { asOpenedDatabaseFault } = await import('../../src/postgres/open-database.ts')
  return asOpenedDatabaseFault(error, environment)
}

/** Tells a fault in one line, with its stack only where that was asked for. Answers the exit code. */
export const tellFault = async (fault: unknown, context: CommandContext): Promise<number> => {
  const error = await inPlainWords(fault, context)
  const { line, exitCode } = describeFault(error)
  const scrub = createScrubber([])
  if (line !== null) tell(context, scrub(line))
  if (context.debug && !(error instanceof CommanderError)) context.messages.write(`${scrub(inspect(error, { depth: 5 }))}\n`)
  return exitCode
}
