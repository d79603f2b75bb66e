import { duration, wholeNumber } from '../runtime/setting-schemas.ts'
import { setting, type SettingValues } from '../runtime/setting.ts'
import type { CleanUpInput } from './clean-up.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const DAY = 24 * 60 * MINUTE

/** What the environment says of retention, the same for every process that can run it. */
export const retentionSettings = {
  retentionDays: setting('RETENTION_DAYS', 'Whatever is younger is kept, in days.', wholeNumber({ min: 1, max: 36_500 }).default(90)),
  retentionKeepLatest: setting(
    'RETENTION_KEEP_LATEST',
    'Of each repository so many of the newest completed analyses are kept.',
    wholeNumber({ min: 1, max: 100_000 }).default(5),
  ),
  retentionBatchSize: setting(
    'RETENTION_BATCH_SIZE',
    'Rows that are looked at in one transaction.',
    wholeNumber({ min: 1, max: 100_000 }).default(1000),
  ),
  retentionBatchPause: setting(
    'RETENTION_BATCH_PAUSE',
    'Between two batches, so that others get their turn.',
    duration({ min: 0, max: MINUTE }).default(100),
  ),
  retentionTimeout: setting(
    'RETENTION_TIMEOUT',
    'How long a run may take; the next one goes on.',
    duration({ min: SECOND, max: DAY }).default(30 * MINUTE),
  ),
}

export const cleanUpInputOf = (configuration: SettingValues<typeof retentionSettings>): CleanUpInput => ({
  days: configuration.retentionDays,
  keepLatest: configuration.retentionKeepLatest,
  batchSize: configuration.retentionBatchSize,
  batchPause: configuration.retentionBatchPause,
  timeout: configuration.retentionTimeout,
})
