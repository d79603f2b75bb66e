import type { Service } from '../../infra/service.ts'
import { numberOn } from './described-setting.ts'

const SECOND = 1000
/** Of what a platform grants, what is left for the process's own end to be seen. */
const AFTER_SHUTDOWN = 10

/** In seconds: how long a platform waits between SIGTERM and SIGKILL. Longer than the process itself takes at most. */
export const graceOf = (service: Service): number => Math.ceil(numberOn(service, 'SHUTDOWN_TIMEOUT') / SECOND) + AFTER_SHUTDOWN

/** Whatever of the repository is in the image: a change elsewhere deploys nothing. */
const watched = (service: Service): string[] => [
  '/src/**',
  '/migrations/**',
  ...[service.name, ...(service.migrateBefore ? ['migrate'] : [])].map((name) => `/cmd/${name}/**`),
  '/scripts/build/**',
  '/package.json',
  '/package-lock.json',
  '/.npmrc',
  '/.dockerignore',
  '/tsconfig.json',
  `/infra/${service.name}/**`,
]

/**
 * A service's config as code (https://docs.railway.com/config-as-code/reference). Numbers must be numbers: the schema
 * refuses the strings that its documentation shows. Null where a service is started by people or by other services.
 */
export const railwayOf = (service: Service): Record<string, unknown> | null => {
  if (service.kind === 'hand-tool' || service.kind === 'one-off') return null
  return {
    $schema: 'https://railway.com/railway.schema.json',
    build: { builder: 'DOCKERFILE', dockerfilePath: `infra/${service.name}/Dockerfile`, watchPatterns: watched(service) },
    deploy: {
      startCommand: 'node main.js',
      ...(service.migrateBefore && { preDeployCommand: ['node migrate/main.js'] }),
      ...('health' in service && service.health !== undefined && { healthcheckPath: '/readyz', healthcheckTimeout: 60 }),
      ...(service.kind === 'cron' && { cronSchedule: service.schedule }),
      ...(service.restart === 'on-failure'
        ? { restartPolicyType: 'ON_FAILURE', restartPolicyMaxRetries: 10 }
        : { restartPolicyType: 'NEVER' }),
      drainingSeconds: graceOf(service),
    },
  }
}
