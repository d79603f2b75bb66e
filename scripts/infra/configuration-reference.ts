/** docs/configuration.md: every variable of every process, as the processes themselves describe it. */
import type { Service } from '../../infra/service.ts'
import { COMMON_SETTINGS } from '../../src/runtime/run-process.ts'
import { encryptionKeys, encryptionPublicKey } from '../../src/vault/vault-settings.ts'
import { describeSetting, describedSettingsOf, type DescribedSetting } from './described-setting.ts'
import { NOTICE } from './generated.ts'
import { graceOf } from './railway-json.ts'

const HEADER = `<!-- ${NOTICE} -->

# Configuration

From the environment. Each process checks what it needs itself and nothing else; a missing or malformed value ends it within a second with exit code 2 and one message that names every fault and never a value.

Any variable \`X\` may be given as \`X_FILE\` instead, which names a file with the value, for secrets that are mounted. An empty variable counts as not set.
`

const cell = (text: string): string => text.replaceAll('|', '\\|')

const defaultCell = ({ required, default: value }: DescribedSetting): string => {
  if (required) return '**required**'
  if (value === undefined || value === '') return 'none'
  return value.includes(' folder ') ? value : `\`${value}\``
}

const rowOf = (setting: DescribedSetting): string => {
  const notes = [...(setting.takes === undefined ? [] : [`Takes ${setting.takes}.`]), ...(setting.secret ? ['Secret.'] : [])]
  return `| \`${setting.variable}\` | ${cell([setting.describes, ...notes].join(' '))} | ${cell(defaultCell(setting))} |`
}

const tableOf = (settings: readonly DescribedSetting[]): string =>
  ['| variable | | default |', '|---|---|---|', ...settings.map((setting) => rowOf(setting))].join('\n')

const KINDS: Record<Service['kind'], string> = {
  'queue-consumer': 'takes jobs',
  service: 'stands by',
  cron: 'by a cron',
  'one-off': 'once a version',
  'hand-tool': 'by hand',
}

const runsOf = (service: Service): string => (service.kind === 'cron' ? `${KINDS.cron}, \`${service.schedule}\`` : KINDS[service.kind])

/** What every platform's files ask for. */
const platformTableOf = (services: readonly Service[]): string =>
  [
    '| | runs | CPU | memory | memory, at most | ends within |',
    '|---|---|--:|--:|--:|--:|',
    ...services.map((service) => {
      const { cpu, memory, memoryLimit } = service.resources
      return `| \`${service.name}\` | ${runsOf(service)} | ${cpu / 1000} | ${memory} MiB | ${memoryLimit} MiB | ${graceOf(service)} s |`
    }),
  ].join('\n')

/** What programs read that people start, and no service does. */
const COMMAND_LINE = `## The command line

\`testimony\` takes what the processes take whose work it does, \`DATABASE_URL\`, \`${encryptionKeys.variable}\` and for \`testimony spec\` all of [spec-generator](#spec-generator) that models need among it, and requires none of it ([command-line.md](command-line.md)). And:

${tableOf([
  // Of the same form as a private key, and not made as one is.
  { ...describeSetting(encryptionPublicKey), required: false, takes: 'what `testimony keys public` prints' },
  {
    variable: 'TESTIMONY_DATA_DIR',
    describes: 'Where the PostgreSQL that it brings along and the key of this machine are kept; it has no `_FILE`.',
    secret: false,
    required: false,
    takes: 'a folder',
    default: "a folder in the user's data",
  },
  {
    variable: 'TRACEPARENT',
    describes: 'The trace that `enqueue` goes on with, as a CI names its own; it has no `_FILE`, and one that is malformed is left out.',
    secret: false,
    required: false,
    takes: 'a W3C trace context',
    default: undefined,
  },
])}
`

export const configurationReferenceOf = (services: readonly Service[]): string => {
  const common = Object.values(COMMON_SETTINGS).map((setting) => describeSetting(setting))
  const isCommon = (variable: string): boolean => common.some((setting) => setting.variable === variable)
  const sections = services.map((service) => {
    const own = describedSettingsOf(service).filter(({ variable }) => !isCommon(variable))
    return `## ${service.name}\n\n${service.does}\n\n${tableOf(own)}\n`
  })
  const platforms = `## What platforms give\n\nCPU in cores, asked for and not limited; after SIGTERM a process is killed when its time is over.\n\n${platformTableOf(services)}\n`
  return [HEADER, `## All processes\n\n${tableOf(common)}\n`, ...sections, COMMAND_LINE, platforms].join('\n')
}
