/** Settings that several processes have. Each process lists the ones it needs beside its own. */
import { duration, flag, httpUrl, list, oneOf, postgresUrl, wholeNumber } from './setting-schemas.ts'
import { secretSetting, setting } from './setting.ts'

const SECOND = 1000
const HOUR = 3600 * SECOND

export const databaseUrl = secretSetting('DATABASE_URL', 'The PostgreSQL that all processes share.', postgresUrl())

export const logLevel = setting(
  'LOG_LEVEL',
  'The least important lines that are logged.',
  oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
)

export const shutdownTimeout = setting(
  'SHUTDOWN_TIMEOUT',
  'How long a process may take to end after SIGTERM or SIGINT.',
  duration({ min: SECOND, max: HOUR }).default(30 * SECOND),
)

export const groupConcurrency = setting(
  'GROUP_CONCURRENCY',
  'Running jobs of one requester, over all workers.',
  wholeNumber({ min: 1, max: 1000 }).default(2),
)

export const allowedHosts = setting(
  'ALLOWED_HOSTS',
  'Hosts that repositories may be fetched from, separated by commas; any public host where it is not set.',
  list('host names separated by commas').default([]),
)

export const allowPrivateNetworks = setting(
  'ALLOW_PRIVATE_NETWORKS',
  'Whether repositories may be fetched from loopback, private and link-local addresses.',
  flag().default(false),
)

export const heartbeatUrl = secretSetting(
  'HEARTBEAT_URL',
  'Of a monitor that is told when a run begins and how it ended; none where it is not set.',
  httpUrl().optional(),
)
