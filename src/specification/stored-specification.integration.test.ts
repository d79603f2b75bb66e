import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { DatabaseError } from 'pg'

import { openForFile } from '../../test/support/for-file.ts'
import { openTestDatabase, type TestDatabase } from '../../test/support/postgres.ts'
import { beginSpecification } from './specification-attempt.ts'
import {
  findSpecification,
  findSpecificationById,
  findSpecificationVersion,
  listSpecifications,
  readSpecification,
  specificationRange,
} from './stored-specification.ts'
import { behaviourOf } from './testing/documents.ts'
import { completeAnew, identityOf, storeAnalysis } from './testing/stored-analyses.ts'
import { begin, complete, DOCUMENT, keyOf, rowsOf, store } from './testing/stored-documents.ts'

let database: TestDatabase
openForFile(openTestDatabase, (opened) => (database = opened))

describe('a specification', () => {
  it('is read as it was written, in its order, with what it cost', async () => {
    const key = keyOf(await storeAnalysis(database), { writer: 'gemini:flash', language: 'ko' })
    const attempt = await begin(database, key)
    await complete(database, attempt, { usage: { inputTokens: 12_000, outputTokens: 345, cost: 0.0125 } })
    assert.deepEqual(await readSpecification(database.db, attempt.id), {
      schema: 'testimony.specification/1',
      repository: identityOf('shop'),
      language: 'ko',
      writer: 'gemini:flash',
      ...DOCUMENT,
    })
    const found = (await findSpecification(database.db, key)) ?? assert.fail('it is not found')
    const { startedAt, finishedAt, ...rest } = found
    assert.ok(finishedAt >= startedAt)
    assert.deepEqual(rest, {
      id: attempt.id,
      analysisId: key.analysisId,
      repository: identityOf('shop'),
      language: 'ko',
      writer: 'gemini:flash',
      writerVersion: '1',
      version: 1,
      previousId: null,
      domains: 2,
      features: 3,
      behaviours: 4,
      tests: 5,
      usage: { inputTokens: 12_000, outputTokens: 345, cost: 0.0125 },
    })
    assert.deepEqual(await rowsOf(database, attempt.id), { domains: 2, features: 3, behaviours: 4, tests: 5 })
  })

  it('of an inventory without tests is stored too', async () => {
    const attempt = await begin(database, keyOf(await storeAnalysis(database)))
    await complete(database, attempt, {
      document: { summary: 'It has no tests.', domains: [] },
      usage: { inputTokens: 0, outputTokens: 0, cost: null },
    })
    const read = await readSpecification(database.db, attempt.id)
    assert.deepEqual([read?.summary, read?.domains], ['It has no tests.', []])
    assert.equal((await findSpecificationById(database.db, attempt.id))?.usage.cost, null)
  })

  it('shows what PostgreSQL can not hold, and refuses a test that is cited twice', async () => {
    const analysisId = await storeAnalysis(database)
    const attempt = await begin(database, keyOf(analysisId))
    const odd = behaviourOf('Takes \0.', ['a'], { examples: ['\ud800', '\0'] })
    const twice = [odd, behaviourOf('Again.', ['a'])]
    await assert.rejects(
      complete(database, attempt, { document: { summary: '', domains: [{ name: 'x', features: [{ name: 'x', behaviours: twice }] }] } }),
      { code: '23505' },
    )
    assert.deepEqual(await rowsOf(database, attempt.id), { domains: 0, features: 0, behaviours: 0, tests: 0 })
    const domains = [{ name: '\0', features: [{ name: 'x', behaviours: [odd] }] }]
    await complete(database, attempt, { document: { summary: '\udc00', domains } })
    const read = await readSpecification(database.db, attempt.id)
    const behaviour = read?.domains[0]?.features[0]?.behaviours[0]
    assert.deepEqual(
      [read?.summary, read?.domains[0]?.name, behaviour?.text, behaviour?.examples],
      ['\\udc00', '\\u0000', 'Takes \\u0000.', ['\\ud800', '\\u0000']],
    )
  })

  it('links to the one before it, of the same repository, language and writer', async () => {
    const [first, second, third] = [
      await storeAnalysis(database, 'linked'),
      await storeAnalysis(database, 'linked'),
      await storeAnalysis(database, 'linked'),
    ]
    const oldest = await store(database, keyOf(first))
    const byModel = await store(database, keyOf(first, { writer: 'gemini:flash' }))
    const middle = await store(database, keyOf(first, { writerVersion: '2' }))
    await store(database, keyOf(second, { language: 'ko' }))
    await store(database, keyOf(await storeAnalysis(database, 'another')))
    const newest = await store(database, keyOf(second))
    const links = async () =>
      (await listSpecifications(database.db, first, { language: 'en', limit: 10 })).map(({ id, version, previousId }) => [
        id,
        version,
        previousId,
      ])
    assert.deepEqual(await links(), [
      [newest, 4, middle],
      [middle, 3, oldest],
      [byModel, 2, null],
      [oldest, 1, null],
    ])
    const versions = { analysisId: first, language: 'en' }
    const versionAt = async (version: number) => (await findSpecificationVersion(database.db, versions, version))?.id
    assert.deepEqual([await versionAt(2), await versionAt(5)], [byModel, undefined])
    assert.deepEqual(await specificationRange(database.db, versions), { oldest: 1, newest: 4 })
    assert.equal(await specificationRange(database.db, { ...versions, language: 'fr' }), undefined)
    await database.pool.query('delete from specifications where id = any($1)', [[middle, byModel]])
    assert.deepEqual(await links(), [
      [newest, 4, oldest],
      [oldest, 1, null],
    ])
    await database.pool.query('delete from specifications where id = $1', [newest])
    const next = await store(database, keyOf(third))
    assert.equal((await findSpecificationById(database.db, next))?.version, 5)
    assert.equal((await listSpecifications(database.db, first, { limit: 2 })).length, 2)
    assert.deepEqual(
      (await listSpecifications(database.db, first, { language: 'ko', limit: 2 })).map(({ version }) => version),
      [1],
    )
  })

  it('of an older analysis comes before that of a newer one, though it is written later', async () => {
    const [older, newer] = [await storeAnalysis(database, 'late'), await storeAnalysis(database, 'late')]
    const ofNewer = await store(database, keyOf(newer))
    const ofOlder = await store(database, keyOf(older))
    assert.deepEqual(
      (await listSpecifications(database.db, newer, { limit: 2 })).map(({ id, version, previousId }) => [id, version, previousId]),
      [
        [ofNewer, 1, ofOlder],
        [ofOlder, 2, null],
      ],
    )
  })

  it('goes with its analysis', async () => {
    const analysisId = await storeAnalysis(database)
    const id = await store(database, keyOf(analysisId))
    await begin(database, keyOf(analysisId, { language: 'ko' }))
    await database.pool.query('delete from analyses where id = $1', [analysisId])
    assert.deepEqual(await rowsOf(database, id), { domains: 0, features: 0, behaviours: 0, tests: 0 })
    assert.equal(await readSpecification(database.db, id), undefined)
    assert.equal(await beginSpecification(database.db, keyOf(analysisId)), undefined)
  })
})

describe('a completed specification', () => {
  it('is never changed, nor any part of it', async () => {
    const id = await store(database, keyOf(await storeAnalysis(database)))
    const running = await begin(database, keyOf(await storeAnalysis(database)))
    const changes = [
      `update specifications set summary = 'another' where id = ${id}`,
      `update specifications set status = 'failed' where id = ${id}`,
      `insert into specification_domains values (${id}, 99, 'one more')`,
      `insert into specification_features values (${id}, 99, 1, 'one more')`,
      `insert into specification_behaviours values (${id}, 99, 1, 'k', 'One more.', 'verified')`,
      `insert into specification_tests values (${id}, 1, 99, 'one more')`,
      `delete from specification_domains where specification_id = ${id}`,
      `delete from specification_features where specification_id = ${id} and ordinal = 2`,
      `delete from specification_behaviours where specification_id = ${id} and ordinal = 1`,
      `delete from specification_tests where specification_id = ${id} and behaviour = 1`,
      `update specification_domains set name = 'another' where specification_id = ${id}`,
      `update specification_features set name = 'another' where specification_id = ${id}`,
      `update specification_behaviours set text = 'Another.' where specification_id = ${id}`,
      `update specification_tests set test_id = test_id || 'x' where specification_id = ${id}`,
    ]
    for (const change of changes) {
      await assert.rejects(
        database.pool.query(change),
        (error: unknown) => error instanceof DatabaseError && error.code === '23001',
        change,
      )
    }
    // One that runs is its attempt's to write.
    await database.pool.query(`insert into specification_domains values (${running.id}, 1, 'one')`)
    await database.pool.query(`delete from specification_domains where specification_id = ${running.id}`)
    assert.deepEqual((await readSpecification(database.db, id))?.domains, DOCUMENT.domains)
  })

  it('is not begun again, but for another language, writer or version of it, or when its analysis was made anew', async () => {
    const analysisId = await storeAnalysis(database)
    await store(database, keyOf(analysisId))
    assert.equal(await beginSpecification(database.db, keyOf(analysisId)), undefined)
    for (const other of [{ language: 'ko' }, { writer: 'openai:llama' }, { writerVersion: '2' }]) {
      const key = keyOf(analysisId, other)
      assert.equal(await findSpecification(database.db, key), undefined)
      await store(database, key)
      assert.ok(await findSpecification(database.db, key))
    }
    await completeAnew(database, analysisId)
    assert.equal(await findSpecification(database.db, keyOf(analysisId)), undefined)
    await store(database, keyOf(analysisId))
  })
})
