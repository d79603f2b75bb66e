import { readFileSync, statSync } from 'node:fs'
import type { Setting, SettingValues, Settings } from './setting.ts'

export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError'
  readonly code = 'configuration'
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(
      `The configuration has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${faults.map((fault) => `  ${fault}`).join('\n')}`,
    )
    this.faults = faults
  }
}

interface Reading<Described extends Settings> {
  values: SettingValues<Described>
  /** Texts that no log, error or page may show. */
  secrets: string[]
  faults: string[]
}

const MAX_SECRET_FILE_BYTES = 65_536

type RawValue = { kind: 'value'; text: string | undefined } | { kind: 'fault'; fault: string }

/** The content of the file that `X_FILE` names. Only regular files: a FIFO or a device could keep the start waiting. */
const readSettingFile = (variable: string, path: string): RawValue => {
  const fault = (reason: string): RawValue => ({ kind: 'fault', fault: `${variable}_FILE names ${reason}` })
  try {
    const status = statSync(path)
    if (!status.isFile()) return fault('something that is no regular file')
    if (status.size > MAX_SECRET_FILE_BYTES) return fault(`a file of more than ${MAX_SECRET_FILE_BYTES} bytes`)
    const text = readFileSync(path, 'utf8').replace(/\r?\n$/, '')
    return text === '' ? fault('an empty file') : { kind: 'value', text }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
    return fault(`a file that can't be read (${code})`)
  }
}

/** An empty variable counts as not set: that is how compose files and shells pass on what nobody has set. */
const readRaw = (variable: string, environment: NodeJS.ProcessEnv): RawValue => {
  const text = environment[variable] || undefined
  const file = environment[`${variable}_FILE`] || undefined
  if (file === undefined) return { kind: 'value', text }
  if (text !== undefined) return { kind: 'fault', fault: `${variable} and ${variable}_FILE are both set: keep one` }
  return readSettingFile(variable, file)
}

/** What must not be shown of a secret: all of it, its parts, and a URL's password by itself, as errors of drivers quote it. */
const secretsIn = ({ secretParts }: Setting<unknown>, text: string): string[] => {
  const password = URL.canParse(text) ? new URL(text).password : ''
  let decoded = password
  try {
    decoded = decodeURIComponent(password)
  } catch {
    // A stray percent sign: the password is what is written.
  }
  return [...new Set([text, ...(secretParts?.(text) ?? []), password, decoded])].filter((secret) => secret !== '')
}

const readSetting = (
  described: Setting<unknown>,
  environment: NodeJS.ProcessEnv,
): { value?: unknown; secrets: string[]; faults: string[] } => {
  const raw = readRaw(described.variable, environment)
  if (raw.kind === 'fault') return { secrets: [], faults: [raw.fault] }
  const secrets = described.secret && raw.text !== undefined ? secretsIn(described, raw.text) : []
  const result = described.schema.safeParse(raw.text)
  if (result.success) return { value: result.data, secrets, faults: [] }
  return { secrets, faults: result.error.issues.map((issue) => `${described.variable} ${issue.message}`) }
}

/** Reads settings without judging: for those who put several sets together. */
const readAll = <Described extends Settings>(settings: Described, environment: NodeJS.ProcessEnv): Reading<Described> => {
  const read = Object.entries(settings).map(([name, described]) => ({ name, ...readSetting(described, environment) }))
  const values = Object.fromEntries(read.map((entry) => [entry.name, entry.value]))
  return {
    // Each value is what the schema under the same name has made, wherever there are no faults.
    values: values as SettingValues<Described>,
    secrets: read.flatMap((entry) => entry.secrets),
    faults: read.flatMap((entry) => entry.faults),
  }
}

/** What is wrong with settings of which each by itself is right; told as faults of the configuration are. */
export type FaultsTogether<Described extends Settings> = (values: SettingValues<Described>) => string[]

/**
 * Reads what a process needs from its environment: its own settings and those that all processes have, each `X` also
 * from the file that `X_FILE` names. Throws one ConfigurationError with every fault; no fault repeats a value.
 */
export const readConfiguration = <Own extends Settings, Common extends Settings>(
  settings: { own: Own; common: Common; faultsTogether?: FaultsTogether<Own> | undefined },
  environment: NodeJS.ProcessEnv,
): { own: SettingValues<Own>; common: SettingValues<Common>; secrets: readonly string[] } => {
  const own = readAll(settings.own, environment)
  const common = readAll(settings.common, environment)
  const faults = [...own.faults, ...common.faults]
  if (faults.length === 0 && settings.faultsTogether) faults.push(...settings.faultsTogether(own.values))
  if (faults.length > 0) throw new ConfigurationError(faults)
  return { own: own.values, common: common.values, secrets: [...own.secrets, ...common.secrets] }
}
