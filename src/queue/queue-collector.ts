import { sql } from 'kysely'

import type { Collector, Sample } from '../runtime/collector.ts'
import { deadLetterQueueName, queueNames, type JobKindQueues } from './job-kind.ts'
import type { SqlConnection } from './job-queue.ts'

const JOBS = 'testimony_queue_jobs'
const LATENCY = 'testimony_queue_latency_seconds'

/** Up to here waiting jobs are counted one by one, off an index; beyond, the count that pg-boss makes each minute is taken. */
const EXACT = 10_000

interface QueueRow {
  queue: string
  waiting: number
  delayed: number
  running: number
  latency: number
}

/**
 * How many jobs each queue has and for how long the next one has waited. A look costs the same however many jobs wait:
 * it reads the first of each queue, in the order in which they are taken, and no more.
 */
export const readQueues = async (connection: SqlConnection, names: readonly string[], exact = EXACT): Promise<QueueRow[]> => {
  const { rows } = await sql<QueueRow>`
    SELECT wanted.name AS queue, running.jobs AS running, coalesce(first.latency, 0)::float8 AS latency,
      CASE WHEN first.jobs > ${exact} THEN greatest(queue.queued_count - queue.deferred_count, first.due, 0) ELSE first.due END AS waiting,
      CASE WHEN first.jobs > ${exact} THEN greatest(queue.deferred_count, first.jobs - first.due) ELSE first.jobs - first.due END AS delayed
    FROM unnest(${names}::text[]) AS wanted (name)
    JOIN pgboss.queue ON queue.name = wanted.name
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS jobs, count(*) FILTER (WHERE start_after <= now())::int AS due,
        extract(epoch FROM now() - min(greatest(created_on, start_after)) FILTER (WHERE start_after <= now())) AS latency
      FROM (
        SELECT created_on, start_after FROM pgboss.job
        WHERE name = wanted.name AND state < 'active' AND NOT blocked
        ORDER BY priority DESC, created_on LIMIT ${exact + 1}
      ) AS job
    ) AS first
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS jobs FROM pgboss.job WHERE name = wanted.name AND state = 'active'
    ) AS running`.execute(connection)
  return rows
}

/** The queues of these kinds and their dead letters, as metrics. */
export const queueCollector = (connection: SqlConnection, kinds: readonly Pick<JobKindQueues, 'name'>[]): Collector => {
  const names = kinds.flatMap((kind) => [...queueNames(kind), deadLetterQueueName(kind)])
  return {
    name: 'queues',
    gauges: [
      { name: JOBS, describes: 'Jobs of a queue that wait, are to be tried later, or run.', unit: '{job}' },
      { name: LATENCY, describes: 'For how long the next job of a queue has been waiting.', unit: 's' },
    ],
    read: async () =>
      (await readQueues(connection, names)).flatMap(({ queue, latency, waiting, delayed, running }): Sample[] => [
        ...Object.entries({ waiting, delayed, running }).map(([state, value]) => ({ gauge: JOBS, value, labels: { queue, state } })),
        { gauge: LATENCY, value: latency, labels: { queue } },
      ]),
  }
}
