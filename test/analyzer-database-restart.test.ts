import assert from 'node:assert/strict'
import { it } from 'node:test'

import { openAnalysisSite } from './support/analysis-site.ts'
import { startOwnPostgres } from './support/own-postgres.ts'

it('an analyzer goes on when PostgreSQL is restarted under it, stores how an attempt ended meanwhile, and tries it again', async () => {
  await using database = await startOwnPostgres()
  await using site = await openAnalysisSite({ database })
  await site.send(site.url)
  const hold = site.holdAnalysis()
  await using worker = site.analyzer()
  await worker.whileRunning(hold.held)

  await database.stop()
  await worker.untilLogged('Failed; trying again until it works')
  hold.release()
  await worker.untilLogged(/could not be stored yet/)
  await database.start()

  await worker.untilLogged('Failed; to be tried again')
  await database.pool.query('update pgboss.job set start_after = now()')
  await worker.untilLogged('Completed')
  assert.deepEqual(
    (await site.jobs()).map(({ state }) => state),
    ['completed'],
  )
  assert.deepEqual(
    (await site.attempts()).map(({ status }) => status),
    ['abandoned', 'completed'],
  )
  const { rows } = await database.pool.query('select outcome from job_attempts order by started_at')
  assert.deepEqual(rows, [{ outcome: 'retried' }, { outcome: 'completed' }])
  worker.kill('SIGTERM')
  assert.equal((await worker.exit).code, 0)
})
