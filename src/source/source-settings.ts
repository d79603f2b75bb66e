import { resolve } from 'node:path'

import { cacheFolderOf } from '../runtime/cache-folder.ts'
import { allowedHosts, allowPrivateNetworks } from '../runtime/service-settings.ts'
import { bytes, text } from '../runtime/setting-schemas.ts'
import { setting, type SettingValues } from '../runtime/setting.ts'
import type { SourceOptions } from './open-snapshot.ts'
import { DEFAULT_LIMITS } from './source-limits.ts'

const GIBIBYTE = 2 ** 30

/** What the environment says of fetching and reading: the same for every process that does so, so that a machine says it once. */
export const sourceSettings = {
  cacheDirectory: setting(
    'ANALYZER_CACHE_DIR',
    'Where clones are kept.',
    text('a folder').default(() => cacheFolderOf({ ...process.env, ANALYZER_CACHE_DIR: '' })),
  ),
  cacheLimit: setting('ANALYZER_CACHE_LIMIT', 'How large the cache of clones may grow.', bytes().default(10 * GIBIBYTE)),
  maxRepositoryBytes: setting(
    'ANALYZER_MAX_REPOSITORY_BYTES',
    'What a fetch may bring at most.',
    bytes().default(DEFAULT_LIMITS.maxRepositoryBytes),
  ),
  maxFileBytes: setting('ANALYZER_MAX_FILE_BYTES', 'Larger files are left out.', bytes().default(DEFAULT_LIMITS.maxFileBytes)),
  allowedHosts,
  allowPrivateNetworks,
}

export type SourceConfiguration = SettingValues<typeof sourceSettings>

export const sourceOptionsOf = (configuration: SourceConfiguration): SourceOptions => ({
  cacheDirectory: resolve(configuration.cacheDirectory),
  cacheLimitBytes: configuration.cacheLimit,
  maxRepositoryBytes: configuration.maxRepositoryBytes,
  maxFileBytes: configuration.maxFileBytes,
  allowPrivateNetworks: configuration.allowPrivateNetworks,
  ...(configuration.allowedHosts.length > 0 && { allowedHosts: configuration.allowedHosts }),
})
