/** A setting as documents and deployment files need it. What is said of its value is asked of its own schema. */
import { isDeepStrictEqual } from 'node:util'

import type { Service } from '../../infra/service.ts'
import { healthSettings } from '../../src/runtime/health-settings.ts'
import { COMMON_SETTINGS } from '../../src/runtime/run-process.ts'
import type { Setting, Settings } from '../../src/runtime/setting.ts'

export interface DescribedSetting {
  variable: string
  describes: string
  secret: boolean
  required: boolean
  /** What kind of text it takes, in words; undefined where any text will do. */
  takes: string | undefined
  /** As somebody would write it; undefined where there is none. */
  default: string | undefined
}

const UNITS: [factor: number, unit: string][] = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'm'],
  [1000, 's'],
  [1, 'ms'],
]
const SIZES: [factor: number, unit: string][] = [
  [2 ** 40, ' TiB'],
  [2 ** 30, ' GiB'],
  [2 ** 20, ' MiB'],
  [2 ** 10, ' KiB'],
  [1, ' B'],
]

const textsFor = (value: unknown): string[] => {
  if (typeof value === 'string' || typeof value === 'boolean') return [String(value)]
  if (Array.isArray(value)) return [value.join(',')]
  // What can be switched off says so; what can not takes this for a value like any other.
  if (value === undefined) return ['off']
  if (typeof value !== 'number') return []
  const whole = [...UNITS, ...SIZES].filter(([factor]) => value % factor === 0)
  return [String(value), ...whole.map(([factor, unit]) => `${value / factor}${unit}`)]
}

/** Folders of whoever runs it: their names would be those of the machine that wrote the document. */
const DEFAULTS_IN_WORDS: Record<string, string> = { ANALYZER_CACHE_DIR: "a folder in the user's cache" }

/** The text that the schema reads as its own default, so that what a document says can be copied from it. */
const defaultOf = ({ variable, schema }: Setting<unknown>): string | undefined => {
  const words = DEFAULTS_IN_WORDS[variable]
  const read = schema.safeParse(undefined)
  if (!read.success) return undefined
  if (words !== undefined) return words
  const text = textsFor(read.data).find((candidate) => {
    const again = schema.safeParse(candidate)
    return again.success && isDeepStrictEqual(again.data, read.data)
  })
  if (text === undefined && read.data !== undefined)
    throw new Error(`The default of ${variable} has no text: teach scripts/infra/described-setting.ts to write it`)
  return text
}

/** No value that anything takes: whatever is set that way is refused, and says what it wants instead. */
const NO_VALUE = '\0'

const takenBy = ({ schema }: Setting<unknown>): string | undefined => {
  const message = schema.safeParse(NO_VALUE).error?.issues[0]?.message
  return /^must be (.*)$/s.exec(message ?? '')?.[1]
}

export const describeSetting = (setting: Setting<unknown>): DescribedSetting => ({
  variable: setting.variable,
  describes: setting.describes,
  secret: setting.secret,
  required: !setting.schema.safeParse(undefined).success,
  takes: takenBy(setting),
  default: defaultOf(setting),
})

export const settingsOf = (service: Service): Settings => ({
  ...service.settings,
  ...COMMON_SETTINGS,
  ...('health' in service && service.health !== undefined && healthSettings),
})

export const describedSettingsOf = (service: Service): DescribedSetting[] =>
  Object.values(settingsOf(service)).map((setting) => describeSetting(setting))

/** Secrets without which it does not start: every platform mounts these as files and passes `X_FILE`. */
export const mountedSecretsOf = (service: Service): string[] =>
  describedSettingsOf(service)
    .filter(({ secret, required }) => secret && required)
    .map(({ variable }) => variable)

/** A setting's value on a platform, as the program will read it. */
export const valueOn = (service: Service, variable: string): unknown => {
  const setting = Object.values(settingsOf(service)).find((known) => known.variable === variable)
  if (setting === undefined) throw new Error(`${service.name} has no setting ${variable}`)
  return setting.schema.parse(valuesOf(service)[variable])
}

/** In milliseconds, or of whatever the setting counts. */
export const numberOn = (service: Service, variable: string): number => {
  const value = valueOn(service, variable)
  if (typeof value !== 'number') throw new Error(`${variable} of ${service.name} is no number`)
  return value
}

/** Where a container or a unit keeps what it may lose. */
export const CACHE = '/var/cache/testimony'

/** How long the process may take to end is fixed too: how long a platform waits for it follows from that. */
const { variable: SHUTDOWN_TIMEOUT, default: defaultShutdownTimeout = '' } = describeSetting(COMMON_SETTINGS.shutdownTimeout)

/** Every variable with a fixed value on all platforms. */
export const valuesOf = (service: Service): Record<string, string> => ({
  [SHUTDOWN_TIMEOUT]: defaultShutdownTimeout,
  ...service.values,
  // All addresses of the container: its platform's probes come from outside of it.
  ...('health' in service && service.health !== undefined && { HEALTH_PORT: String(service.health), HEALTH_HOST: '0.0.0.0' }),
  ...('cache' in service && {
    [service.cache.variable]: `${CACHE}/repositories`,
    [service.cache.limit.variable]: service.cache.limit.value,
  }),
})
