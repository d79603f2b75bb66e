/** `dataclasses`, and `attr`, whose classes are made alike. */
import { list, object, UNKNOWN, type Value } from '../../../evaluation/value.ts'
import { type Native, native, nativeModule, type PythonHostData } from '../python-calls.ts'
import { createClass } from '../python-class-creation.ts'
import { iterate } from '../python-iteration.ts'
import { markRecord } from '../python-fields.ts'
import { asDictionary, asTuple, fieldsOfRecord, replace } from '../python-records.ts'

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
  const value = object([...entries, ['repr', keywords.get('repr') ?? true]])
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

const named = (call: Native, names: readonly string[], called?: string): Record<string, Value> =>
  Object.fromEntries(names.map((name) => [name, native(called ?? name, call)]))

/** What `functools.partial` made has no name. */
const partial: Record<string, Value> = Object.fromEntries(
  ['dataclass', 'frozen'].map((name) => [
    name,
    { ...native(name, decorator), data: { python: 'object', name: 'partial' } satisfies PythonHostData },
  ]),
)

export const dataclassesModule = nativeModule('dataclasses', {
  ...named(decorator, ['dataclass']),
  ...named(field, ['field']),
  make_dataclass: native('make_dataclass', makeClass),
  replace: native('replace', replace),
  asdict: native('asdict', asDictionary),
  astuple: native('astuple', asTuple),
  fields: native('fields', fieldsOfRecord),
})

const modern: Record<string, Value> = {
  evolve: native('evolve', replace),
  asdict: native('asdict', asDictionary),
  astuple: native('astuple', asTuple),
  ...named(decorator, ['define', 'mutable'], 'define'),
  ...named(field, ['field']),
  frozen: partial['frozen'],
  make_class: native('make_class', makeClass),
}

export const attrsModule = nativeModule('attrs', modern)
export const attrModule = nativeModule('attr', {
  ...modern,
  ...named(decorator, ['s', 'attrs', 'attributes'], 'attrs'),
  ...named(field, ['ib', 'attr', 'attrib'], 'attrib'),
  dataclass: partial['dataclass'],
})
