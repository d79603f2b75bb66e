/** `dataclasses`, and `attr`, whose classes are made alike. */
import { list, object, UNKNOWN, type Value } from '../../../evaluation/value.ts'
import { type Native, native, nativeModule, type PythonHostData } from '../python-calls.ts'
import { createClass } from '../python-class-creation.ts'
import { iterate } from '../python-iteration.ts'
import { markRecord, type RecordStyle } from '../python-fields.ts'
import { asDictionary, asTuple, fieldsOfRecord, replace } from '../python-records.ts'

/** `overwrites`: where the class has a constructor of its own. */
const mark = (type: Value, style: RecordStyle, keywords: ReadonlyMap<string, Value>, overwrites: boolean): Value => {
  if (typeof type !== 'object' || type?.kind !== 'class') return type
  const keepsOwn = type.members.has('__init__') && !(overwrites && keywords.get('auto_detect') !== true)
  markRecord(type, {
    style,
    keywordOnly: keywords.get('kw_only') === true,
    constructs: keywords.get('init') !== false && !keepsOwn,
    isShown: (keywords.get('repr') ?? true) === true,
  })
  return type
}

/** With and without parentheses. */
const decorator =
  (style: RecordStyle, { overwrites = false } = {}): Native =>
  ([type], { arguments: given, keywords }) => {
    // `@attr.s(auto_attribs=True)`
    const own = style === 'attrs' && keywords.get('auto_attribs') === true ? 'attrs annotated' : style
    // `these`: fields that the class doesn't say itself.
    const marked = (value: Value): Value => (keywords.has('these') ? UNKNOWN : mark(value, own, keywords, overwrites))
    return given.length > 0 ? marked(type) : native('wrap', ([inner]) => marked(inner))
  }

/** What a field is given that says how the constructor takes it. */
const SETTINGS = ['alias', 'converter', 'init', 'kw_only'] as const

const field: Native = (args, { keywords }) => {
  const entries: [Value, Value][] = []
  const fallback = keywords.get('default') ?? args[0]
  const factory = keywords.get('default_factory') ?? keywords.get('factory')
  if (fallback !== undefined) entries.push(['default', fallback])
  if (factory !== undefined) entries.push(['factory', factory])
  for (const name of SETTINGS) if (keywords.has(name)) entries.push([name, keywords.get(name)])
  const value = object([...entries, ['repr', keywords.get('repr') ?? true]])
  value.type = 'field'
  return value
}

/** `Factory(list)` as a default: each instance has one of its own. */
const defaultFactory: Native = ([factory, takesSelf], { keywords }) => {
  const value = object(takesSelf === undefined && !keywords.has('takes_self') ? [['factory', factory ?? keywords.get('factory')]] : [])
  value.type = 'attrs factory'
  return value
}

/** `make_dataclass('C', ['x', ('y', int)])`, and `make_class` with names or a dictionary of them. */
const makeClass =
  (style: RecordStyle): Native =>
  ([name, fields], { evaluator, module, site, keywords }) => {
    const known = iterate(fields, evaluator)
    if (typeof name !== 'string') return UNKNOWN
    const bases = iterate(keywords.get('bases') ?? list([]), evaluator)?.items ?? [UNKNOWN]
    const names = known?.items.map((item) => (typeof item === 'string' ? item : iterate(item, evaluator)?.items[0])) ?? []
    const isKnown = known?.open === false && names.every((one) => typeof one === 'string')
    const type = createClass(name, bases, module, site.line, isKnown ? names.filter((one) => typeof one === 'string') : [])
    return isKnown ? mark(type, style, new Map(), true) : type
  }

const named = (call: Native, names: readonly string[], called?: string): Record<string, Value> =>
  Object.fromEntries(names.map((name) => [name, native(called ?? name, call)]))

/** What `functools.partial` made has no name. */
const partial: Record<string, Value> = Object.fromEntries(
  ['dataclass', 'frozen'].map((name) => [
    name,
    {
      ...native(name, decorator('attrs annotated', { overwrites: name === 'dataclass' })),
      data: { python: 'object', name: 'partial' } satisfies PythonHostData,
    },
  ]),
)

export const dataclassesModule = nativeModule('dataclasses', {
  ...named(decorator('dataclass'), ['dataclass']),
  ...named(field, ['field']),
  make_dataclass: native('make_dataclass', makeClass('dataclass')),
  replace: native('replace', replace),
  asdict: native('asdict', asDictionary),
  astuple: native('astuple', asTuple),
  fields: native('fields', fieldsOfRecord),
})

const modern: Record<string, Value> = {
  evolve: native('evolve', replace),
  asdict: native('asdict', asDictionary),
  astuple: native('astuple', asTuple),
  ...named(decorator('attrs annotated'), ['define', 'mutable'], 'define'),
  ...named(field, ['field']),
  frozen: partial['frozen'],
  Factory: native('Factory', defaultFactory),
  make_class: native('make_class', makeClass('attrs annotated')),
}

export const attrsModule = nativeModule('attrs', modern)
export const attrModule = nativeModule('attr', {
  ...modern,
  ...named(decorator('attrs', { overwrites: true }), ['s', 'attrs', 'attributes'], 'attrs'),
  ...named(field, ['ib', 'attr', 'attrib'], 'attrib'),
  dataclass: partial['dataclass'],
})
