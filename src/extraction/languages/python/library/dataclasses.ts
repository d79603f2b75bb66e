/** `dataclasses`, and `attr`, whose classes are made alike. */
import { list, object, UNKNOWN, type Value } from '../../../evaluation/value.ts'
import { type Native, native, nativeModule } from '../python-calls.ts'
import { createClass } from '../python-class-creation.ts'
import { iterate } from '../python-iteration.ts'
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

/** `make_dataclass('C', ['x', ('y', int)])`, and `make_class` with names or a dictionary of them. */
const makeClass: Native = ([name, fields], { evaluator, module, site, keywords }) => {
  const known = iterate(fields, evaluator)
  if (typeof name !== 'string') return UNKNOWN
  const bases = iterate(keywords.get('bases') ?? list([]), evaluator)?.items ?? [UNKNOWN]
  const names = known?.items.map((item) => (typeof item === 'string' ? item : iterate(item, evaluator)?.items[0])) ?? []
  const isKnown = known?.open === false && names.every((one) => typeof one === 'string')
  const type = createClass(name, bases, module, site.line, isKnown ? names.filter((one) => typeof one === 'string') : [])
  return isKnown ? mark(type) : type
}

const members = (decorators: readonly string[], fields: readonly string[]): Record<string, Value> => ({
  ...Object.fromEntries(decorators.map((name) => [name, native(name, decorator)])),
  ...Object.fromEntries(fields.map((name) => [name, native(name, field)])),
})

export const dataclassesModule = nativeModule('dataclasses', {
  ...members(['dataclass'], ['field']),
  make_dataclass: native('make_dataclass', makeClass),
})
export const attrsModule = nativeModule('attrs', {
  ...members(['define', 'frozen', 'mutable'], ['field', 'ib']),
  make_class: native('make_class', makeClass),
})
export const attrModule = nativeModule('attr', {
  ...members(['s', 'attrs', 'dataclass', 'define', 'frozen', 'mutable'], ['ib', 'attrib', 'field']),
  make_class: native('make_class', makeClass),
})
