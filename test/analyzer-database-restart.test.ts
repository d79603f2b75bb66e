import assert from 'node:assert/strict'
import { it } from 'node:test'

import { openAnalysisSite } from './support/analysis-site.ts'
import { startOwnPostgres } from './support/own-postgres.ts'

it('an analyzer goes on when PostgreSQL is restarted under it, and finishes the analysis that was cut off', async () => {
  await using database = await startOwnPostgres()
  await using site = await openAnalysisSite({ database })
  assert.equal((await site.enqueue(site.url)).code, 0)
  const hold = site.holdAnalysis()
  await using worker = site.analyzer()
  await worker.whileRunning(hold.held)

  await database.stop()
  await worker.untilLogged('Failed; trying again until it works')
  hold.release()
  await worker.untilLogged('The end of the job could not be stored')
  await database.start()

  await worker.untilLogged('Completed')
  assert.deepEqual(
    (await site.jobs()).map(({ state }) => state),
    ['completed'],
  )
  assert.deepEqual(
    (await site.attempts()).map(({ status }) => status),
    ['abandoned', 'completed'],
  )
  worker.kill('SIGTERM')
  assert.equal((await worker.exit).code, 0)
})
