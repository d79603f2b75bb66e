/** docs/configuration.md: every variable of every process, as the processes themselves describe it. */
import type { Service } from '../../infra/service.ts'
import { COMMON_SETTINGS } from '../../src/runtime/run-process.ts'
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

export const configurationReferenceOf = (services: readonly Service[]): string => {
  const common = Object.values(COMMON_SETTINGS).map((setting) => describeSetting(setting))
  const isCommon = (variable: string): boolean => common.some((setting) => setting.variable === variable)
  const sections = services.map((service) => {
    const own = describedSettingsOf(service).filter(({ variable }) => !isCommon(variable))
    return `## ${service.name}\n\n${service.does}\n\n${tableOf(own)}\n`
  })
  const platforms = `## What platforms give\n\nCPU in cores, asked for and not limited; after SIGTERM a process is killed when its time is over.\n\n${platformTableOf(services)}\n`
  return [HEADER, `## All processes\n\n${tableOf(common)}\n`, ...sections, platforms].join('\n')
}
