/** One machine with Docker: PostgreSQL, the migration that the others wait for, and every service. */
import type { Service } from '../../infra/service.ts'
import { CACHE, describedSettingsOf, mountedSecretsOf, valuesOf } from './described-setting.ts'
import { HASH_NOTICE, yamlOf } from './generated.ts'
import { graceOf } from './railway-json.ts'

const HEADER = `${HASH_NOTICE}#
# Each service has its secrets in files of its own, secrets/<service>/<VARIABLE> beside this file, which its user (1000)
# can read; docs/operating.md says how they are made. Then:
#
#   docker compose --file infra/compose.yaml up --detach --scale analyzer=3
#   docker compose --file infra/compose.yaml run --rm enqueue analysis https://example.org/team/project

`

const POSTGRES_PASSWORD = 'postgres.POSTGRES_PASSWORD'

const POSTGRES = {
  image: 'postgres:18',
  environment: {
    POSTGRES_USER: 'testimony',
    POSTGRES_DB: 'testimony',
    POSTGRES_PASSWORD_FILE: '/run/secrets/POSTGRES_PASSWORD',
  },
  secrets: [{ source: POSTGRES_PASSWORD, target: 'POSTGRES_PASSWORD' }],
  volumes: ['postgres:/var/lib/postgresql'],
  // By TCP: while the image prepares a new database, its server listens on a socket alone.
  healthcheck: {
    test: ['CMD', 'pg_isready', '--host=127.0.0.1', '--username=testimony', '--dbname=testimony'],
    interval: '2s',
    timeout: '5s',
    retries: 30,
  },
  restart: 'unless-stopped',
  stop_grace_period: '1m',
}

const secretName = (service: Service, variable: string): string => `${service.name}.${variable}`

/** One shell speaks to all services: these, of which each has its own, are named after them there, as `AUTO_REFRESH_HEARTBEAT_URL`. */
const OF_ONE_SERVICE: ReadonlySet<string> = new Set(['HEARTBEAT_URL', 'OTEL_SERVICE_NAME'])

const outerName = ({ name }: Service, variable: string): string =>
  OF_ONE_SERVICE.has(variable) ? `${name.replaceAll('-', '_').toUpperCase()}_${variable}` : variable

/** What has no fixed value comes from the shell or from .env; empty counts as not set. */
const environmentOf = (service: Service): Record<string, string> => {
  const fixed = valuesOf(service)
  const mounted = mountedSecretsOf(service)
  const open = describedSettingsOf(service)
    .map(({ variable }) => variable)
    .filter((variable) => !(variable in fixed) && !mounted.includes(variable))
  return {
    ...fixed,
    ...Object.fromEntries(mounted.map((variable) => [`${variable}_FILE`, `/run/secrets/${variable}`])),
    ...Object.fromEntries(open.map((variable) => [variable, `\${${outerName(service, variable)}:-}`])),
  }
}

const dependenciesOf = (service: Service): Record<string, { condition: string }> => ({
  postgres: { condition: 'service_healthy' },
  ...(service.kind !== 'one-off' && { migrate: { condition: 'service_completed_successfully' } }),
})

/** Compose has no cron: a program that ends is run by whoever has one, and stays down otherwise. */
const profilesOf = (service: Service): string[] => {
  if (service.kind === 'hand-tool') return ['tools']
  return service.kind === 'cron' ? ['cron'] : []
}

/** Also after Docker itself was started again, which `on-failure` does not outlast; what ends by itself stays ended. */
const restartOf = (service: Service): string => {
  if (service.kind === 'queue-consumer' || service.kind === 'service') return 'unless-stopped'
  return service.restart === 'on-failure' ? 'on-failure' : 'no'
}

const composeServiceOf = (service: Service): Record<string, unknown> => ({
  build: { context: '..', dockerfile: `infra/${service.name}/Dockerfile` },
  image: `testimony-${service.name}`,
  ...(profilesOf(service).length > 0 && { profiles: profilesOf(service) }),
  depends_on: dependenciesOf(service),
  environment: environmentOf(service),
  secrets: mountedSecretsOf(service).map((variable) => ({ source: secretName(service, variable), target: variable })),
  restart: restartOf(service),
  stop_grace_period: `${graceOf(service)}s`,
  // Ends what git leaves behind, which no child of Node's own is.
  ...(service.git && { init: true }),
  read_only: true,
  tmpfs: ['/tmp'],
  // Each container has one of its own: two that share it could not tell each other's processes apart.
  ...('cache' in service && { volumes: [CACHE] }),
  cap_drop: ['ALL'],
  security_opt: ['no-new-privileges:true'],
  mem_limit: `${service.resources.memoryLimit}m`,
})

export const composeOf = (services: readonly Service[]): string => {
  const secrets = services.flatMap((service) =>
    mountedSecretsOf(service).map((variable) => ({ name: secretName(service, variable), file: `./secrets/${service.name}/${variable}` })),
  )
  const file = {
    name: 'testimony',
    services: { postgres: POSTGRES, ...Object.fromEntries(services.map((service) => [service.name, composeServiceOf(service)])) },
    secrets: {
      [POSTGRES_PASSWORD]: { file: './secrets/postgres/POSTGRES_PASSWORD' },
      ...Object.fromEntries(secrets.map(({ name, file }) => [name, { file }])),
    },
    volumes: { postgres: {} },
  }
  return `${HEADER}${yamlOf(file)}`
}
