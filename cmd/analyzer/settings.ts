/** What the environment says of an analyzer, beside what every process has. */
import { databaseUrl, groupConcurrency } from '../../src/runtime/service-settings.ts'
import { duration, wholeNumber } from '../../src/runtime/setting-schemas.ts'
import { setting } from '../../src/runtime/setting.ts'
import { sourceSettings } from '../../src/source/source-settings.ts'
import { encryptionKeys } from '../../src/vault/vault-settings.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const DAY = 24 * 60 * MINUTE

export const analyzerSettings = {
  databaseUrl,
  encryptionKeys,
  concurrency: setting('ANALYZER_CONCURRENCY', 'Analyses at a time in this process.', wholeNumber({ min: 1, max: 64 }).default(2)),
  jobTimeout: setting(
    'ANALYZER_JOB_TIMEOUT',
    'How long one attempt at an analysis may take.',
    duration({ min: SECOND, max: DAY / 2 }).default(15 * MINUTE),
  ),
  ...sourceSettings,
  groupConcurrency,
}
