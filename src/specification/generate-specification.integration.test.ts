import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { openForFile } from '../../test/support/for-file.ts'
import { openTestDatabase, type TestDatabase } from '../../test/support/postgres.ts'
import { createGenerateSpecification } from './generate-specification.ts'
import { beginSpecification } from './specification-attempt.ts'
import { namesWriter, writeNames } from './testing/documents.ts'
import { inventoryOf, storeAnalysis } from './testing/stored-analyses.ts'
import { fallSilent } from './testing/stored-documents.ts'
import type { WriteSpecification } from './writer.ts'

let database: TestDatabase
openForFile(openTestDatabase, (opened) => (database = opened))

const INVENTORY = inventoryOf({ 'cart.test.ts': ['adds', 'removes'] })
const PAID = { inputTokens: 100, outputTokens: 7, cost: 0.5 }

const generate = async (analysisId: string, write: WriteSpecification, signal: AbortSignal = new AbortController().signal) =>
  await createGenerateSpecification({ db: database.db, readInventory: async () => INVENTORY })(
    { analysisId, language: 'en', writer: { ...namesWriter, write } },
    signal,
  )

const rowOf = async (analysisId: string) =>
  (
    await database.pool.query<Record<string, unknown>>(
      'select status, input_tokens::int, output_tokens::int, cost::float8 from specifications where analysis_id = $1',
      [analysisId],
    )
  ).rows[0]

const paidRow = (status: string) => ({ status, input_tokens: 100, output_tokens: 7, cost: 0.5 })

describe('what a model was paid for is recorded', () => {
  it('where the work is ended from outside', async () => {
    const analysisId = await storeAnalysis(database)
    const stop = new AbortController()
    const ended = generate(
      analysisId,
      async (_, { onUsage }, signal) => {
        onUsage?.(PAID)
        stop.abort(new Error('Stopped by the test'))
        signal.throwIfAborted()
        return assert.fail('was not ended')
      },
      stop.signal,
    )
    await assert.rejects(ended, { message: 'Stopped by the test' })
    assert.deepEqual(await rowOf(analysisId), paidRow('failed'))
  })

  it('where citations are broken, and once only', async () => {
    const analysisId = await storeAnalysis(database)
    const outcome = await generate(analysisId, async (_, { onUsage }) => {
      onUsage?.({ ...PAID, inputTokens: 60 })
      return { kind: 'written', document: { summary: 'Nothing', domains: [] }, usage: PAID }
    })
    assert.equal(outcome.kind === 'failed' && outcome.code, 'citations-broken')
    assert.deepEqual(await rowOf(analysisId), paidRow('failed'))
  })

  it('where another attempt has taken over', async () => {
    const analysisId = await storeAnalysis(database)
    const key = { analysisId, language: 'en', writer: namesWriter.name, writerVersion: namesWriter.version }
    const outcome = await generate(analysisId, async (...given) => {
      await fallSilent(database, analysisId)
      assert.ok(await beginSpecification(database.db, key))
      const written = await writeNames(...given)
      return { ...written, usage: PAID }
    })
    assert.equal(outcome.kind, 'superseded')
    assert.deepEqual(await rowOf(analysisId), paidRow('running'))
  })
  it('and the next attempt is told of it', async () => {
    const analysisId = await storeAnalysis(database)
    const told: unknown[] = []
    const failing: WriteSpecification = async (_, { paidBefore }) => {
      told.push(paidBefore)
      return { kind: 'failed', permanent: false, code: 'model-timeout', message: 'Too slow', usage: PAID }
    }
    for (let attempt = 1; attempt <= 3; attempt += 1) await generate(analysisId, failing)
    assert.deepEqual(told, [
      { inputTokens: 0, outputTokens: 0, cost: null },
      { inputTokens: 100, outputTokens: 7, cost: 0.5 },
      { inputTokens: 200, outputTokens: 14, cost: 1 },
    ])
  })
})

describe('a document that was cut short', () => {
  it('is there, and is written again when it is asked for again', async () => {
    const analysisId = await storeAnalysis(database)
    const cut =
      (cutShort: boolean): WriteSpecification =>
      async (...given) => ({ ...(await writeNames(...given)), cutShort })
    const outcomes = [await generate(analysisId, cut(true)), await generate(analysisId, cut(true)), await generate(analysisId, cut(false))]
    const [first, second, third] = outcomes.map((outcome) => (outcome.kind === 'completed' ? outcome : assert.fail(outcome.kind)))
    assert.deepEqual([first?.reused, second?.reused, third?.reused], [false, false, false])
    assert.equal(second?.specification.previousId, first?.specification.id)
    assert.equal(third?.specification.previousId, second?.specification.id)
    const last = await generate(analysisId, () => assert.fail('was written again'))
    assert.deepEqual(last, { ...third, reused: true })
  })
})

describe('a document that is to be written again', () => {
  it('is another version, which is the one that is answered from then on', async () => {
    const analysisId = await storeAnalysis(database)
    const again = async (write: WriteSpecification, more: { again?: boolean } = { again: true }) => {
      const outcome = await createGenerateSpecification({ db: database.db, readInventory: async () => INVENTORY })(
        { analysisId, language: 'en', writer: { ...namesWriter, write }, ...more },
        new AbortController().signal,
      )
      return outcome.kind === 'completed' ? [outcome.specification.writerVersion, outcome.reused] : outcome.kind
    }
    const cutShort: WriteSpecification = async (...given) => ({ ...(await writeNames(...given)), cutShort: true })
    const fails: WriteSpecification = async () => ({ kind: 'failed', permanent: false, code: 'model-timeout', message: 'Too slow' })
    const neverWrites: WriteSpecification = () => assert.fail('was written')
    assert.deepEqual(await again(writeNames), ['1', false])
    assert.equal(await again(fails), 'failed')
    assert.deepEqual(await again(writeNames), ['1 again 1', false])
    assert.match(String(await again(cutShort)), /^1 again 2 cut short \d+,false$/)
    assert.deepEqual(await again(neverWrites, {}), ['1 again 1', true])
    assert.deepEqual(await again(writeNames), ['1 again 2', false])
  })
})

describe('a document that somebody else is writing', () => {
  it('is waited for, and paid for once', async () => {
    const analysisId = await storeAnalysis(database)
    const [begun, go, waiting] = [Promise.withResolvers<void>(), Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const first = generate(analysisId, async (...given) => {
      begun.resolve()
      await go.promise
      return await writeNames(...given)
    })
    await begun.promise
    const neverWrites = { ...namesWriter, write: () => assert.fail('was written twice') }
    const second = createGenerateSpecification({ db: database.db, readInventory: async () => INVENTORY })(
      { analysisId, language: 'en', writer: neverWrites, onWaiting: waiting.resolve },
      new AbortController().signal,
    )
    await waiting.promise
    go.resolve()
    const [written, followed] = await Promise.all([first, second])
    assert.ok(written.kind === 'completed' && followed.kind === 'completed')
    assert.deepEqual([followed.specification, written.reused, followed.reused], [written.specification, false, true])
  })

  it('is waited for no longer than the signal allows', async () => {
    const analysisId = await storeAnalysis(database)
    assert.ok(await beginSpecification(database.db, { analysisId, language: 'en', writer: 'offline', writerVersion: '1' }))
    const stop = new AbortController()
    const waiting = createGenerateSpecification({ db: database.db, readInventory: async () => INVENTORY })(
      { analysisId, language: 'en', writer: namesWriter, onWaiting: () => stop.abort(new Error('Stopped by the test')) },
      stop.signal,
    )
    await assert.rejects(waiting, { message: 'Stopped by the test' })
  })
})
