import assert from 'node:assert/strict'
import { beforeEach, describe, test } from 'node:test'

import fc from 'fast-check'

import { openForFile } from '../../test/support/for-file.ts'
import { openTestDatabase, type TestDatabase } from '../../test/support/postgres.ts'
import { createCleanUp, type CleanUpInput, type CleanUpOutcome } from './clean-up.ts'
import type { RetentionPolicy, Rows } from './removal.ts'
import { storeAnalysis, storeAttempt, storeFacts, storeFile, storeOldAnalyses, type StoredAnalysisRow } from './testing/stored-rows.ts'

let database: TestDatabase
openForFile(openTestDatabase, (opened) => (database = opened))
beforeEach(() => database.pool.query('truncate repositories, file_inventories, facts, analysis_attempts, periodic_runs cascade'))

const INPUT: CleanUpInput = { days: 90, keepLatest: 5, batchSize: 1000, batchPause: 0, timeout: 60_000 }
const untilDone = new AbortController().signal

const cleanUp = (input: Partial<CleanUpInput> = {}): Promise<CleanUpOutcome> => createCleanUp(database)({ ...INPUT, ...input }, untilDone)

const idsIn = async (table: string): Promise<string[]> =>
  (await database.pool.query<{ id: string }>(`select id from ${table} order by id`)).rows.map(({ id }) => id)

const nonZero = (rows: Rows): Rows => Object.fromEntries(Object.entries(rows).filter(([, count]) => count > 0))

/** The policy in plain words, of analyses in the order of their ids. */
const keptOf = (analyses: readonly StoredAnalysisRow[], { days, keepLatest }: RetentionPolicy): StoredAnalysisRow[] => {
  const kept = new Set(analyses.filter(({ age, pinned }) => pinned || age < days))
  for (const name of new Set(analyses.map(({ repository }) => repository))) {
    const completed = analyses.filter(({ repository, status }) => repository === name && status === 'completed')
    for (const analysis of completed
      .toReversed()
      .toSorted((one, other) => one.age - other.age)
      .slice(0, Math.max(1, keepLatest))) {
      kept.add(analysis)
    }
  }
  return analyses.filter((analysis) => kept.has(analysis))
}

const storedAnalyses = fc.array(
  fc.record({
    repository: fc.constantFrom('shop', 'bank', 'zoo'),
    status: fc.constantFrom('completed', 'completed', 'completed', 'failed', 'running'),
    // Never at a boundary, where the clock would decide.
    age: fc.integer({ min: 0, max: 12 }).map((days) => days + 0.5),
    pinned: fc.integer({ min: 0, max: 5 }).map((one) => one === 0),
    files: fc.subarray(['a', 'b', 'c', 'd', 'e', 'f']),
  }),
  { maxLength: 14 },
) satisfies fc.Arbitrary<StoredAnalysisRow[]>

describe('a clean-up', () => {
  test('keeps the analyses that the policy keeps, whatever they say of files, and nothing else, as its dry run counted', async () => {
    await fc.assert(
      fc.asyncProperty(
        storedAnalyses,
        fc.record({ days: fc.integer({ min: 1, max: 12 }), keepLatest: fc.integer({ min: 0, max: 4 }) }),
        fc.integer({ min: 1, max: 4 }),
        async (analyses, policy, batchSize) => {
          await database.pool.query('truncate repositories, file_inventories, analysis_attempts cascade')
          const ids = new Map<StoredAnalysisRow, string>()
          for (const analysis of analyses) ids.set(analysis, await storeAnalysis(database.pool, analysis))
          const orphan = await storeFile(database.pool, 'nobody says this')
          const counted = await cleanUp({ ...policy, dryRun: true })
          assert.equal((await idsIn('analyses')).length, analyses.length)
          assert.ok((await idsIn('file_inventories')).includes(orphan))

          const { kind, summary } = await cleanUp({ ...policy, batchSize })
          assert.equal(kind, 'done')
          const kept = keptOf(analyses, policy)
          assert.deepEqual(
            await idsIn('analyses'),
            kept.map((analysis) => ids.get(analysis)),
          )
          const { rows } = await database.pool.query<{ path: string }>('select path from file_inventories order by path')
          const said = new Set(kept.flatMap(({ status, files }) => (status === 'completed' ? (files ?? []) : [])))
          assert.deepEqual(
            rows.map(({ path }) => path),
            [...said].toSorted((one, other) => (one < other ? -1 : 1)),
          )
          assert.equal((await idsIn('analysis_attempts')).length, kept.length)
          assert.deepEqual(nonZero(summary.removed), nonZero(counted.summary.removed))
        },
      ),
      { numRuns: 40 },
    )
  })

  test('removes old attempts, but of a kept analysis not the one that owns it', async () => {
    const kept = await storeAnalysis(database.pool, { repository: 'shop', status: 'completed', age: 200 })
    const [owner] = await idsIn('analysis_attempts')
    await storeAttempt(database.pool, kept, 210)
    await storeAttempt(database.pool, null, 95)
    await storeAttempt(database.pool, null, 80)
    const [, , , young] = await idsIn('analysis_attempts')
    const counted = await cleanUp({ dryRun: true })
    const { summary } = await cleanUp({ batchSize: 1 })
    assert.deepEqual(await idsIn('analysis_attempts'), [owner, young])
    assert.deepEqual(nonZero(summary.removed), { analysis_attempts: 2 })
    assert.deepEqual(nonZero(counted.summary.removed), { analysis_attempts: 2 })
  })

  test('removes all facts and traces of superseded versions, and of the others what nobody uses any more', async () => {
    await storeAnalysis(database.pool, { repository: 'shop', status: 'completed', age: 0.1, version: '3+max-file-bytes=9' })
    await storeAnalysis(database.pool, { repository: 'bank', status: 'running', age: 0.9, version: '2' })
    await storeAnalysis(database.pool, { repository: 'zoo', status: 'completed', age: 2, version: '1' })
    for (const version of ['1', '2', '3', '4']) await storeFacts(database.pool, version, 0, 3)
    await storeFacts(database.pool, '3', 97)
    await storeFacts(database.pool, '3', 98, 3)
    await database.pool.query(
      `insert into link_traces (repository_id, extractor_version, content)
       select id, case identity when 'shop' then '3' when 'bank' then '2' else '1' end, 'x' from repositories`,
    )
    const expected = { facts: 9, link_traces: 1 }
    assert.deepEqual(nonZero((await cleanUp({ dryRun: true })).summary.removed), expected)
    assert.deepEqual(nonZero((await cleanUp({ batchSize: 2 })).summary.removed), expected)
    const { rows } = await database.pool.query('select extractor_version as version, count(*)::int from facts group by 1 order by 1')
    assert.deepEqual(rows, [
      { version: '2', count: 3 },
      { version: '3', count: 4 },
    ])
    const traces = await database.pool.query<{ extractor_version: string }>('select extractor_version from link_traces order by 1')
    assert.deepEqual(
      traces.rows.map(({ extractor_version }) => extractor_version),
      ['2', '3'],
    )
  })

  test('takes no version for superseded because nothing was analysed for long, or ever', async () => {
    await storeFacts(database.pool, '2', 0)
    await cleanUp()
    await storeAnalysis(database.pool, { repository: 'shop', status: 'completed', age: 300, version: '2' })
    assert.deepEqual(nonZero((await cleanUp()).summary.removed), {})
  })

  test('removes old runs, but of each job never the last that was done', async () => {
    await database.pool.query(
      `insert into periodic_runs (job, started_by, started_at, finished_at, outcome)
       select job, 'cron', now() - age * interval '1 day', case when outcome <> '' then now() - age * interval '1 day' end, nullif(outcome, '')
       from (values ('swept', 200, 'done'), ('swept', 190, 'done'), ('swept', 180, 'failed'), ('swept', 170, ''), ('swept', 10, 'failed'),
         ('other', 300, 'done'), ('lost', 200, 'cut-off')) as run (job, age, outcome)`,
    )
    assert.deepEqual(nonZero((await cleanUp({ dryRun: true })).summary.removed), { periodic_runs: 4 })
    assert.deepEqual(nonZero((await cleanUp({ batchSize: 1 })).summary.removed), { periodic_runs: 4 })
    const { rows } = await database.pool.query('select job, outcome from periodic_runs order by id')
    assert.deepEqual(rows, [
      { job: 'swept', outcome: 'done' },
      { job: 'swept', outcome: 'failed' },
      { job: 'other', outcome: 'done' },
    ])
  })
})

test('a clean-up removes old ticks and terms, but never the last of a job or a lease, nor a tick that is not finished', async () => {
  await database.pool.query('truncate periodic_ticks, lease_terms')
  await database.pool.query(
    `insert into periodic_ticks (job, due_at, status, token, attempts, finished_at)
     select job, now() - age * interval '1 day', status, 1, 1, case when status <> 'running' then now() - age * interval '1 day' end
     from (values ('sweep', 300, 'done'), ('sweep', 200, 'missed'), ('sweep', 10, 'done'), ('old', 250, 'done'), ('old', 240, 'failed'),
       ('stuck', 220, 'running'), ('stuck', 210, 'done')) as tick (job, age, status)`,
  )
  await database.pool.query(
    `insert into lease_terms (name, token, holder, held_from, held_until)
     select name, token, 'me', now() - age * interval '1 day', now() - age * interval '1 day'
     from (values ('schedule', 1, 300), ('schedule', 2, 200), ('schedule', 3, 150)) as term (name, token, age)`,
  )
  const expected = { periodic_ticks: 3, lease_terms: 2 }
  assert.deepEqual(nonZero((await cleanUp({ dryRun: true })).summary.removed), expected)
  assert.deepEqual(nonZero((await cleanUp({ batchSize: 1 })).summary.removed), expected)
  const { rows } = await database.pool.query('select job, status from periodic_ticks order by due_at')
  assert.deepEqual(rows, [
    { job: 'old', status: 'failed' },
    { job: 'stuck', status: 'running' },
    { job: 'stuck', status: 'done' },
    { job: 'sweep', status: 'done' },
  ])
  const { rows: terms } = await database.pool.query('select token::int from lease_terms')
  assert.deepEqual(terms, [{ token: 3 }])
})

test('a clean-up removes old attempts at jobs and what people did to them, and no attempt that still runs', async () => {
  await database.pool.query(
    `insert into job_attempts (job_id, started_at, queue, number, worker, ended_at, outcome)
     select gen_random_uuid(), now() - age * interval '1 day', 'analysis.default', 1, worker,
       case when worker <> 'running' then now() - age * interval '1 day' end, case when worker <> 'running' then 'completed' end
     from (values ('old', 300), ('older', 400), ('running', 300), ('young', 1)) as attempt (worker, age)`,
  )
  await database.pool.query(
    `insert into job_interventions (job_id, action, done_by, done_at)
     select gen_random_uuid(), 'cancelled', who, now() - age * interval '1 day' from (values ('old', 300), ('young', 1)) as done (who, age)`,
  )
  const expected = { job_attempts: 2, job_interventions: 1 }
  assert.deepEqual(nonZero((await cleanUp({ dryRun: true })).summary.removed), expected)
  assert.deepEqual(nonZero((await cleanUp({ batchSize: 1 })).summary.removed), expected)
  const { rows } = await database.pool.query('select worker from job_attempts order by worker')
  assert.deepEqual(rows, [{ worker: 'running' }, { worker: 'young' }])
  const { rows: done } = await database.pool.query('select done_by from job_interventions')
  assert.deepEqual(done, [{ done_by: 'young' }])
})

describe('a clean-up that does not run alone', () => {
  test('shares the work with another one: each row is removed and counted once', async () => {
    await storeOldAnalyses(database.pool, 600)
    const both = await Promise.all([cleanUp({ batchSize: 7 }), cleanUp({ batchSize: 11 })])
    assert.deepEqual(await idsIn('analyses'), [])
    assert.equal(
      both.reduce((sum, { summary }) => sum + (summary.removed['analyses'] ?? 0), 0),
      600,
    )
  })

  test('leaves out what another transaction has locked, and waits for nobody', async () => {
    await storeOldAnalyses(database.pool, 3)
    const [first, second] = await idsIn('analyses')
    const client = await database.pool.connect()
    try {
      await client.query('begin')
      await client.query('select from analyses where id = any ($1) for no key update', [[first, second]])
      assert.equal((await cleanUp()).summary.removed['analyses'], 1)
      await client.query('rollback')
    } finally {
      client.release()
    }
    assert.equal((await cleanUp()).summary.removed['analyses'], 2)
  })

  test('finishes its batch when it is told to stop, says that it was cut off, and the next one goes on', async () => {
    await storeOldAnalyses(database.pool, 10)
    const stop = new AbortController()
    let batches = 0
    const fence = async (): Promise<void> => {
      batches += 1
      // The first one looks for specifications.
      if (batches === 3) stop.abort(new Error('stop'))
    }
    const cut = await createCleanUp(database)({ ...INPUT, batchSize: 3, fence }, stop.signal)
    assert.deepEqual(cut, { kind: 'cut-off', summary: { removed: { analyses: 6, analysis_attempts: 0 } } })
    assert.equal((await idsIn('analyses')).length, 4)
    const next = await cleanUp({ batchSize: 3 })
    assert.equal(next.kind, 'done')
    assert.equal(next.summary.removed['analyses'], 4)
  })

  test('undoes its batch when it can not wait for that, says that it was cut off, and the next one goes on', async () => {
    await storeOldAnalyses(database.pool, 10)
    const [stop, undo] = [new AbortController(), new AbortController()]
    let batches = 0
    const fence = async (): Promise<void> => {
      batches += 1
      // The first one looks for specifications.
      if (batches < 3) return
      stop.abort(new Error('stop'))
      undo.abort(new Error('no time is left'))
    }
    const cut = await createCleanUp(database)({ ...INPUT, batchSize: 3, fence, undo: undo.signal }, stop.signal)
    assert.deepEqual(cut, { kind: 'cut-off', summary: { removed: { analyses: 3, analysis_attempts: 0 } } })
    assert.equal((await idsIn('analyses')).length, 7)
    assert.equal((await cleanUp({ batchSize: 3 })).summary.removed['analyses'], 7)
  })

  test('is cut off when its time is over', async () => {
    await storeOldAnalyses(database.pool, 10)
    const { kind, summary } = await cleanUp({ batchSize: 1, batchPause: 60_000, timeout: 50 })
    assert.equal(kind, 'cut-off')
    assert.ok((summary.removed['analyses'] ?? 0) <= 1)
  })

  test('removes nothing any more once it is fenced off, and fails', async () => {
    await storeOldAnalyses(database.pool, 10)
    const lost = new Error('the lease is lost')
    let batches = 0
    const fence = async (): Promise<void> => {
      batches += 1
      // The first one looks for specifications.
      if (batches === 4) throw lost
    }
    await assert.rejects(cleanUp({ batchSize: 2, fence }), lost)
    assert.equal((await idsIn('analyses')).length, 6)
  })
})
