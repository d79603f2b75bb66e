/** A service of each kind with everything that one can have, for tests of what is written of it. */
import type { CronProgram, HandTool, OneOff, QueueConsumer, Service, StandingService } from '../../../infra/service.ts'
import { databaseUrl } from '../../../src/runtime/service-settings.ts'
import { bytes, duration, text, wholeNumber } from '../../../src/runtime/setting-schemas.ts'
import { secretSetting, setting } from '../../../src/runtime/setting.ts'

const resources = { cpu: 250, memory: 128, memoryLimit: 256 }

export const consumer: QueueConsumer = {
  name: 'press',
  kind: 'queue-consumer',
  does: 'Takes press jobs.',
  settings: {
    databaseUrl,
    key: secretSetting('PRESS_KEY', 'Opens it.', text('a key')),
    optionalKey: secretSetting('PRESS_SPARE_KEY', 'Opens it too.', text('a key').optional()),
    concurrency: setting('PRESS_CONCURRENCY', 'Jobs at a time.', wholeNumber({ min: 1, max: 8 }).default(3)),
    cacheDirectory: setting('PRESS_CACHE_DIR', 'Where.', text('a folder').default('somewhere')),
    cacheLimit: setting('PRESS_CACHE_LIMIT', 'How much.', bytes().default(2 ** 30)),
  },
  values: { SHUTDOWN_TIMEOUT: '2m' },
  resources,
  restart: 'on-failure',
  git: true,
  migrateBefore: true,
  jobs: { name: 'press' },
  concurrency: 'PRESS_CONCURRENCY',
  most: 4,
  health: 8080,
  cache: { variable: 'PRESS_CACHE_DIR', limit: { variable: 'PRESS_CACHE_LIMIT', value: '2 GiB' }, volumeGiB: 5 },
}

/** One that keeps nothing between its jobs. */
export const withoutCache: QueueConsumer = {
  name: 'etching',
  kind: 'queue-consumer',
  does: 'Takes etching jobs.',
  settings: { databaseUrl, concurrency: setting('ETCHING_CONCURRENCY', 'Jobs at a time.', wholeNumber({ min: 1, max: 8 }).default(3)) },
  values: { SHUTDOWN_TIMEOUT: '2m' },
  resources,
  restart: 'on-failure',
  migrateBefore: true,
  jobs: { name: 'etching' },
  concurrency: 'ETCHING_CONCURRENCY',
  most: 4,
  health: 8080,
}

export const standing: StandingService = {
  name: 'clock',
  kind: 'service',
  does: 'Says what time it is.',
  settings: { databaseUrl },
  values: {},
  resources,
  restart: 'on-failure',
  migrateBefore: true,
  instances: 2,
  health: 8090,
}

/** Does the work of those below. */
export const steward: StandingService = { ...standing, name: 'steward', replaces: ['sweep', 'polish'] }

export const cron: CronProgram = {
  name: 'sweep',
  kind: 'cron',
  does: 'Sweeps the floor.',
  settings: { databaseUrl, pause: setting('SWEEP_PAUSE', 'Between two rooms.', duration({ min: 1, max: 1000 }).default(100)) },
  values: {},
  resources,
  restart: 'never',
  schedule: '0 3 * * *',
  timeLimit: 2100,
}

export const sleepingCron: CronProgram = { ...cron, name: 'polish', schedule: '*/15 * * * *', offByDefault: true }

export const oneOff: OneOff = {
  name: 'migrate',
  kind: 'one-off',
  does: 'Lays the floor.',
  settings: { databaseUrl },
  values: {},
  resources,
  restart: 'on-failure',
  timeLimit: 3600,
}

export const handTool: HandTool = {
  name: 'ask',
  kind: 'hand-tool',
  does: 'Asks.',
  settings: { databaseUrl },
  values: {},
  resources,
  restart: 'never',
}

export const SAMPLE_SERVICES: readonly Service[] = [oneOff, consumer, standing, steward, cron, sleepingCron, handTool]
