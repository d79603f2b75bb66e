import assert from 'node:assert/strict'
import { test } from 'node:test'

import { commitFiles } from '../src/source/testing/git-fixture.ts'
import { openDatabasePlace, type DatabasePlace } from './support/database-place.ts'
import { openForFile } from './support/for-file.ts'
import { runProgram } from './support/program.ts'
import { assertFault, SUMS } from './support/testimony.ts'

let place: DatabasePlace
openForFile(openDatabasePlace, (opened) => (place = opened))

test('what a person pins stays until it is unpinned, whatever the policy says', async () => {
  const environment = { DATABASE_URL: place.database.url }
  const testimony = (...given: string[]) => place.testimony(given)
  const cleanUp = () => runProgram('retention-cleanup', { environment: { ...environment, RETENTION_KEEP_LATEST: '1' } })
  const storedCommits = async (): Promise<string[]> =>
    (await place.database.pool.query<{ commit: string }>('select commit from analyses order by id')).rows.map(({ commit }) => commit)

  const repository = await place.repositoryOf(SUMS)
  assertFault(await testimony('pin', repository), 2, /no such analysis is stored/)
  await testimony('analyze', repository)
  await commitFiles(repository, { 'more.test.ts': SUMS['sums.test.ts'] ?? '' })
  await testimony('analyze', repository)
  const [first = '', second = ''] = await storedCommits()
  await place.database.pool.query(`update analyses set finished_at = finished_at - interval '1 year'`)

  const pinned = await testimony('pin', repository, first.slice(0, 12), '--reason', 'as released')
  assert.deepEqual([pinned.code, pinned.stdout], [0, ''])
  assert.match(pinned.stderr, new RegExp(`^testimony: the analysis of ${first} of [-0-9]+ is pinned\n$`))
  const { stdout } = await testimony('pins')
  assert.match(stdout, new RegExp(`^[-0-9]{10}\t${first}\t${repository}\tas released\n$`))
  assert.equal((await cleanUp()).code, 0)
  assert.deepEqual(await storedCommits(), [first, second])

  assert.equal((await testimony('unpin', repository)).code, 0)
  assertFault(await testimony('unpin', repository), 2, /no such analysis is pinned/)
  assert.equal((await testimony('pins')).stdout, '')
  assert.equal((await cleanUp()).code, 0)
  assert.deepEqual(await storedCommits(), [second])
})
