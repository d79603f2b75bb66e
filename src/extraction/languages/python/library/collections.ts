import { object, UNKNOWN, type Value } from '../../../evaluation/value.ts'
import { argument, type Native, native, nativeClass, nativeModule } from '../python-calls.ts'
import { createClass } from '../python-class-creation.ts'
import { fill } from '../python-dictionary-methods.ts'
import { iterate } from '../python-iteration.ts'
import { showOtherwise } from '../python-text.ts'

const mapping: Native = ([source], { keywords, evaluator, open }) => {
  const result = object([], { birth: evaluator.uncertainty, open })
  fill(result, source, keywords, evaluator)
  return result
}

/** How it is shown hangs on Python's version. */
const ordered: Native = (args, invocation) => {
  const result = mapping(args, invocation)
  return typeof result === 'object' && result?.kind === 'object' ? showOtherwise(result) : result
}

/** `namedtuple('P', 'x y')` and `NamedTuple('P', [('x', int)])`: a class whose fields are these. */
const tupleClass: Native = (args, invocation) => {
  const { evaluator, module, site } = invocation
  const [name] = args
  const names = argument(invocation, 1, 'field_names')
  const known =
    typeof names === 'string' ? { items: names.split(/[\s,]+/).filter((part) => part !== ''), open: false } : iterate(names, evaluator)
  if (typeof name !== 'string' || !known || known.open) return UNKNOWN
  const fields = known.items.map((item) => (typeof item === 'string' ? item : iterate(item, evaluator)?.items[0]))
  if (!fields.every((field) => typeof field === 'string')) return UNKNOWN
  const type = createClass(name, [NAMED_TUPLE], module, site.line, fields)
  const defaults = iterate(invocation.keywords.get('defaults') ?? null, evaluator)?.items ?? []
  defaults.forEach((value, index) => type.members.set(fields[fields.length - defaults.length + index] ?? '', value))
  if (defaults.length > 0)
    for (const statement of type.facts.body)
      if (statement.kind === 'declare' && statement.pattern.kind === 'name' && type.members.has(statement.pattern.name))
        statement.value = { kind: 'unknown' }
  return type
}

/** `namedtuple(…)`. */
export const namedTuple = native('namedtuple', tupleClass)

export const NAMED_TUPLE: Value = nativeClass('typing.NamedTuple', { call: tupleClass })

export const collectionsModule = nativeModule('collections', {
  namedtuple: namedTuple,
  OrderedDict: nativeClass('collections.OrderedDict', { call: ordered }),
  defaultdict: nativeClass('collections.defaultdict', {
    call: (args, invocation) => {
      const result = mapping(args.slice(1), invocation)
      // What is read of it comes into being.
      if (typeof result === 'object' && result?.kind === 'object') result.open = true
      return result
    },
  }),
  Counter: nativeClass('collections.Counter'),
  ChainMap: nativeClass('collections.ChainMap'),
  deque: nativeClass('collections.deque'),
  UserDict: nativeClass('collections.UserDict'),
})
