import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, it } from 'node:test'

import { openTestDatabase, type TestDatabase } from '../../test/support/postgres.ts'
import { untilFound, waitingForLocks } from '../../test/support/until-found.ts'
import { lockFileInventoriesAlone } from '../postgres/file-inventories-lock.ts'
import { abandonLostAttempts } from './abandon-lost-attempts.ts'
import { beginAttempt, type AnalysisAttempt } from './analysis-attempt.ts'
import { completeAnalysis } from './complete-analysis.ts'
import { identityOf, NO_CONFIGURATION, VERSION } from './testing/stored-result.ts'

describe('while a worker that has lost its job stores', () => {
  let database: TestDatabase
  before(async () => {
    database = await openTestDatabase('with queues')
  })
  after(() => database[Symbol.asyncDispose]())

  const begin = async (commit: string, jobId: string): Promise<AnalysisAttempt> =>
    (await beginAttempt(database.db, { identity: identityOf('shop', commit), commit, extractorVersion: VERSION }, { jobId })) ??
    assert.fail('it is analysed already')

  /** Does `work` while the attempt is in the middle of storing, which it then completes. */
  const whileStoring = async <Result>(attempt: AnalysisAttempt, commit: string, work: () => Result): Promise<Result> => {
    const result = {
      identity: identityOf('shop', commit),
      extractorVersion: VERSION,
      files: [],
      configuration: NO_CONFIGURATION,
      diagnostics: [],
    }
    const held = await database.db.startTransaction().execute()
    await lockFileInventoriesAlone(held, 1000)
    const storing = completeAnalysis(database.db, attempt, result, { signal: new AbortController().signal })
    await untilFound(database.pool, waitingForLocks(1))
    const done = await work()
    await held.commit().execute()
    await storing
    return done
  }

  it('the next one begins with another commit, and the two wait for each other in no circle', async () => {
    const job = randomUUID()
    const [earlier, later] = ['1'.repeat(40), '2'.repeat(40)]
    const first = await begin(earlier, job)
    const beginning = await whileStoring(first, earlier, async () => {
      const next = begin(later, job)
      await untilFound(database.pool, waitingForLocks(2))
      return { next }
    })
    const next = await beginning.next
    const { rows } = await database.pool.query<{ id: string; status: string }>('select id, status from analysis_attempts order by id')
    assert.deepEqual(rows, [
      { id: first.id, status: 'completed' },
      { id: next.id, status: 'running' },
    ])
  })

  it('who ends lost attempts leaves that one alone, and waits for nothing', async () => {
    const commit = '3'.repeat(40)
    const [job, other] = [randomUUID(), randomUUID()]
    const attempt = await begin(commit, job)
    await database.pool.query(`update analysis_attempts set status = 'failed', finished_at = now() where id <> $1`, [attempt.id])
    await begin('4'.repeat(40), other)
    assert.equal(await whileStoring(attempt, commit, () => abandonLostAttempts(database.db)), 1)
  })
})
