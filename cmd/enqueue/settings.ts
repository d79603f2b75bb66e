import { allowedHosts, allowPrivateNetworks, databaseUrl } from '../../src/runtime/service-settings.ts'

export const enqueueSettings = { databaseUrl, allowedHosts, allowPrivateNetworks }
