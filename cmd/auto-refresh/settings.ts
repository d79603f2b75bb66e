/** What the environment says of an automatic refresh, beside what every process has. */
import { allowedHosts, allowPrivateNetworks, databaseUrl, heartbeatUrl } from '../../src/runtime/service-settings.ts'

export const autoRefreshSettings = { databaseUrl, heartbeatUrl, allowedHosts, allowPrivateNetworks }
