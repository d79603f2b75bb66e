/** Units for machines without containers: an analyzer as often as one likes, timers for what a cron would start. */
import type { CronProgram, Service } from '../../infra/service.ts'
import { EXIT_CODE } from '../../src/runtime/exit-code.ts'
import { mountedSecretsOf, valuesOf } from './described-setting.ts'
import { HASH_NOTICE, type GeneratedFile } from './generated.ts'
import { graceOf } from './railway-json.ts'
import { systemdCalendarOf } from './systemd-calendar.ts'

const FOLDER = 'infra/systemd'
/** Where the built bundles and the secrets are, as docs/operating.md puts them. */
const PROGRAMS = '/opt/testimony'
const CONFIGURATION = '/etc/testimony'

/** What none of them needs. V8 compiles at run time, so memory that is written and run, and its protection keys, stay allowed. */
const CONFINEMENT = `DynamicUser=yes
NoNewPrivileges=yes
CapabilityBoundingSet=
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
ProtectClock=yes
ProtectHostname=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectControlGroups=yes
ProtectProc=invisible
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service @pkey
SystemCallErrorNumber=EPERM
UMask=0077`

/** `@`: a template, so that one machine runs as many as it has room for. */
const unitOf = (service: Service): string => `testimony-${service.name}${service.kind === 'queue-consumer' ? '@' : ''}`

/** What differs from a container: a cache where systemd keeps it, and for each process of a machine its own port. */
const valuesOnMachine = (service: Service): Record<string, string> => ({
  NODE_ENV: 'production',
  ...valuesOf(service),
  ...('cache' in service && { XDG_CACHE_HOME: '%C/%p-%i', [service.cache.variable]: '%C/%p-%i/repositories' }),
  ...('health' in service &&
    service.health !== undefined && {
      HEALTH_HOST: '127.0.0.1',
      // Instances are numbered 1 to 9: the last digit is theirs.
      HEALTH_PORT: service.kind === 'queue-consumer' ? `${Math.floor(service.health / 10)}%i` : String(service.health),
    }),
})

const environmentOf = (service: Service): string[] => {
  const secrets = mountedSecretsOf(service)
  return [
    ...Object.entries(valuesOnMachine(service)).map(([variable, value]) => `Environment="${variable}=${value}"`),
    ...secrets.map((variable) => `Environment="${variable}_FILE=%d/${variable}"`),
    ...secrets.map((variable) => `LoadCredential=${variable}:${CONFIGURATION}/${service.name}/${variable}`),
    // The rest of the configuration reference, for whoever wants another value than the default.
    `EnvironmentFile=-${CONFIGURATION}/${service.name}/environment`,
  ]
}

/** As platforms of containers do; what is wrong with a configuration no other try can mend. */
const restartOf = ({ restart }: Service): string[] =>
  restart === 'never' ? [] : ['Restart=on-failure', 'RestartSec=5', `RestartPreventExitStatus=${EXIT_CODE.usage}`]

const lifeOf = (service: Service): string[] => {
  const ending = ['KillMode=mixed', `TimeoutStopSec=${graceOf(service)}`]
  switch (service.kind) {
    case 'one-off':
      return ['Type=oneshot', 'RemainAfterExit=yes', `TimeoutStartSec=${service.timeLimit}`, ...restartOf(service), ...ending]
    case 'cron':
      return [
        'Type=oneshot',
        ...restartOf(service),
        `TimeoutStartSec=${service.timeLimit}`,
        `SuccessExitStatus=${EXIT_CODE.cutOff}`,
        ...ending,
      ]
    case 'queue-consumer':
    case 'service':
      return ['Type=exec', ...restartOf(service), ...ending]
    case 'hand-tool':
      return []
  }
}

const serviceUnitOf = (service: Service): string =>
  [
    `${HASH_NOTICE}`,
    '[Unit]',
    `Description=Testimony: ${service.name}`,
    'Wants=network-online.target',
    `After=network-online.target postgresql.service${service.kind === 'one-off' ? '' : ' testimony-migrate.service'}`,
    // Wanted and not required: a new migration must not stop the workers of the version before it.
    ...(service.migrateBefore ? ['Wants=testimony-migrate.service'] : []),
    '',
    '[Service]',
    ...lifeOf(service),
    `ExecStart=/usr/bin/node ${PROGRAMS}/${service.name}/main.js`,
    ...environmentOf(service),
    ...('cache' in service ? ['CacheDirectory=%p-%i'] : []),
    `MemoryMax=${service.resources.memoryLimit}M`,
    CONFINEMENT,
    ...(service.kind === 'cron' ? [] : ['', '[Install]', 'WantedBy=multi-user.target']),
    '',
  ].join('\n')

const timerOf = (service: CronProgram): string =>
  [
    `${HASH_NOTICE}`,
    '[Unit]',
    `Description=Testimony: when ${service.name} runs`,
    '',
    '[Timer]',
    `OnCalendar=${systemdCalendarOf(service.schedule)}`,
    // A run that the machine slept through is made up for.
    'Persistent=yes',
    'RandomizedDelaySec=60',
    '',
    '[Install]',
    'WantedBy=timers.target',
    '',
  ].join('\n')

export const systemdFilesOf = (services: readonly Service[]): GeneratedFile[] =>
  services
    .filter(({ kind }) => kind !== 'hand-tool')
    .flatMap((service): GeneratedFile[] => [
      [`${FOLDER}/${unitOf(service)}.service`, serviceUnitOf(service)],
      ...(service.kind === 'cron' ? [[`${FOLDER}/${unitOf(service)}.timer`, timerOf(service)] satisfies GeneratedFile] : []),
    ])
