import { userInfo } from 'node:os'

import { Command, Option } from 'commander'

import type { Urgency } from '../../src/queue/job-kind.ts'
import { VERSION } from '../../src/runtime/version.ts'

/** What a person asks for on the command line. */
export interface EnqueueRequest {
  kind: 'analysis'
  repository: string
  ref?: string
  urgency: Urgency
  requester: string
  /** Whether to stay until the job has ended. */
  wait: boolean
}

interface GivenOptions {
  ref?: string
  priority?: true
  scheduled?: true
  wait?: true
  requester: string
}

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

/** Reads the arguments; tells help and faults itself and ends the process. */
export const readArguments = (given: readonly string[]): EnqueueRequest => {
  let request: EnqueueRequest | undefined
  const program = new Command('enqueue').description('Puts a job into the queue.').version(VERSION)
  // Wrong arguments are 2 everywhere in this project; commander's own code for them is 1.
  program.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  program
    .command('analysis')
    .description('analyse a repository')
    .argument('<url>', 'the https address of the repository')
    .option('-r, --ref <ref>', 'a branch, a tag or a commit; the default branch where absent')
    .addOption(new Option('--priority', 'before all others: somebody waits for it').conflicts('scheduled'))
    .addOption(new Option('--scheduled', 'after all others: nobody waits for it'))
    .option('--requester <name>', 'whose running jobs it counts among', currentUser())
    .option('--wait', 'wait until the job has ended, and end as it did')
    .addHelpText('after', WAITING)
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
    .action((repository: string, options: GivenOptions) => {
      const { ref, requester, wait = false } = options
      request = { kind: 'analysis', repository, urgency: urgencyOf(options), requester, wait, ...(ref !== undefined && { ref }) }
    })
  program.parse(given, { from: 'user' })
  return request ?? program.help({ error: true })
}
