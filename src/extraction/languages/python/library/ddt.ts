/** `ddt`: methods by table, made into one method for each value when the class is decorated. */
import type { Evaluator } from '../../../evaluation/evaluator.ts'
import { type ClosureValue, host, type HostValue, list, type ObjectValue, UNKNOWN, type Value } from '../../../evaluation/value.ts'
import { replaceMembers } from '../class-members.ts'
import { argument, isPythonHostData, type Native, native, nativeModule } from '../python-calls.ts'
import { linearize } from '../python-classes.ts'
import { shownFields } from '../python-fields.ts'
import { iterate } from '../python-iteration.ts'
import { isFloat } from '../python-numbers.ts'
import { printed } from '../python-printing.ts'
import { UNDECIDED } from '../undecided.ts'
import { NAMED_TUPLE } from './collections.ts'

const DATA = '%ddt data'
const INDEX_ONLY = host('ddt.TestNameFormat.INDEX_ONLY')

/** A value that `named_data` gave a name. */
const NAMED = 'ddt.named_data()'

const isClosure = (value: Value): value is ClosureValue => typeof value === 'object' && value?.kind === 'closure'

/** Hangs the values of a table on a method. */
const withData = (values: Value): Value =>
  native('ddt.data()', ([callee]) => {
    if (isClosure(callee)) callee.attributes.set(DATA, values)
    return callee
  })

const data: Native = (args, { open }) => withData(list([...args], { type: 'tuple', open }))

const namedData: Native = (args, { open, evaluator }) =>
  withData(
    list(
      args.map((value) => {
        const name = typeof value === 'object' && value?.kind === 'object' ? value.entries.get('name') : iterate(value, evaluator)?.items[0]
        return typeof name === 'string' ? host(NAMED, { data: name }) : UNKNOWN
      }),
      { type: 'tuple', open },
    ),
  )

/** Types whose instances ddt shows, or looks into: what is derived of them too. */
const SHOWN = /^(?:str|int|float|bool|list|tuple)$|(?:Int|Str)Enum$|IntFlag$|NamedTuple$/

/** The same of an instance, by its class and what that is derived of. */
const isTrivialInstance = (value: ObjectValue): boolean | undefined => {
  const type = value.prototype
  if (type === undefined) return false
  const ancestors = typeof type === 'object' && type?.kind === 'class' ? linearize(type) : [type]
  const isOther = (one: Value): boolean =>
    typeof one === 'object' && (one?.kind === 'class' || (one?.kind === 'host' && !SHOWN.test(one.name)))
  const others = ancestors.filter((one) => !isOther(one))
  if (others.length === 0) return false
  const isTuple = others.every((one) => one === NAMED_TUPLE)
  const fields = isTuple && typeof type === 'object' && type?.kind === 'class' ? shownFields(type) : undefined
  return fields && areTrivial(fields.map((name) => value.entries.get(name)))
}

const areTrivial = (values: readonly Value[]): boolean | undefined => {
  const verdicts = values.map(isTrivial)
  return verdicts.includes(false) ? false : verdicts.includes(undefined) ? undefined : true
}

/**
 * Whether ddt shows a value: `None`, numbers, texts, lists and tuples of these. Others may be shown differently from run to
 * run. Undefined: can't be told.
 */
const isTrivial = (value: Value): boolean | undefined => {
  if (value === undefined) return undefined
  if (value === null || typeof value !== 'object' || isFloat(value)) return true
  if (value.kind === 'unknown' || value.kind === 'either') return undefined
  if (value.kind === 'host') return isPythonHostData(value.data) ? false : undefined
  if (value.kind === 'object') return isTrivialInstance(value)
  if (value.kind !== 'list' || value.type === 'set' || value.generator !== undefined) return false
  const verdict = areTrivial(value.items)
  return verdict && value.open ? undefined : verdict
}

const nameOfHost = ({ name, data: given }: HostValue): string | undefined => {
  if (name === NAMED) return typeof given === 'string' ? given : undefined
  return isPythonHostData(given) && given.python === 'class' ? given.name : undefined
}

/** What a value adds to the method's name: nothing where its text may differ from run to run. Undefined: can't be told. */
const shownValue = (value: Value, evaluator: Evaluator): string | null | undefined => {
  if (typeof value === 'object' && value !== null) {
    if (value.kind === 'host') return nameOfHost(value)
    if (value.kind === 'closure' || value.kind === 'class') return value.facts.name
    // It has a name too.
    if (value.kind === 'list' && value.generator !== undefined) return undefined
  }
  const verdict = isTrivial(value)
  return verdict === true ? printed(value, evaluator) : verdict === false ? null : undefined
}

const methodsOf = (name: string, callee: ClosureValue, isIndexOnly: boolean, evaluator: Evaluator): [string, Value][] => {
  const values = iterate(callee.attributes.get(DATA), evaluator)
  const attributes = new Map(callee.attributes)
  attributes.delete(DATA)
  const shown = values?.items.map((value) => (isIndexOnly ? null : shownValue(value, evaluator)))
  if (!values || values.open || !shown || shown.includes(undefined))
    return [[name, { ...callee, attributes: attributes.set(UNDECIDED, true) }]]
  const width = String(values.items.length).length
  return shown.map((text, index) => {
    const numbered = `${name}_${String(index + 1).padStart(width, '0')}`
    const method = text === null || text === undefined ? numbered : `${numbered}_${text}`.replace(/[^\p{L}\p{N}_]/gu, '_')
    return [method, { ...callee, attributes: new Map(attributes) }]
  })
}

const decorate = (type: Value, isIndexOnly: boolean, evaluator: Evaluator): Value => {
  if (typeof type === 'object' && type?.kind === 'class')
    replaceMembers(type, (name, value) =>
      isClosure(value) && value.attributes.has(DATA) ? methodsOf(name, value, isIndexOnly, evaluator) : null,
    )
  return type
}

/** With and without parentheses. */
const ddt: Native = (args, { keywords, evaluator }) =>
  args.length > 0
    ? decorate(args[0], false, evaluator)
    : native('ddt()', ([type]) => decorate(type, keywords.get('testNameFormat') === INDEX_ONLY, evaluator))

export const ddtModule = nativeModule('ddt', {
  ddt: native('ddt', ddt),
  data: native('data', data),
  idata: native('idata', (_args, invocation) => withData(argument(invocation, 0, 'iterable'))),
  named_data: native('named_data', namedData),
  file_data: native('file_data', () => withData(UNKNOWN)),
  unpack: native('unpack', ([callee]) => callee),
  TestNameFormat: host('ddt.TestNameFormat', {
    member: (name) => (name === 'INDEX_ONLY' ? INDEX_ONLY : host('ddt.TestNameFormat.DEFAULT')),
  }),
})
