import { endLostAttempts } from './job-attempts.ts'
import { queueNames, type JobKindQueues } from './job-kind.ts'
import type { JobQueue } from './job-queue.ts'
import { rescueJobs } from './rescue-jobs.ts'

/**
 * What must happen to queues now and then whoever does it: jobs of silent workers are freed, those that run over their
 * time are failed, old ones are deleted, the counts that pg-boss keeps are brought up to date, and attempts that lost their
 * job end. A worker does it at its start and every minute; queues that have no worker need somebody else to.
 */
export const superviseQueues = async (queue: JobQueue, kinds: readonly Pick<JobKindQueues, 'name'>[]): Promise<void> => {
  for (const kind of kinds) await rescueJobs(queue, kind)
  await queue.boss.supervise()
  await endLostAttempts(kinds.flatMap(queueNames), queue.database)
}
