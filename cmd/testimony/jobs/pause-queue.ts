import { queueName, URGENCIES } from '../../../src/queue/job-kind.ts'
import { pauseQueues, resumeQueues, type QueueChoice } from '../../../src/queue/pause-queues.ts'
import { EXIT_CODE } from '../../../src/runtime/exit-code.ts'
import { tell, type CommandContext } from '../command-context.ts'
import { UsageError } from '../fault.ts'
import { JOB_KINDS } from '../job-kinds.ts'
import { openStore } from '../open-store.ts'

const CHOICES = new Map<string, QueueChoice>(
  JOB_KINDS.flatMap((kind): [string, QueueChoice][] => [
    [kind.name, { kind }],
    ...URGENCIES.map((urgency): [string, QueueChoice] => [queueName(kind, urgency), { kind, urgency }]),
  ]),
)

const choiceOf = (name: string): QueueChoice => {
  const choice = CHOICES.get(name)
  if (!choice) throw new UsageError(`There is no queue ${name}: there are ${[...CHOICES.keys()].join(', ')}`)
  return choice
}

export const pause = async (name: string, by: string, context: CommandContext): Promise<number> => {
  const choice = choiceOf(name)
  await using store = await openStore(context)
  const paused = await pauseQueues(store.db, choice, by)
  tell(context, paused.length > 0 ? `paused: ${paused.join(', ')}; running jobs go on` : 'paused already; nothing was changed')
  return EXIT_CODE.done
}

export const resume = async (name: string, context: CommandContext): Promise<number> => {
  const choice = choiceOf(name)
  await using store = await openStore(context)
  const resumed = await resumeQueues(store.db, choice)
  tell(context, resumed.length > 0 ? `resumed: ${resumed.join(', ')}` : 'not paused; nothing was changed')
  return EXIT_CODE.done
}
