import assert from 'node:assert/strict'
import { test } from 'node:test'

import { openForFile } from '../../test/support/for-file.ts'
import { openTestDatabase, type TestDatabase } from '../../test/support/postgres.ts'
import { pinAnalysis, readPinnedAnalyses, unpinAnalysis, type PinOutcome } from './pinned-analysis.ts'
import { fileWith, linkedNow } from './testing/extracted-files.ts'
import { identityOf, storeResult } from './testing/stored-result.ts'

let database: TestDatabase
openForFile(openTestDatabase, (opened) => (database = opened))

const COMMITS = ['aaaa1', 'aaaa2', 'bbbb1'].map((start) => start.padEnd(40, '0'))
const [FIRST = '', SECOND = '', THIRD = ''] = COMMITS
const commitOf = (outcome: PinOutcome): string => (outcome.kind === 'done' ? outcome.analysis.commit : outcome.kind)
const pinned = async (): Promise<[string, string | null][]> =>
  (await readPinnedAnalyses(database.db)).map(({ commit, reason }) => [commit, reason])

test('a person pins the newest analysis of a repository or that of a commit, sees what is pinned, and unpins it', async () => {
  const { db } = database
  const shop = identityOf('shop')
  for (const commit of COMMITS) await storeResult(db, [linkedNow(fileWith('a.test.ts', commit))], { name: 'shop', commit })
  await storeResult(db, [linkedNow(fileWith('a.test.ts', 'other'))], { name: 'other' })

  assert.equal(commitOf(await pinAnalysis(db, shop, { reason: 'the release\0' })), THIRD)
  assert.equal(commitOf(await pinAnalysis(db, shop, { commit: 'aaaa1' })), FIRST)
  assert.equal(commitOf(await pinAnalysis(db, shop, { commit: 'aaaa' })), 'ambiguous')
  assert.equal(commitOf(await pinAnalysis(db, shop, { commit: 'c' })), 'not-stored')
  assert.equal(commitOf(await pinAnalysis(db, identityOf('unknown'), {})), 'not-stored')
  assert.deepEqual(await pinned(), [
    [FIRST, null],
    [THIRD, 'the release\\u0000'],
  ])
  const [pin] = await readPinnedAnalyses(db)
  assert.equal(pin?.repository, shop.url)

  assert.equal(commitOf(await unpinAnalysis(db, shop, { commit: SECOND })), 'not-stored', 'it is not pinned')
  assert.equal(commitOf(await unpinAnalysis(db, shop, {})), THIRD)
  assert.equal(commitOf(await unpinAnalysis(db, shop, { commit: FIRST })), FIRST)
  assert.deepEqual(await pinned(), [])
})
