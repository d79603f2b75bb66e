import assert from 'node:assert/strict'
import { test } from 'node:test'

import { openForFile } from '../../test/support/for-file.ts'
import { openTestDatabase, type TestDatabase } from '../../test/support/postgres.ts'
import { recordView } from './repository-view.ts'
import { fileWith, linkedNow } from './testing/extracted-files.ts'
import { identityOf, storeResult } from './testing/stored-result.ts'

let database: TestDatabase
openForFile(openTestDatabase, (opened) => (database = opened))

interface Standing {
  hours: number
  refresh_failures: number
  refresh_job_id: string | null
}

const standingOf = async (name: string): Promise<Standing | undefined> =>
  (
    await database.pool.query<Standing>(
      `select round(extract(epoch from now() - last_viewed_at) / 3600)::int as hours, refresh_failures, refresh_job_id
       from repositories where url = $1`,
      [identityOf(name).url],
    )
  ).rows[0]

test('a repository counts as looked at when it is new, and again whenever a person looks, who also forgives its failures', async () => {
  for (const name of ['looked-at', 'other']) await storeResult(database.db, [linkedNow(fileWith('a.test.ts', 'a'))], { name })
  assert.deepEqual(await standingOf('looked-at'), { hours: 0, refresh_failures: 0, refresh_job_id: null })
  const job = '00000000-0000-4000-8000-000000000000'
  await database.pool.query(
    `update repositories set last_viewed_at = now() - interval '9 hours', refresh_failures = 5, refresh_job_id = $1`,
    [job],
  )
  await recordView(database.db, identityOf('looked-at'))
  assert.deepEqual(await standingOf('looked-at'), { hours: 0, refresh_failures: 0, refresh_job_id: null })
  assert.deepEqual(await standingOf('other'), { hours: 9, refresh_failures: 5, refresh_job_id: job })
})

test('looking twice within a minute writes once, and looking at what is unknown writes nothing', async () => {
  await storeResult(database.db, [linkedNow(fileWith('a.test.ts', 'a'))], { name: 'reloaded' })
  const version = async (): Promise<unknown> =>
    (await database.pool.query('select xmin from repositories where url = $1', [identityOf('reloaded').url])).rows[0]
  const before = await version()
  await recordView(database.db, identityOf('reloaded'))
  await recordView(database.db, identityOf('unknown'))
  assert.deepEqual(await version(), before)
  assert.equal(await standingOf('unknown'), undefined)
})
