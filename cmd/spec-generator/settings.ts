import { databaseUrl, groupConcurrency } from '../../src/runtime/service-settings.ts'
import { duration, wholeNumber } from '../../src/runtime/setting-schemas.ts'
import { setting } from '../../src/runtime/setting.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const DAY = 24 * 60 * MINUTE

export const specGeneratorSettings = {
  databaseUrl,
  concurrency: setting('SPEC_CONCURRENCY', 'Specifications at a time in this process.', wholeNumber({ min: 1, max: 64 }).default(2)),
  jobTimeout: setting(
    'SPEC_JOB_TIMEOUT',
    'How long one attempt at a specification may take.',
    duration({ min: SECOND, max: DAY / 2 }).default(60 * MINUTE),
  ),
  groupConcurrency,
}
