import { cacheFolderOf } from '../../src/runtime/cache-folder.ts'
import { allowedHosts, allowPrivateNetworks, databaseUrl, groupConcurrency } from '../../src/runtime/service-settings.ts'
import { base64Key, bytes, duration, text, wholeNumber } from '../../src/runtime/setting-schemas.ts'
import { secretSetting, setting } from '../../src/runtime/setting.ts'
import { DEFAULT_LIMITS } from '../../src/source/source-limits.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const DAY = 24 * 60 * MINUTE

export const analyzerSettings = {
  databaseUrl,
  encryptionKey: secretSetting('ENCRYPTION_KEY', 'The private key that opens sealed credentials.', base64Key()),
  concurrency: setting('ANALYZER_CONCURRENCY', 'Analyses at a time in this process.', wholeNumber({ min: 1, max: 64 }).default(2)),
  jobTimeout: setting(
    'ANALYZER_JOB_TIMEOUT',
    'How long one attempt at an analysis may take.',
    duration({ min: SECOND, max: DAY / 2 }).default(15 * MINUTE),
  ),
  cacheDirectory: setting(
    'ANALYZER_CACHE_DIR',
    'Where clones are kept.',
    text('a folder').default(() => cacheFolderOf({})),
  ),
  cacheLimit: setting('ANALYZER_CACHE_LIMIT', 'How large the cache of clones may grow.', bytes().default(10 * 2 ** 30)),
  maxRepositoryBytes: setting(
    'ANALYZER_MAX_REPOSITORY_BYTES',
    'What a fetch may bring at most.',
    bytes().default(DEFAULT_LIMITS.maxRepositoryBytes),
  ),
  maxFileBytes: setting('ANALYZER_MAX_FILE_BYTES', 'Larger files are left out.', bytes().default(DEFAULT_LIMITS.maxFileBytes)),
  allowedHosts,
  allowPrivateNetworks,
  groupConcurrency,
}
