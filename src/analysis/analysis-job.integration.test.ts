import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'

import { openTestDatabase } from '../../test/support/postgres.ts'
import { createParserPool } from '../extraction/parser-pool.ts'
import type { JobProgress } from '../queue/job-progress.ts'
import { silent } from '../queue/testing/test-queue.ts'
import { startTrace } from '../runtime/trace-context.ts'
import { git, makeRepository, temporaryFolder } from '../source/testing/git-fixture.ts'
import { startGitServer } from '../source/testing/git-server.ts'
import { createAnalysisHandler, readAnalysisSummary } from './analysis-job.ts'
import { createAnalyzeRepository } from './analyze-repository.ts'

test('an analysis tells how far it is in each phase, and what it found to whoever waits for it', async () => {
  await using stack = new AsyncDisposableStack()
  const database = stack.use(await openTestDatabase())
  const folder = stack.use(await temporaryFolder())
  const path = join(folder.path, 'served', 'sums')
  await makeRepository(path, {
    'sums.test.ts': "import { test } from 'vitest'\ntest('adds', () => {})\n",
    'half.test.ts': "import { test } from 'vitest'\nconst = =",
  })
  const commit = await git(path, 'rev-parse', 'HEAD')
  const server = stack.use(await startGitServer({ root: join(folder.path, 'served') }))
  const parsers = stack.use(createParserPool({ size: 1 }))
  const source = { allowPrivateNetworks: true, cacheDirectory: join(folder.path, 'cache'), cacheLimitBytes: 2 ** 30 }
  const handle = createAnalysisHandler(createAnalyzeRepository({ db: database.db, parsers, source }), async () => {})

  const told: JobProgress[] = []
  const completions: unknown[] = []
  const run = () =>
    handle({
      id: '00000000-0000-4000-8000-000000000000',
      attempt: 1,
      payload: { repository: `${server.origin}/sums` },
      requester: 'somebody',
      trace: startTrace(),
      signal: new AbortController().signal,
      completeWithin: async (_, result) => void completions.push(result),
      holdWithin: async () => {},
      reportProgress: (progress) => told.push(progress),
      log: silent,
    })
  const first = await run()
  const phases = [...new Set(told.map(({ phase }) => phase))]
  assert.deepEqual(phases, ['fetch', 'list', 'parse', 'link', 'store'])
  assert.ok(told.some(({ phase, done, total }) => phase === 'parse' && done === 2 && total === 2))
  const [result] = completions
  const summary = readAnalysisSummary(result)
  assert.ok(summary)
  assert.deepEqual({ ...summary, analysisId: '' }, { analysisId: '', commit, tests: 1, diagnostics: 1 })
  assert.deepEqual(first, { kind: 'done', result })
  assert.deepEqual(await run(), first, 'the answer from the store is the same')
  assert.equal(completions.length, 1)
})
