import { databaseUrl } from '../../src/runtime/service-settings.ts'
import { postgresUrl } from '../../src/runtime/setting-schemas.ts'
import { secretSetting } from '../../src/runtime/setting.ts'

export const migrateSettings = {
  databaseUrl,
  /** A platform runs it with the environment of the service that it prepares, whose own role may change no table. */
  ownerUrl: secretSetting(
    'MIGRATE_DATABASE_URL',
    'The same PostgreSQL, as a role that may change its tables; `DATABASE_URL` is used where it is not set.',
    postgresUrl().optional(),
  ),
}
