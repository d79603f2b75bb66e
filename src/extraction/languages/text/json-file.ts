/** The text of a JSON file: such files are kept parsed, so that their text is known by what it says alone. */
import { hostDataOf } from '../../evaluation/host-data.ts'
import type { ModuleInstance } from '../../evaluation/module-instance.ts'
import { host, type HostValue, type Value } from '../../evaluation/value.ts'

interface JsonText {
  readonly kind: 'text of a JSON file'
  readonly json: ModuleInstance
}

/** `parts`: what a language's texts have that leaves JSON what it is. */
export const textOfJsonFile = (json: ModuleInstance, parts: Pick<HostValue, 'member' | 'call'> = {}): HostValue =>
  host('text of a JSON file', { ...parts, data: { kind: 'text of a JSON file', json } satisfies JsonText })

/** The JSON file whose text a value is; undefined for all else. */
export const jsonFileOf = (value: Value): ModuleInstance | undefined => hostDataOf<JsonText>(value, 'text of a JSON file')?.json

/** Whether a parser that takes no byte order mark takes the text of a file that was loaded. */
export const isPlainJson = ({ facts }: ModuleInstance): boolean => facts?.language === 'json' && !facts.byteOrderMark
