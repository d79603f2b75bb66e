import { userInfo } from 'node:os'

import { Command, CommanderError, Option } from 'commander'

import { commanderOutput } from '../../src/runtime/commander-output.ts'
import type { Urgency } from '../../src/queue/job-kind.ts'
import { EXIT_CODE } from '../../src/runtime/exit-code.ts'
import { VERSION } from '../../src/runtime/version.ts'
import { writeToStream } from '../../src/runtime/write-to-stream.ts'
import { WRITER_CHOICES, type WriterChoice } from '../../src/specification/writer-choice.ts'

interface Asked {
  urgency: Urgency
  requester: string
  /** Whether to stay until the job has ended. */
  wait: boolean
}

export interface AnalysisRequest extends Asked {
  kind: 'analysis'
  repository: string
  ref?: string
}

export interface SpecificationRequest extends Asked {
  kind: 'specification'
  analysisId: string
  language: string
  writer?: WriterChoice
  model?: string
  again?: true
}

/** What a person asks for on the command line. */
export type EnqueueRequest = AnalysisRequest | SpecificationRequest

interface GivenOptions {
  priority?: true
  scheduled?: true
  wait?: true
  requester: string
}

type SpecificationOptions = Pick<SpecificationRequest, 'language' | 'writer' | 'model' | 'again'>

const WAITING = `
Exit codes with --wait: 0 done; 3 done, but files could not be read or parsed; 4 the repository can't be had; 1 failed or
cancelled; 130 and 143 ended by a signal, while the job goes on. Without --wait: 0 sent, or the same job is there already.`

/** Whoever runs this, as a group of their own: what a person sends by hand counts as theirs. */
const currentUser = (): string => {
  try {
    return `user:${userInfo().username}`
  } catch {
    // Containers may run under a number that has no name.
    return 'user:unknown'
  }
}

const urgencyOf = (given: GivenOptions): Urgency => {
  if (given.priority) return 'priority'
  return given.scheduled ? 'scheduled' : 'default'
}

const askedBy = (options: GivenOptions): Asked => ({
  urgency: urgencyOf(options),
  requester: options.requester,
  wait: options.wait ?? false,
})

const withCommonOptions = (command: Command): Command =>
  command
    .addOption(new Option('--priority', 'before all others: somebody waits for it').conflicts('scheduled'))
    .addOption(new Option('--scheduled', 'after all others: nobody waits for it'))
    .option('--requester <name>', 'whose running jobs it counts among', currentUser())
    .option('--wait', 'wait until the job has ended, and end as it did')
    .addHelpText('after', WAITING)

/** Reads the arguments; tells help and faults itself and ends the process. */
export const readArguments = async (given: readonly string[]): Promise<EnqueueRequest> => {
  let request: EnqueueRequest | undefined
  let help = ''
  const program = new Command('enqueue')
    .description('Puts a job into the queue.')
    .version(VERSION)
    .exitOverride()
    .configureOutput({ writeOut: (text) => (help += text), ...commanderOutput('enqueue', given) })
  withCommonOptions(program.command('analysis'))
    .description('analyse a repository')
    .argument('<url>', 'the https address of the repository')
    .option('-r, --ref <ref>', 'a branch, a tag or a commit; the default branch where absent')
    .action((repository: string, options: GivenOptions & { ref?: string }) => {
      const { ref } = options
      request = { kind: 'analysis', repository, ...askedBy(options), ...(ref !== undefined && { ref }) }
    })
  withCommonOptions(program.command('specification'))
    .description('write what the tests of an analysis say')
    .argument('<analysis>', 'the number of a completed analysis, as `enqueue analysis --wait` tells it')
    .option('-l, --language <tag>', 'what to write in, like en, ko or pt-BR', 'en')
    .addOption(new Option('--writer <writer>', "who writes it; the worker's own choice where absent").choices(WRITER_CHOICES))
    .option('--model <model>', "which model is asked, like gemini:<model>; the worker's own choice where absent")
    .option('--again', 'ask the model again for what it had no words for, where it is specified already')
    .action((analysisId: string, options: GivenOptions & SpecificationOptions) => {
      const { language, writer, model, again } = options
      const choices = { ...(writer !== undefined && { writer }), ...(model !== undefined && { model }), ...(again && { again }) }
      request = { kind: 'specification', analysisId, language, ...choices, ...askedBy(options) }
    })
  try {
    program.parse(given, { from: 'user' })
    return request ?? program.help({ error: true })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    // Wrong arguments are 2 everywhere in this project; commander's own code for them is 1.
    if (error.exitCode !== 0) process.exit(EXIT_CODE.usage)
    await writeToStream(process.stdout, [help], new AbortController().signal).catch((fault: unknown) => {
      process.stderr.write(`enqueue: ${fault instanceof Error ? fault.message : String(fault)}\n`)
      process.exit(EXIT_CODE.usage)
    })
    process.exit(EXIT_CODE.done)
  }
}
