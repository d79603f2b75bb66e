/** The text of a JSON file: such files are kept parsed, so that their text is known by what it says alone. */
import { ModuleInstance } from '../../evaluation/module-instance.ts'
import { host, type HostValue, type Value } from '../../evaluation/value.ts'

interface JsonText {
  readonly json: ModuleInstance
}

const isJsonText = (data: unknown): data is JsonText =>
  typeof data === 'object' && data !== null && 'json' in data && data.json instanceof ModuleInstance

/** `parts`: what a language's texts have that leaves JSON what it is. */
export const textOfJsonFile = (json: ModuleInstance, parts: Pick<HostValue, 'member' | 'call'> = {}): HostValue =>
  host('text of a JSON file', { ...parts, data: { json } satisfies JsonText })

/** The JSON file whose text a value is; undefined for all else. */
export const jsonFileOf = (value: Value): ModuleInstance | undefined =>
  typeof value === 'object' && value?.kind === 'host' && isJsonText(value.data) ? value.data.json : undefined
