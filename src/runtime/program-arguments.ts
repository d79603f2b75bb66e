import { parseArgs } from 'node:util'

import { EXIT_CODE } from './exit-code.ts'
import { VERSION } from './version.ts'

export interface ProgramDescription {
  name: string
  describes: string
}

const OPTIONS = { 'dry-run': { type: 'boolean' }, help: { type: 'boolean', short: 'h' }, version: { type: 'boolean' } } as const

const end = (code: number, stream: NodeJS.WriteStream, text: string): never => {
  stream.write(`${text}\n`)
  process.exit(code)
}

/**
 * Reads the arguments of a program that runs a periodic job once; tells help and faults itself and ends the process. These
 * programs are started often and have one option, so they go without a library for it.
 */
export const readProgramArguments = ({ name, describes }: ProgramDescription, given: readonly string[]): { dryRun: boolean } => {
  try {
    const { values } = parseArgs({ args: [...given], options: OPTIONS })
    if (values.version) return end(EXIT_CODE.done, process.stdout, VERSION)
    if (values.help) {
      const text = `Usage: ${name} [--dry-run]\n\n${describes}\n\n  --dry-run  say what would be done, and do nothing\n  --version\n  --help`
      return end(EXIT_CODE.done, process.stdout, text)
    }
    return { dryRun: values['dry-run'] === true }
  } catch (error) {
    // parseArgs throws nothing but what it has to say of the arguments.
    const reason = error instanceof Error ? error.message.split('. ')[0] : String(error)
    return end(EXIT_CODE.usage, process.stderr, `${name}: ${reason} (--help shows what there is)`)
  }
}
