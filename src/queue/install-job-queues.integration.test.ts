import assert from 'node:assert/strict'
import { it } from 'node:test'

import { openTestDatabase } from '../../test/support/postgres.ts'
import { installJobQueues } from './install-job-queues.ts'
import { openJobQueue } from './job-queue.ts'
import { chore, silent } from './testing/test-queue.ts'

it('queues are made once by several that install them at the same time', async () => {
  await using database = await openTestDatabase()
  await Promise.all(Array.from({ length: 3 }, () => installJobQueues(database.pool, [chore])))
  const { rows } = await database.pool.query<{ name: string; policy: string }>('select name, policy from pgboss.queue order by name')
  assert.deepEqual(
    rows.map(({ name, policy }) => `${name} ${policy}`),
    ['chore.dead standard', 'chore.default exclusive', 'chore.priority exclusive', 'chore.scheduled exclusive'],
  )
})

it('queues follow what their kind says now, and are left alone where it says the same', async () => {
  await using database = await openTestDatabase()
  const read = async () =>
    (
      await database.pool.query<{ name: string; retry_limit: number; updated_on: Date }>(
        "select name, retry_limit, updated_on from pgboss.queue where name = 'chore.default'",
      )
    ).rows[0]
  await installJobQueues(database.pool, [chore])
  const before = await read()
  await installJobQueues(database.pool, [chore])
  assert.deepEqual(await read(), before)
  await installJobQueues(database.pool, [{ ...chore, retry: { ...chore.retry, attempts: 9 } }])
  assert.equal((await read())?.retry_limit, 8)
})

it('queues that are missing, or of another version, are told in one line', async () => {
  await using database = await openTestDatabase()
  const open = () => openJobQueue(database.pool, [chore], silent)
  await assert.rejects(open, { code: 'queues-missing', message: /no queues for chore jobs yet: run `testimony migrate`/ })
  await installJobQueues(database.pool, [chore])
  await using queue = await open()
  assert.ok(await queue.boss.getQueue('chore.default'))
  await database.pool.query('update pgboss.version set version = version + 1')
  await assert.rejects(open, { code: 'queues-of-another-version' })
})
