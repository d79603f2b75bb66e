/** What the environment says of a clean-up, beside what every process has. */
import { retentionSettings } from '../../src/retention/retention-settings.ts'
import { databaseUrl, heartbeatUrl } from '../../src/runtime/service-settings.ts'

export const retentionCleanupSettings = { databaseUrl, heartbeatUrl, ...retentionSettings }
