/**
 * A scheduler with one job of a test's own: it writes that it began, waits until the test says `go` where CHORE_WAITS says
 * so, and writes that it ended, even when it was told to end before. CHORE_WAITS=deaf does not listen to that either.
 */
import { sql } from 'kysely'
import { Client } from 'pg'

import { createDatabase, openPool } from '../../src/postgres/pool.ts'
import { aborted } from '../../src/runtime/aborted.ts'
import { EXIT_CODE } from '../../src/runtime/exit-code.ts'
import { runProcess, type ProcessContext } from '../../src/runtime/run-process.ts'
import { databaseUrl } from '../../src/runtime/service-settings.ts'
import { duration, oneOf, text } from '../../src/runtime/setting-schemas.ts'
import { setting } from '../../src/runtime/setting.ts'
import { openLeaseDatabase } from '../../src/schedule/lease-database.ts'
import type { PeriodicJob } from '../../src/schedule/periodic-job.ts'
import { runSchedule } from '../../src/schedule/run-schedule.ts'

const settings = {
  databaseUrl,
  timeToLive: setting('LEASE_TTL', 'As of the scheduler.', duration({ min: 500, max: 60_000 })),
  schedule: setting('CHORE_SCHEDULE', 'When the job is due.', text('a cron expression')),
  waits: setting('CHORE_WAITS', 'Whether the job waits.', oneOf(['no', 'until-told', 'deaf']).default('no')),
}

const run = async ({ configuration, log, shutdown, shutdownTimeout }: ProcessContext<typeof settings>): Promise<number> => {
  const { timeToLive, schedule, waits } = configuration
  await using db = createDatabase(openPool({ url: configuration.databaseUrl, applicationName: 'chore' }))
  await using leaseDb = openLeaseDatabase(configuration.databaseUrl, timeToLive)
  const connection = { connectionString: configuration.databaseUrl }

  const untilTold = async (signal: AbortSignal): Promise<void> => {
    const client = new Client(connection)
    client.on('error', (error) => log.info({ error }, 'Can no longer be told'))
    await client.connect()
    await client.query('listen go')
    const told = new Promise((resolve) => client.on('notification', resolve))
    log.info('Waiting')
    await (waits === 'deaf' ? told : Promise.race([told, aborted(signal)]))
    await client.end()
  }

  const chore: PeriodicJob = {
    name: 'chore',
    schedule,
    grace: 3_600_000,
    run: async ({ dueAt, signal, fence }) => {
      const write = (what: string): Promise<void> =>
        db.transaction().execute(async (transaction) => {
          await fence(transaction)
          await sql`insert into chores (pid, due_at, what) values (${process.pid}, ${dueAt}, ${what})`.execute(transaction)
        })
      await write('began')
      if (waits !== 'no') await untilTold(signal)
      await write(signal.aborted ? 'cut off' : 'ended')
      return { kind: signal.aborted ? 'cut-off' : 'done', summary: {} }
    },
  }
  const stopWithin = shutdownTimeout / 2
  await runSchedule({ jobs: [chore], db: leaseDb, connection, timeToLive, stopWithin, log }, shutdown.signal)
  log.info('Ended')
  return EXIT_CODE.done
}

await runProcess({ service: 'chores', settings, logTo: 1, load: async () => run })
