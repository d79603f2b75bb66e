import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { setUpFile } from '../../test/support/for-file.ts'
import { watchTable, type WatchedTable } from '../../test/support/watched-table.ts'
import { aborted } from '../runtime/aborted.ts'
import type { ChooseWriter, SpecificationPayload } from './specification-job.ts'
import { findSpecificationById, readSpecification } from './stored-specification.ts'
import { behaviourOf, namesWriter, NO_USAGE, writeNames } from './testing/documents.ts'
import { openSpecificationJobs, type JobRow, type SpecificationJobs } from './testing/specification-jobs.ts'
import { inventoryOf, storeAnalysis } from './testing/stored-analyses.ts'
import { fallSilent } from './testing/stored-documents.ts'
import type { SpecificationWriter, WriterOutcome, WriteSpecification } from './writer.ts'

let jobs: SpecificationJobs
let changes: WatchedTable
setUpFile(async (opened) => {
  jobs = opened.use(await openSpecificationJobs())
  changes = opened.use(await watchTable(jobs.database.url, 'pgboss.job_common'))
})

const INVENTORY = inventoryOf({ 'cart.test.ts': ['adds', 'removes'], 'card.test.ts': ['declines'] })
const readInventory = async () => INVENTORY

const choosing =
  (writer: SpecificationWriter): ChooseWriter =>
  () => ({ kind: 'chosen', writer })
const writing = (write: WriteSpecification): ChooseWriter => choosing({ ...namesWriter, write })
const answering = (outcome: WriterOutcome): ChooseWriter => writing(async () => outcome)

const untilState = async (id: string, ...states: string[]): Promise<JobRow> => {
  await changes.until(async () => states.includes((await jobs.job(id)).state))
  return await jobs.job(id)
}

const payloadOf = (analysisId: string, more: Partial<SpecificationPayload> = {}): SpecificationPayload => ({
  analysisId,
  language: 'en',
  ...more,
})

const specificationsOf = async (analysisId: string): Promise<Record<string, unknown>[]> =>
  (
    await jobs.database.pool.query<Record<string, unknown>>(
      'select id, status, attempt, error_code from specifications where analysis_id = $1 order by id',
      [analysisId],
    )
  ).rows

describe('a specification job', () => {
  it('stores what the writer writes and tells of it, and the same again costs nothing', async () => {
    const analysisId = await storeAnalysis(jobs.database)
    let written = 0
    const counting = writing(async (...given) => {
      written += 1
      return await writeNames(...given)
    })
    await using worker = jobs.work(readInventory, counting)
    const { output } = await untilState(await jobs.send(payloadOf(analysisId)), 'completed')
    const [stored] = await specificationsOf(analysisId)
    const id = String(stored?.['id'])
    assert.deepEqual(output, { specificationId: id, version: 1, behaviours: 3, tests: 3, writer: 'offline' })
    const read = await readSpecification(jobs.database.db, id)
    assert.deepEqual(
      read?.domains.map(({ name, features }) => [name, features.flatMap(({ behaviours }) => behaviours.map(({ text }) => text))]),
      [
        ['cart.test.ts', ['adds.', 'removes.']],
        ['card.test.ts', ['declines.']],
      ],
    )
    const again = await untilState(await jobs.send(payloadOf(analysisId, { writer: 'offline' })), 'completed')
    assert.deepEqual(again.output, output)
    assert.equal(written, 1)
    assert.deepEqual(await specificationsOf(analysisId), [{ id, status: 'completed', attempt: 1, error_code: null }])
    void worker
  })

  it('asks a model again where it is told to, and the offline writer never', async () => {
    const analysisId = await storeAnalysis(jobs.database, 'asked again')
    const versionsBy = async (writer: SpecificationWriter): Promise<unknown[]> => {
      await using worker = jobs.work(readInventory, choosing(writer))
      const versions: unknown[] = []
      for (const more of [{}, {}, { again: true } as const]) {
        const { output } = await untilState(await jobs.send(payloadOf(analysisId, more)), 'completed')
        versions.push(output?.['version'])
      }
      void worker
      return versions
    }
    assert.deepEqual(await versionsBy({ ...namesWriter, name: 'openai:names' }), [1, 1, 2])
    assert.deepEqual(await versionsBy(namesWriter), [3, 3, 3])
  })

  it('tells how far it is', async () => {
    const analysisId = await storeAnalysis(jobs.database)
    await using attempts = await watchTable(jobs.database.url, 'job_attempts')
    const go = Promise.withResolvers<void>()
    const slow = writing(async (inventory, options, signal) => {
      options.onProgress({ phase: 'phrase', done: 3, total: 7 })
      await go.promise
      return await writeNames(inventory, options, signal)
    })
    await using worker = jobs.work(readInventory, slow)
    const id = await jobs.send(payloadOf(analysisId))
    const progress = async () =>
      (
        await jobs.database.pool.query('select from job_attempts where job_id = $1 and phase = $2 and done = 3 and total = 7', [
          id,
          'phrase',
        ])
      ).rowCount === 1
    await attempts.until(progress)
    go.resolve()
    await untilState(id, 'completed')
    void worker
  })

  it('of an analysis that is not there fails at once, and says what makes one', async () => {
    await using worker = jobs.work(readInventory, choosing(namesWriter))
    const { state, retry_count, output } = await untilState(await jobs.send(payloadOf('999999')), 'failed', 'retry')
    assert.deepEqual([state, retry_count, output?.['code']], ['failed', 0, 'no-analysis'])
    assert.match(String(output?.['message']), /no completed analysis 999999: `enqueue analysis <url>` makes one/)
    void worker
  })

  it('of an inventory without tests is completed, and empty', async () => {
    const analysisId = await storeAnalysis(jobs.database)
    await using worker = jobs.work(async () => inventoryOf({}), choosing(namesWriter))
    const { output } = await untilState(await jobs.send(payloadOf(analysisId)), 'completed')
    assert.equal(output?.['tests'], 0)
    const id = String(output?.['specificationId'])
    assert.equal((await findSpecificationById(jobs.database.db, id))?.behaviours, 0)
    void worker
  })

  it('fails at once where trying again is no use, and is tried again where it may be', async () => {
    const fault = (permanent: boolean): ChooseWriter =>
      answering({ kind: 'failed', permanent, code: 'model-refused', message: 'The model refuses the key: check GEMINI_API_KEY.' })
    const [first, second] = [await storeAnalysis(jobs.database), await storeAnalysis(jobs.database)]
    {
      await using worker = jobs.work(readInventory, fault(true))
      const { state, output } = await untilState(await jobs.send(payloadOf(first)), 'failed', 'retry')
      assert.deepEqual([state, output], ['failed', { code: 'model-refused', message: 'The model refuses the key: check GEMINI_API_KEY.' }])
      void worker
    }
    await using worker = jobs.work(readInventory, fault(false))
    assert.equal((await untilState(await jobs.send(payloadOf(second)), 'failed', 'retry')).state, 'retry')
    for (const analysisId of [first, second])
      assert.deepEqual(
        (await specificationsOf(analysisId)).map(({ status, error_code }) => [status, error_code]),
        [['failed', 'model-refused']],
      )
    void worker
  })

  it('is not tried again before a limit of the model is over', async () => {
    const limited = { kind: 'failed', permanent: false, code: 'model-rate-limited', message: 'Later.', retryAfter: 1_800_000 } as const
    await using worker = jobs.work(readInventory, answering(limited))
    const id = await jobs.send(payloadOf(await storeAnalysis(jobs.database)))
    await untilState(id, 'retry', 'failed')
    const { rows } = await jobs.database.pool.query<{ seconds: number }>(
      'select extract(epoch from start_after - now())::float8 as seconds from pgboss.job where id = $1',
      [id],
    )
    const seconds = rows[0]?.seconds ?? 0
    assert.ok(seconds > 1700 && seconds <= 1800, `${seconds}`)
    void worker
  })

  it('that this worker has no writer for fails at once', async () => {
    const analysisId = await storeAnalysis(jobs.database)
    await using worker = jobs.work(readInventory, () => ({ kind: 'unavailable', message: 'Set GEMINI_API_KEY.' }))
    const { state, output } = await untilState(
      await jobs.send(payloadOf(analysisId, { writer: 'model', model: 'gemini:flash' })),
      'failed',
      'retry',
    )
    assert.deepEqual([state, output], ['failed', { code: 'writer-unavailable', message: 'Set GEMINI_API_KEY.' }])
    assert.deepEqual(await specificationsOf(analysisId), [])
    void worker
  })

  it('stores nothing of a writer that leaves a test out or makes one up', async () => {
    for (const tests of [['cart.test.ts#adds'], [...INVENTORY.files.flatMap((file) => file.tests.map(({ id }) => id)), 'made up']]) {
      const analysisId = await storeAnalysis(jobs.database)
      const domains = [{ name: 'All', features: [{ name: 'All', behaviours: tests.map((id) => behaviourOf('Works.', [id])) }] }]
      await using worker = jobs.work(readInventory, answering({ kind: 'written', document: { summary: '', domains }, usage: NO_USAGE }))
      const { state, output } = await untilState(await jobs.send(payloadOf(analysisId)), 'failed', 'retry', 'completed')
      assert.deepEqual([state, output?.['code']], ['failed', 'citations-broken'])
      void worker
    }
  })

  it('that a worker ends in the middle of is put back with no attempt used, and finished by the next', async () => {
    const analysisId = await storeAnalysis(jobs.database)
    const begun = Promise.withResolvers<void>()
    const hanging = writing(async (_inventory, _options, signal) => {
      begun.resolve()
      await aborted(signal)
      throw signal.reason
    })
    const first = jobs.work(readInventory, hanging)
    const id = await jobs.send(payloadOf(analysisId))
    await begun.promise
    await first[Symbol.asyncDispose]()
    const { state, retry_count } = await jobs.job(id)
    assert.deepEqual([state, retry_count], ['created', 0])
    assert.deepEqual(
      (await specificationsOf(analysisId)).map(({ status, error_code }) => [status, error_code]),
      [['failed', 'shutdown']],
    )
    await using second = jobs.work(readInventory, choosing(namesWriter))
    assert.equal((await untilState(id, 'completed')).retry_count, 0)
    assert.deepEqual(
      (await specificationsOf(analysisId)).map(({ status, attempt }) => [status, attempt]),
      [['completed', 2]],
    )
    void second
  })

  it('that asks for the same by other words waits for the first, and is answered from the store', async () => {
    const analysisId = await storeAnalysis(jobs.database)
    const begun = Promise.withResolvers<void>()
    const go = Promise.withResolvers<void>()
    let written = 0
    const slow = writing(async (...given) => {
      written += 1
      begun.resolve()
      await go.promise
      return await writeNames(...given)
    })
    await using worker = jobs.work(readInventory, slow)
    const first = await jobs.send(payloadOf(analysisId))
    await begun.promise
    const second = await jobs.send(payloadOf(analysisId, { writer: 'offline' }))
    assert.notEqual(second, first)
    await untilState(second, 'active')
    go.resolve()
    const { output, retry_count } = await untilState(second, 'completed', 'retry', 'failed')
    assert.deepEqual([output, retry_count], [(await untilState(first, 'completed')).output, 0])
    assert.equal(written, 1)
    void worker
  })

  it('that is taken over after a long silence stores nothing, and is answered from the store', async () => {
    const analysisId = await storeAnalysis(jobs.database)
    const begun = Promise.withResolvers<void>()
    let written = 0
    const hangingAtFirst = writing(async (...given) => {
      written += 1
      if (written > 1) return await writeNames(...given)
      begun.resolve()
      await aborted(given[2])
      throw given[2].reason
    })
    await using worker = jobs.work(readInventory, hangingAtFirst)
    const silent = await jobs.send(payloadOf(analysisId))
    await begun.promise
    await fallSilent(jobs.database, analysisId)
    const { output } = await untilState(await jobs.send(payloadOf(analysisId, { writer: 'offline' })), 'completed')
    assert.deepEqual((await untilState(silent, 'completed', 'retry', 'failed')).output, output)
    assert.deepEqual(
      (await specificationsOf(analysisId)).map(({ status, attempt }) => [status, attempt]),
      [['completed', 2]],
    )
    void worker
  })
})
