import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { sql, type Transaction } from 'kysely'

import { openForFile } from '../../test/support/for-file.ts'
import { openTestDatabase, type TestDatabase } from '../../test/support/postgres.ts'
import { untilFound, waitingForLocks } from '../../test/support/until-found.ts'
import type { Tables } from '../postgres/tables.ts'
import { beginSpecification, failSpecification, SpecificationSuperseded } from './specification-attempt.ts'
import { findSpecification, readSpecification } from './stored-specification.ts'
import { completeAnew, storeAnalysis } from './testing/stored-analyses.ts'
import { begin, complete, DOCUMENT, fallSilent, keyOf, rowsOf } from './testing/stored-documents.ts'

let database: TestDatabase
openForFile(openTestDatabase, (opened) => (database = opened))

describe('an attempt', () => {
  const JOB = '00000000-0000-4000-8000-000000000001'
  const OTHER_JOB = '00000000-0000-4000-8000-000000000002'

  it('that another one has taken over changes nothing', async () => {
    const key = keyOf(await storeAnalysis(database, 'taken over'))
    const first = await begin(database, key)
    await fallSilent(database, key.analysisId)
    const second = await begin(database, key)
    assert.deepEqual([second.id, second.number], [first.id, 2])
    await failSpecification(database.db, first, { code: 'late', message: 'too late' })
    await assert.rejects(complete(database, first), SpecificationSuperseded)
    assert.equal((await complete(database, second)).version, 1)
    await assert.rejects(complete(database, second), SpecificationSuperseded)
    await failSpecification(database.db, second, { code: 'late', message: 'too late' })
    assert.deepEqual((await readSpecification(database.db, second.id))?.domains, DOCUMENT.domains)
  })

  it('that waits for another one of its job to let go does not hold the job meanwhile', async () => {
    const key = keyOf(await storeAnalysis(database, 'waiting'))
    const { id } = (await beginSpecification(database.db, key, { jobId: JOB })) ?? assert.fail('the job did not begin')
    const storing = await database.db.startTransaction().execute()
    await sql`select from specifications where id = ${id} for no key update`.execute(storing)
    let held = 0
    const beginning = beginSpecification(database.db, key, { jobId: JOB, hold: async () => void held++ })
    await untilFound(database.pool, waitingForLocks(1))
    assert.equal(held, 0)
    await storing.commit().execute()
    assert.equal((await beginning)?.number, 2)
    assert.equal(held, 1)
  })

  it('is begun by nobody else while it goes on, and anew by its own job', async () => {
    const key = keyOf(await storeAnalysis(database, 'busy'))
    await beginSpecification(database.db, key, { jobId: JOB })
    for (const jobId of [undefined, OTHER_JOB]) assert.equal(await beginSpecification(database.db, key, { jobId }), undefined)
    const next = (await beginSpecification(database.db, key, { jobId: JOB })) ?? assert.fail('its own job did not begin')
    assert.equal(next.number, 2)
    await failSpecification(database.db, next, { code: 'late', message: 'too late' })
    assert.equal((await begin(database, key)).number, 3)
  })

  it('whose analysis was made anew meanwhile stores nothing', async () => {
    const key = keyOf(await storeAnalysis(database))
    const attempt = await begin(database, key)
    await completeAnew(database, key.analysisId)
    await assert.rejects(complete(database, attempt), SpecificationSuperseded)
    assert.deepEqual(await rowsOf(database, attempt.id), { domains: 0, features: 0, behaviours: 0, tests: 0 })
  })

  it('that failed says why until the next one begins', async () => {
    const key = keyOf(await storeAnalysis(database))
    const attempt = await begin(database, key)
    await failSpecification(database.db, attempt, { code: 'model-refused', message: `\0${'x'.repeat(3000)}` })
    const read = async () =>
      (
        await database.pool.query<{ status: string; error_code: string | null; length: number | null }>(
          'select status, error_code, length(error_message) as length from specifications where id = $1',
          [attempt.id],
        )
      ).rows[0]
    assert.deepEqual(await read(), { status: 'failed', error_code: 'model-refused', length: 2005 })
    await begin(database, key)
    assert.deepEqual(await read(), { status: 'running', error_code: null, length: null })
  })

  it('adds what it was paid for to what those before it were', async () => {
    const key = keyOf(await storeAnalysis(database, 'paid'))
    const usage = { inputTokens: 100, outputTokens: 7, cost: 0.5 }
    await failSpecification(database.db, await begin(database, key), { code: 'model-timeout', message: 'too slow', usage })
    await complete(database, await begin(database, key), { usage })
    assert.deepEqual((await findSpecification(database.db, key))?.usage, { inputTokens: 200, outputTokens: 14, cost: 1 })
  })

  it('stores nothing where what completes with it fails', async () => {
    const key = keyOf(await storeAnalysis(database, 'undone'))
    const attempt = await begin(database, key)
    const refuse = async (): Promise<void> => {
      throw new Error('the claim is lost')
    }
    await assert.rejects(complete(database, attempt, { within: refuse }), /the claim is lost/)
    assert.equal(await findSpecification(database.db, key), undefined)
    assert.deepEqual(await rowsOf(database, attempt.id), { domains: 0, features: 0, behaviours: 0, tests: 0 })
    assert.equal((await complete(database, attempt)).version, 1)
  })

  it('is let go in the middle of storing, and stores nothing, when it is told to end', async () => {
    const key = keyOf(await storeAnalysis(database, 'let go'))
    const attempt = await begin(database, key)
    const stop = new AbortController()
    const reason = new Error('stop')
    const within = async (transaction: Transaction<Tables>): Promise<void> => {
      stop.abort(reason)
      await sql`select pg_sleep(60)`.execute(transaction)
    }
    await assert.rejects(complete(database, attempt, { within, signal: stop.signal }), reason)
    assert.equal(await findSpecification(database.db, key), undefined)
    assert.equal((await complete(database, attempt)).version, 1)
  })

  it('ends what its job was at before with another writer, and begins nothing where the job is lost', async () => {
    const analysisId = await storeAnalysis(database)
    const earlier = await beginSpecification(database.db, keyOf(analysisId), { jobId: JOB })
    const hold = async (): Promise<void> => {
      throw new Error('the claim is lost')
    }
    const key = keyOf(analysisId, { writer: 'gemini:flash' })
    await assert.rejects(beginSpecification(database.db, key, { jobId: JOB, hold }), /the claim is lost/)
    await beginSpecification(database.db, key, { jobId: JOB })
    const { rows } =
      await sql`select status, error_code, id = ${earlier?.id} as earlier from specifications where analysis_id = ${analysisId} order by id`.execute(
        database.db,
      )
    assert.deepEqual(rows, [
      { status: 'failed', error_code: 'superseded', earlier: true },
      { status: 'running', error_code: null, earlier: false },
    ])
  })

  it('of two that complete at once gets a version of its own', async () => {
    const attempts = []
    for (let count = 0; count < 6; count += 1) attempts.push(await begin(database, keyOf(await storeAnalysis(database, 'busy'))))
    const versions = await Promise.all(attempts.map(async (attempt) => (await complete(database, attempt)).version))
    assert.deepEqual(
      versions.toSorted((one, other) => one - other),
      [1, 2, 3, 4, 5, 6],
    )
  })
})
