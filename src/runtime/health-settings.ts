/** Where a service tells platforms and monitors how it is. */
import { setting } from './setting.ts'
import { text, wholeNumber } from './setting-schemas.ts'

export const healthSettings = {
  healthPort: setting(
    'HEALTH_PORT',
    'The port of /healthz, /readyz and /metrics, one for each process on a machine; 0 takes a free one; none where it is not set.',
    wholeNumber({ min: 0, max: 65_535 }).optional(),
  ),
  healthHost: setting('HEALTH_HOST', 'The address that this port is on; 0.0.0.0 in a container.', text('an address').default('127.0.0.1')),
}
