/** What the environment says of a scheduler, beside what every process has. */
import { retentionSettings } from '../../src/retention/retention-settings.ts'
import { allowedHosts, allowPrivateNetworks, databaseUrl } from '../../src/runtime/service-settings.ts'
import { duration } from '../../src/runtime/setting-schemas.ts'
import { setting } from '../../src/runtime/setting.ts'
import { LONGEST_TIME_TO_LIVE } from '../../src/schedule/lease-store.ts'
import { scheduleOrOff } from '../../src/schedule/schedule-setting.ts'

const SECOND = 1000

export const schedulerSettings = {
  databaseUrl,
  retentionCleanup: setting(
    'SCHEDULE_RETENTION_CLEANUP',
    'When what the retention policy no longer keeps is deleted.',
    scheduleOrOff().prefault('0 3 * * *'),
  ),
  autoRefresh: setting(
    'SCHEDULE_AUTO_REFRESH',
    'When repositories in use whose head has moved are analysed anew.',
    scheduleOrOff().prefault('off'),
  ),
  leaseTimeToLive: setting(
    'LEASE_TTL',
    'So long after a scheduler was killed another one takes over.',
    duration({ min: SECOND, max: LONGEST_TIME_TO_LIVE }).default(30 * SECOND),
  ),
  ...retentionSettings,
  allowedHosts,
  allowPrivateNetworks,
}
