import { isDeepStrictEqual } from 'node:util'

import { sql } from 'kysely'
import type { Pool } from 'pg'
import { PgBoss } from 'pg-boss'
import { createDatabase } from '../postgres/pool.ts'
import { DELAYED, PROMPT } from './due-jobs.ts'
import { deadLetterQueueName, queueNames, type JobKindQueues } from './job-kind.ts'
import { bossOptions } from './job-queue.ts'

/** The least that pg-boss allows. Workers free a job sooner: see rescue-jobs.ts. */
const HEARTBEAT_SECONDS = 10

/** Workers end their jobs themselves; this is for a worker that lives, and renews its claim, and has lost track. */
const EXPIRE_SECONDS = 23 * 3600
const DAY = 24 * 3600

/**
 * What pg-boss has no index for, on the table in which it keeps all our queues: the jobs that run, which are a few among
 * very many that wait; and of those that wait the oldest and the oldest of each requester, apart from those that were delayed,
 * of which the first to be due (take-job.ts).
 */
const INDEXES = [
  `testimony_job_running ON pgboss.job_common (name) WHERE state = 'active'`,
  `testimony_job_prompt ON pgboss.job_common (name, created_on) WHERE ${PROMPT}`,
  `testimony_job_prompt_by_group ON pgboss.job_common (name, coalesce(group_id, ''), created_on)
    WHERE ${PROMPT}`,
  `testimony_job_delayed ON pgboss.job_common (name, start_after) WHERE ${DELAYED}`,
  `testimony_job_delayed_by_group ON pgboss.job_common (name, coalesce(group_id, ''), start_after)
    WHERE ${DELAYED}`,
].map((index) => `CREATE INDEX IF NOT EXISTS ${index}`)

/** Of earlier versions. */
const FORMER_INDEXES = ['testimony_job_waiting_by_group'].map((name) => `DROP INDEX IF EXISTS pgboss.${name}`)

/** Brings pg-boss's schema to this version and its queues to what the kinds say. Running it again changes nothing. */
export const installJobQueues = async (pool: Pool, kinds: readonly JobKindQueues[]): Promise<void> => {
  const installer = new PgBoss({ ...bossOptions(pool), migrate: true })
  await installer.start()
  try {
    const present = new Map((await installer.getQueues()).map((queue) => [queue.name, queue]))
    for (const kind of kinds) await installKind(installer, kind, present)
    // One query, one transaction: several that install at the same time make them one after the other.
    await sql
      .raw(`SELECT pg_advisory_xact_lock(hashtextextended('queue indexes', 0)); ${[...INDEXES, ...FORMER_INDEXES].join('; ')}`)
      .execute(createDatabase(pool))
  } finally {
    await installer.stop({ graceful: false })
  }
}

const installKind = async (boss: PgBoss, kind: JobKindQueues, present: ReadonlyMap<string, object>): Promise<void> => {
  const deadLetter = deadLetterQueueName(kind)
  if (!present.has(deadLetter)) await boss.createQueue(deadLetter, { retentionSeconds: 90 * DAY })
  const options = {
    retryLimit: kind.retry.attempts - 1,
    retryDelay: kind.retry.delaySeconds,
    retryBackoff: true,
    retryDelayMax: kind.retry.longestDelaySeconds,
    heartbeatSeconds: HEARTBEAT_SECONDS,
    expireInSeconds: EXPIRE_SECONDS,
    retentionSeconds: 14 * DAY,
    deleteAfterSeconds: 7 * DAY,
    deadLetter,
  }
  for (const name of queueNames(kind)) {
    const queue = present.get(name)
    if (queue === undefined) await boss.createQueue(name, { policy: 'exclusive', ...options })
    else if (!isDeepStrictEqual({ ...queue, ...options }, queue)) await boss.updateQueue(name, options)
  }
}
