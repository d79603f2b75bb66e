import { bytes } from '../../src/runtime/setting-schemas.ts'
import { setting } from '../../src/runtime/setting.ts'
import { allowedHosts, allowPrivateNetworks } from '../../src/runtime/service-settings.ts'
import { DEFAULT_LIMITS } from '../../src/source/source-limits.ts'

const DEFAULT_CACHE_LIMIT = 10 * 2 ** 30

/** Settings that also the analyzer has, so that one machine says them once. */
export const sourceSettings = {
  cacheLimit: setting('ANALYZER_CACHE_LIMIT', 'How large the cache of clones may grow.', bytes().default(DEFAULT_CACHE_LIMIT)),
  maxFileBytes: setting('ANALYZER_MAX_FILE_BYTES', 'Larger files are left out.', bytes().default(DEFAULT_LIMITS.maxFileBytes)),
  maxRepositoryBytes: setting(
    'ANALYZER_MAX_REPOSITORY_BYTES',
    'What a fetch may bring at most.',
    bytes().default(DEFAULT_LIMITS.maxRepositoryBytes),
  ),
  allowedHosts,
  allowPrivateNetworks,
}
