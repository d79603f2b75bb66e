/** `dataclasses`, and `attr`, whose classes are made alike. */
import { object, type Value } from '../../../evaluation/value.ts'
import { type Native, native, nativeModule } from '../python-calls.ts'
import { markRecord } from '../python-fields.ts'

const mark = (type: Value): Value => {
  if (typeof type === 'object' && type?.kind === 'class') markRecord(type)
  return type
}

/** With and without parentheses. */
const decorator: Native = ([type], { arguments: given }) => (given.length > 0 ? mark(type) : native('wrap', ([inner]) => mark(inner)))

const field: Native = (args, { keywords }) => {
  const entries: [Value, Value][] = []
  const fallback = keywords.get('default') ?? args[0]
  const factory = keywords.get('default_factory') ?? keywords.get('factory')
  if (fallback !== undefined) entries.push(['default', fallback])
  if (factory !== undefined) entries.push(['factory', factory])
  const value = object(entries)
  value.type = 'field'
  return value
}

const members = (decorators: readonly string[], fields: readonly string[]): Record<string, Value> => ({
  ...Object.fromEntries(decorators.map((name) => [name, native(name, decorator)])),
  ...Object.fromEntries(fields.map((name) => [name, native(name, field)])),
})

export const dataclassesModule = nativeModule('dataclasses', members(['dataclass'], ['field']))
export const attrsModule = nativeModule('attrs', members(['define', 'frozen', 'mutable'], ['field', 'ib']))
export const attrModule = nativeModule(
  'attr',
  members(['s', 'attrs', 'dataclass', 'define', 'frozen', 'mutable'], ['ib', 'attrib', 'field']),
)
