import assert from 'node:assert/strict'
import { after, before, beforeEach } from 'node:test'

import { watchTable, type WatchedTable } from '../../../test/support/watched-table.ts'
import { claimJob, type ClaimedJob } from '../claim-job.ts'
import { chore, openTestQueue, type TestQueue } from './test-queue.ts'

export interface SuiteQueue extends Omit<TestQueue, typeof Symbol.asyncDispose> {
  /** Of jobs. */
  changes: Pick<WatchedTable, 'until'>
  /** The next job, which has to be there. */
  claim: () => Promise<ClaimedJob>
}

/** A queue for all tests of a suite, without any job when one of them begins. */
export const useTestQueue = (): SuiteQueue => {
  let opened: { test: TestQueue; changes: WatchedTable } | undefined
  before(async () => {
    const test = await openTestQueue()
    opened = { test, changes: await watchTable(test.url, 'pgboss.job_common') }
  })
  const current = () => opened ?? assert.fail('There is a queue only while tests run')
  after(async () => {
    await current().changes[Symbol.asyncDispose]()
    await current().test[Symbol.asyncDispose]()
  })
  beforeEach(async () => {
    await current().test.pool.query('DELETE FROM pgboss.job')
  })
  return {
    get url() {
      return current().test.url
    },
    get pool() {
      return current().test.pool
    },
    get queue() {
      return current().test.queue
    },
    send: (...given) => current().test.send(...given),
    jobs: () => current().test.jobs(),
    changes: { until: (condition) => current().changes.until(condition) },
    claim: async () => (await claimJob(current().test.queue, chore, 100)) ?? assert.fail('No job waits that may be claimed'),
  }
}
