/** What the environment says of who sends jobs, beside what every process has. */
import { allowedHosts, allowPrivateNetworks, databaseUrl } from '../../src/runtime/service-settings.ts'

export const enqueueSettings = { databaseUrl, allowedHosts, allowPrivateNetworks }
