import { DELAYED_DUE, PROMPT_DUE } from '../../src/queue/due-jobs.ts'
import { queueNames } from '../../src/queue/job-kind.ts'
import type { QueueConsumer } from '../../infra/service.ts'
import { numberOn } from './described-setting.ts'

/** How many jobs all processes together run at a time, at the most. */
export const capacityOf = (service: QueueConsumer): number => service.most * numberOn(service, service.concurrency)

/**
 * How much work there is for a consumer: jobs that are due and wait in queues that nobody has paused, and those that run,
 * so that a worker is not taken away from the job it is at. It counts no further than what the most workers would take, and
 * takes the same indexes as workers do: a million jobs that wait, or are not due yet, cost it no more than a few.
 */
export const queueDepthQuery = (service: QueueConsumer): string => {
  const names = queueNames(service.jobs)
    .map((name) => `'${name}'`)
    .join(', ')
  const limit = `LIMIT ${capacityOf(service)}`
  return `SELECT count(*) FROM (
  (SELECT 1 FROM pgboss.job WHERE name IN (${names}) AND state = 'active' ${limit})
  UNION ALL
  (SELECT 1 FROM unnest(ARRAY[${names}]) AS queue (name) CROSS JOIN LATERAL (
    (SELECT FROM pgboss.job WHERE job.name = queue.name AND ${PROMPT_DUE} ORDER BY created_on ${limit})
    UNION ALL
    (SELECT FROM pgboss.job WHERE job.name = queue.name AND ${DELAYED_DUE} ORDER BY start_after ${limit})
  ) AS job WHERE queue.name NOT IN (SELECT queue FROM paused_queues) ${limit})
) AS work`
}
