import { createFailedAttempts } from '../../src/queue/failed-attempts.ts'
import { followJob, type EndedStanding, type FollowOptions } from '../../src/queue/follow-job.ts'
import type { JobStanding } from '../../src/queue/job-standing.ts'
import { EXIT_CODE, exitCodeOfSignal } from '../../src/runtime/exit-code.ts'
import type { Shutdown } from '../../src/runtime/shutdown.ts'
import type { Display } from './display.ts'
import type { WorkTelling } from './requested-work.ts'

type OpenStanding = Extract<JobStanding, { kind: 'waiting' | 'running' }>

/** Waits until the job has ended, whichever worker does it. Answers what its end is as an exit code. */
export const waitForJob = async (
  job: Omit<FollowOptions, 'onStanding'>,
  telling: WorkTelling,
  display: Display,
  shutdown: Shutdown,
): Promise<number> => {
  const tellFailed = createFailedAttempts(display.say)
  const onStanding = (standing: OpenStanding): void => {
    tellFailed(standing)
    display.show(progressLine(standing, telling))
  }
  try {
    return tellEnd(await followJob({ ...job, onStanding }, shutdown.signal), telling, display)
  } catch (error) {
    if (shutdown.requestedBy === undefined) throw error
    display.say(`no longer waiting; the job goes on: \`testimony jobs show ${job.jobId}\` says how it stands`)
    return exitCodeOfSignal(shutdown.requestedBy)
  } finally {
    display.clear()
  }
}

const progressLine = (standing: OpenStanding, { unitOf }: WorkTelling): string => {
  if (standing.kind === 'waiting') return `Waiting in the queue ${standing.queue}`
  if (!standing.progress) return 'Running'
  const { phase, done, total } = standing.progress
  return `Running: ${phase} ${done}${total === null ? '' : ` of ${total}`} ${unitOf(phase)}`
}

const tellEnd = (ended: EndedStanding, { tellCompleted, exitCodeOfFault }: WorkTelling, display: Display): number => {
  switch (ended.kind) {
    case 'completed':
      return tellCompleted(ended.result, display)
    case 'failed':
      display.say(`failed: ${ended.error.message}`)
      return exitCodeOfFault(ended.error.code)
    case 'cancelled':
      display.say(`cancelled: ${ended.error.message}`)
      return EXIT_CODE.failed
    case 'unknown':
      display.say('the job was deleted while it was waited for; send it again')
      return EXIT_CODE.failed
  }
}
