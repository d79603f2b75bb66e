import { queueNames } from '../../src/queue/job-kind.ts'
import type { QueueConsumer } from '../../infra/service.ts'
import { numberOn } from './described-setting.ts'

/** How many jobs all processes together run at a time, at the most. */
export const capacityOf = (service: QueueConsumer): number => service.most * numberOn(service, service.concurrency)

/**
 * How much work there is for a consumer: jobs that are due and wait in queues that nobody has paused, and those that run,
 * so that a worker is not taken away from the job it is at. It counts no further than what the most workers would take: a
 * million waiting jobs cost it no more than a few.
 */
export const queueDepthQuery = (service: QueueConsumer): string => {
  const names = queueNames(service.jobs)
    .map((name) => `'${name}'`)
    .join(', ')
  return `SELECT count(*) FROM (
  (SELECT 1 FROM pgboss.job WHERE name IN (${names}) AND state = 'active' LIMIT ${capacityOf(service)})
  UNION ALL
  (SELECT 1 FROM pgboss.job WHERE name IN (${names}) AND name NOT IN (SELECT queue FROM paused_queues)
    AND state < 'active' AND NOT blocked AND start_after <= now() LIMIT ${capacityOf(service)})
) AS work`
}
