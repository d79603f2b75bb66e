import { Option, type Command } from 'commander'

import type { RunWork } from './command-context.ts'
import { currentPerson } from './current-person.ts'
import { formatOption, type FormatArguments } from './format-option.ts'
import type { ListArguments } from './jobs/list-jobs.ts'
import { jobIdArgument, limitArgument, statesArgument } from './jobs/job-arguments.ts'

interface ByArguments {
  by: string
}

const byOption = (): Option => new Option('--by <name>', 'who does it, for the history').default(currentPerson())

const JOB = 'the id of the job'
const QUEUE = 'a kind (analysis, specification: all its queues) or one queue (analysis.scheduled)'

/** `testimony jobs`: what waits, runs and has failed, and what a person does to it by hand. */
export const addJobsCommand = (program: Command, run: RunWork): void => {
  const jobs = program.command('jobs').description('look at the jobs of the queues, and cancel, retry, pause and resume them')
  jobs
    .command('list', { isDefault: true })
    .description('list the queues, and the newest jobs')
    .addOption(new Option('--state <states>', 'which jobs: waiting, running, completed, failed, cancelled, dead').argParser(statesArgument))
    .addOption(new Option('--limit <number>', 'how many jobs').argParser(limitArgument).default(20))
    .addOption(formatOption())
    .action((given: ListArguments) => run(async (context) => (await import('./jobs/list-jobs.ts')).printJobs(given, context)))
  jobs
    .command('show')
    .description('show one job, all attempts at it, and who did what to it')
    .argument('<job>', JOB, jobIdArgument)
    .addOption(formatOption())
    .action((jobId: string, given: FormatArguments) =>
      run(async (context) => (await import('./jobs/show-job.ts')).printJob(jobId, given.format, context)),
    )
  jobs
    .command('retry')
    .description('run a dead letter, a failed or a cancelled job again, as a new job')
    .argument('<job>', JOB, jobIdArgument)
    .addOption(byOption())
    .action((jobId: string, { by }: ByArguments) =>
      run(async (context) => (await import('./jobs/retry-job.ts')).runAgain(jobId, by, context)),
    )
  jobs
    .command('cancel')
    .description('cancel a job that waits or runs')
    .argument('<job>', JOB, jobIdArgument)
    .addOption(byOption())
    .action((jobId: string, { by }: ByArguments) =>
      run(async (context) => (await import('./jobs/cancel-job.ts')).cancel(jobId, by, context)),
    )
  jobs
    .command('pause')
    .description('let workers take no more jobs of a queue, until it is resumed')
    .argument('<queue>', QUEUE)
    .addOption(byOption())
    .action((queue: string, { by }: ByArguments) =>
      run(async (context) => (await import('./jobs/pause-queue.ts')).pause(queue, by, context)),
    )
  jobs
    .command('resume')
    .description('let workers take jobs of a paused queue again')
    .argument('<queue>', QUEUE)
    .action((queue: string) => run(async (context) => (await import('./jobs/pause-queue.ts')).resume(queue, context)))
}
