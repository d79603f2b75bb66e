import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, beforeEach, describe, test } from 'node:test'

import { pino } from 'pino'
import { z } from 'zod'

import { openTestDatabase, type TestDatabase } from '../../test/support/postgres.ts'
import { installJobQueues } from '../queue/install-job-queues.ts'
import type { JobKind } from '../queue/job-kind.ts'
import { openJobQueue, type JobQueue } from '../queue/job-queue.ts'
import { readJobStates } from '../queue/job-states.ts'
import { sendJob } from '../queue/send-job.ts'
import { makeRepository, temporaryFolder } from '../source/testing/git-fixture.ts'
import { startGitServer, type GitServer } from '../source/testing/git-server.ts'
import { createAskHead } from './ask-head.ts'
import { createRefresh, type Refresh, type RefreshDependencies, type RefreshInput } from './refresh-repositories.ts'

const kind: JobKind<{ repository: string }> = {
  name: 'look',
  version: 1,
  payload: z.strictObject({ repository: z.string() }),
  keyOf: ({ repository }) => repository,
  mayMove: () => true,
  retry: { attempts: 5, delaySeconds: 5, longestDelaySeconds: 600 },
}

const silent = pino({ level: 'silent' })

const opened = new AsyncDisposableStack()
let database: TestDatabase
let queue: JobQueue
let server: GitServer
let head: string
let dependencies: RefreshDependencies
before(async () => {
  database = opened.use(await openTestDatabase())
  await installJobQueues(database.pool, [kind])
  queue = opened.use(await openJobQueue(database.pool, [kind], silent))
  const folder = opened.use(await temporaryFolder())
  head = await makeRepository(join(folder.path, 'served', 'there'), { 'a.txt': 'a' })
  server = opened.use(
    await startGitServer({
      root: join(folder.path, 'served'),
      // Every name is the same repository, but for these.
      intercept: (request, response) => {
        const [, name = ''] = request.url?.split('/') ?? []
        if (name.startsWith('private')) response.writeHead(401, { 'www-authenticate': 'Basic' }).end()
        else if (name.startsWith('page')) response.writeHead(200, { 'content-type': 'text/html' }).end('<html></html>')
        else request.url = request.url?.replace(/^\/[^/]*/, '/there')
        return response.writableEnded
      },
    }),
  )
  dependencies = {
    db: database.db,
    extractorVersion: '5',
    askHead: createAskHead({ allowPrivateNetworks: true }),
    send: (repository, transaction) =>
      sendJob(queue, kind, { payload: { repository }, requester: 'auto-refresh', urgency: 'scheduled' }, transaction),
    readJobStates: (ids) => readJobStates(database.db, kind, ids),
  }
})
after(() => opened.disposeAsync())
beforeEach(() => database.pool.query('truncate repositories cascade; delete from pgboss.job'))

const { signal } = new AbortController()
const refresh = (input: Partial<RefreshInput> = {}, other: Partial<RefreshDependencies> = {}): ReturnType<Refresh> =>
  createRefresh({ ...dependencies, ...other })({ log: silent, ...input }, signal)

interface Known {
  /** Days since a person looked. */
  viewed?: number
  /** Hours since it was looked after. */
  checked?: number
  failures?: number
  /** Of its newest analysis; none where absent. */
  commit?: string
  version?: string
}

const urlOf = (name: string): string => `${server.origin}/${name}`

const store = async (url: string, { viewed = 1, checked, failures = 0, commit, version = '5' }: Known): Promise<void> => {
  await database.pool.query(
    `insert into repositories (identity_key, identity, url, last_viewed_at, refresh_checked_at, refresh_failures)
     values (sha256($1::text::bytea), $1, $1, now() - $2 * interval '1 day', now() - $3::float8 * interval '1 hour', $4)`,
    [url, viewed, checked ?? null, failures],
  )
  if (commit === undefined) return
  await database.pool.query(
    `insert into analyses (repository_id, commit, extractor_version, status, attempt_id, identity, totals, diagnostics, file_ids,
       started_at, finished_at)
     select id, $2, $3, 'completed', 1, '{}', '{}', '[]', '{}', now() - interval '9 days', now() - interval '9 days'
     from repositories where url = $1`,
    [url, commit, version],
  )
}

/** As if so much time had gone by that everything is due. */
const wait = (): Promise<unknown> =>
  database.pool.query(`update repositories set refresh_checked_at = refresh_checked_at - interval '1 day'`)

interface Row {
  failures: number
  checked: boolean
  job: boolean
}
const rowOf = async (url: string): Promise<Row | undefined> =>
  (
    await database.pool.query<Row>(
      `select refresh_failures as failures, refresh_checked_at is not null as checked, refresh_job_id is not null as job
       from repositories where url = $1`,
      [url],
    )
  ).rows[0]

const countJobs = async (): Promise<number> => (await database.pool.query('select from pgboss.job')).rowCount ?? -1
const fail = (): Promise<unknown> => database.pool.query(`update pgboss.job set state = 'failed', completed_on = now()`)

describe('the automatic refresh', () => {
  test('sends what is in use and has moved, is of an old extractor or can not be told, and nothing else', async () => {
    await store(urlOf('same'), { commit: head })
    await store(urlOf('moved'), { commit: 'b'.repeat(40) })
    await store(urlOf('old'), { commit: head, version: '4+max-file-bytes=9' })
    await store(urlOf('newer'), { commit: head, version: '6' })
    await store(urlOf('private'), { commit: head })
    await store(urlOf('unread'), {})
    await store(urlOf('just-checked'), { commit: 'b'.repeat(40), checked: 2 })
    await store(urlOf('seldom'), { commit: 'b'.repeat(40), viewed: 20, checked: 13 })
    await store(urlOf('forgotten'), { commit: 'b'.repeat(40), viewed: 91 })
    await store(urlOf('given-up'), { commit: 'b'.repeat(40), failures: 5 })
    await database.pool.query(`insert into repositories (identity_key, identity, path) values ('folder', 'file:/srv', '/srv')`)

    const expected = [
      { url: urlOf('moved'), because: 'head-moved' },
      { url: urlOf('old'), because: 'extractor-version' },
      { url: urlOf('private'), because: 'hidden' },
      { url: urlOf('unread'), because: 'head-moved' },
    ]
    const byUrl = (list: readonly { url: string }[]) => list.toSorted((one, other) => (one.url < other.url ? -1 : 1))
    const dry = await refresh({ dryRun: true })
    assert.deepEqual(byUrl(dry.sent), expected)
    assert.equal(await countJobs(), 0)
    assert.equal((await rowOf(urlOf('same')))?.checked, false)

    const { kind: ended, summary, sent } = await refresh()
    assert.equal(ended, 'done')
    assert.deepEqual(byUrl(sent), expected)
    assert.deepEqual(summary, { due: 6, sent: 4, unchanged: 2, waiting: 0, failed: 0, unsent: 0, excluded: 0 })
    assert.deepEqual(dry.summary, summary)
    const { rows } = await database.pool.query(`select distinct name, group_id from pgboss.job`)
    assert.deepEqual(rows, [{ name: 'look.scheduled', group_id: 'auto-refresh' }])
    assert.equal(server.requests.filter((request) => /\/(old|just-checked|seldom|forgotten|given-up)\//.test(request)).length, 0)

    assert.equal((await refresh()).summary.due, 0, 'all that was due was looked after')
  })

  test('sends nothing again while the last job waits', async () => {
    await store(urlOf('moved'), { commit: 'b'.repeat(40) })
    await refresh()
    await wait()
    assert.deepEqual((await refresh()).summary, { due: 1, sent: 0, unchanged: 0, waiting: 1, failed: 0, unsent: 0, excluded: 0 })
    assert.equal(await countJobs(), 1)
  })

  test('leaves a repository alone after five jobs in a row that failed, until somebody asks for it', async () => {
    const url = urlOf('moved')
    await store(url, { commit: 'b'.repeat(40) })
    for (let failures = 0; failures < 5; failures++) {
      assert.equal((await refresh()).summary.sent, 1)
      assert.deepEqual(await rowOf(url), { failures, checked: true, job: true })
      await fail()
      await wait()
    }
    assert.deepEqual((await refresh()).summary, { due: 1, sent: 0, unchanged: 0, waiting: 0, failed: 1, unsent: 0, excluded: 1 })
    assert.deepEqual(await rowOf(url), { failures: 5, checked: true, job: false })
    await wait()
    assert.equal((await refresh()).summary.due, 0)
    await database.pool.query('update repositories set refresh_failures = 0, last_viewed_at = now()')
    assert.equal((await refresh()).summary.sent, 1)
  })

  test('forgets failures when a job is done, or the head is the one that was analysed', async () => {
    await store(urlOf('moved'), { commit: 'b'.repeat(40), failures: 3 })
    await store(urlOf('same'), { commit: head, failures: 4 })
    await refresh()
    assert.equal((await rowOf(urlOf('same')))?.failures, 0)
    await database.pool.query(`update pgboss.job set state = 'completed', completed_on = now()`)
    await wait()
    await refresh()
    assert.equal((await rowOf(urlOf('moved')))?.failures, 0)
  })

  test('counts servers that fail, but not where nobody at all could be reached', async () => {
    const nobody = 'http://127.0.0.1:1/nobody-listens'
    await store(nobody, {})
    assert.equal((await refresh()).summary.failed, 1)
    assert.deepEqual(await rowOf(nobody), { failures: 0, checked: false, job: false })
    await store(urlOf('page'), { failures: 4 })
    assert.deepEqual((await refresh()).summary, { due: 2, sent: 0, unchanged: 0, waiting: 0, failed: 2, unsent: 0, excluded: 1 })
    assert.deepEqual(await rowOf(nobody), { failures: 1, checked: true, job: false })
    assert.deepEqual(await rowOf(urlOf('page')), { failures: 5, checked: true, job: false })
  })

  test('ends when three in a row could not be sent, and goes on after one that could', async () => {
    for (let number = 0; number < 7; number++) await store(urlOf(`old-${number}`), { commit: head, version: '4' })
    let sends = 0
    const broken = new Error('the queue is broken')
    const send: RefreshDependencies['send'] = (url, transaction) => {
      sends += 1
      return sends === 3 ? dependencies.send(url, transaction) : Promise.reject(broken)
    }
    await assert.rejects(refresh({}, { send }), broken)
    assert.equal(sends, 6)
    assert.equal(await countJobs(), 1)
    assert.deepEqual(await rowOf(urlOf('old-0')), { failures: 0, checked: false, job: false })
  })

  test('says why one could not be sent, and how many, and leaves it to the next run', async () => {
    for (const name of ['broken', 'whole']) await store(urlOf(name), { commit: head, version: '4' })
    const broken = new Error('the queue is broken')
    const send: RefreshDependencies['send'] = (url, transaction) =>
      url === urlOf('broken') ? Promise.reject(broken) : dependencies.send(url, transaction)
    const lines: { repository: string; error: { message: string } }[] = []
    const log = pino({ serializers: { error: pino.stdSerializers.err } }, { write: (line) => void lines.push(JSON.parse(line)) })
    assert.deepEqual((await refresh({ log }, { send })).summary, {
      due: 2,
      sent: 1,
      unchanged: 0,
      waiting: 0,
      failed: 0,
      unsent: 1,
      excluded: 0,
    })
    assert.deepEqual(
      lines.map(({ repository, error }) => [repository, error.message]),
      [[urlOf('broken'), broken.message]],
    )
    assert.equal((await refresh()).summary.sent, 1)
  })

  for (const [what, version] of [
    ['sends nothing', '4'],
    ['writes of nothing that it was unchanged', '5'],
  ] as const) {
    test(`${what} once it is fenced off, and fails`, async () => {
      await store(urlOf('known'), { commit: head, version })
      const lost = new Error('the lease is lost')
      await assert.rejects(refresh({ fence: () => Promise.reject(lost) }), lost)
      assert.equal(await countJobs(), 0)
      assert.deepEqual(await rowOf(urlOf('known')), { failures: 0, checked: false, job: false })
    })
  }

  test('is cut off by the signal, with what it sent so far', async () => {
    for (let number = 0; number < 3; number++) await store(urlOf(`old-${number}`), { commit: head, version: '4' })
    const stop = new AbortController()
    const send: RefreshDependencies['send'] = async (url, transaction) => {
      stop.abort(new Error('stop'))
      return await dependencies.send(url, transaction)
    }
    const outcome = await createRefresh({ ...dependencies, send })({ log: silent }, stop.signal)
    assert.equal(outcome.kind, 'cut-off')
    assert.equal(outcome.sent.length, 1)
    assert.equal(await countJobs(), 1)
  })
})
