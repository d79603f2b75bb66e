/** `parameterized`: methods of `unittest` classes by table, each row a method of its own; classes by table likewise. */
import { hostDataOf } from '../../../evaluation/host-data.ts'
import type { Evaluator } from '../../../evaluation/evaluator.ts'
import {
  type ClassValue,
  type ClosureValue,
  host,
  isUndecided,
  list,
  object,
  type ObjectValue,
  UNKNOWN,
  type Value,
} from '../../../evaluation/value.ts'
import { replaceMembers } from '../class-members.ts'
import { argument, instanceOf, invoke, type Native, native, nativeClass, nativeModule } from '../python-calls.ts'
import { iterate } from '../python-iteration.ts'
import { printed } from '../python-printing.ts'
import { UNDECIDED } from '../undecided.ts'

/** What stands in a class's body for the methods that a table makes, until the class is finished. */
interface Expansion {
  readonly kind: 'parameterized expansion'
  readonly methods: readonly (readonly [string, ClosureValue])[]
}

const isClosure = (value: Value): value is ClosureValue => typeof value === 'object' && value?.kind === 'closure'

const safeName = (text: string): string => text.replace(/[^a-zA-Z0-9_]+/g, '_')

const PARAM = nativeClass('parameterized.param', {
  call: (args, { keywords, evaluator }) => rowOf(args, keywords, evaluator),
  members: {
    explicit: native('explicit', ([args = list([]), keywords], { evaluator }) =>
      rowOf(
        iterate(args, evaluator)?.items ?? [],
        typeof keywords === 'object' && keywords?.kind === 'object' ? keywords.entries : new Map(),
        evaluator,
      ),
    ),
  },
})

const rowOf = (args: readonly Value[], keywords: ReadonlyMap<Value, Value>, evaluator: Evaluator): ObjectValue => {
  const row = instanceOf(PARAM, evaluator)
  row.entries.set('args', list([...args], { type: 'tuple' }))
  row.entries.set('kwargs', object([...keywords]))
  return row
}

const isRow = (value: Value): value is ObjectValue => typeof value === 'object' && value?.kind === 'object' && value.prototype === PARAM

/** A row as written: what can be iterated over is the arguments, anything else is the only one. */
const toRow = (item: Value, evaluator: Evaluator): ObjectValue => {
  if (isRow(item)) return item
  const items = typeof item === 'string' ? undefined : iterate(item, evaluator)
  return rowOf(items ? items.items : [item], new Map(), evaluator)
}

const argumentsOf = (row: ObjectValue, evaluator: Evaluator): Value[] => iterate(row.entries.get('args'), evaluator)?.items ?? []

/** Undefined where the name can't be told. */
const methodName = (
  callee: ClosureValue,
  number: string,
  row: ObjectValue,
  nameFunction: Value,
  evaluator: Evaluator,
): string | undefined => {
  if (nameFunction !== undefined && nameFunction !== null) {
    const name = isClosure(nameFunction) ? invoke(evaluator, nameFunction, [callee, number, row]) : UNKNOWN
    return typeof name === 'string' ? name : undefined
  }
  const [first] = argumentsOf(row, evaluator)
  if (first === undefined && argumentsOf(row, evaluator).length > 0) return undefined
  if (isUndecided(first)) return undefined
  return `${callee.facts.name}_${number}${typeof first === 'string' ? `_${safeName(first)}` : ''}`
}

const undecided = (callee: ClosureValue): ClosureValue => {
  callee.attributes.set(UNDECIDED, true)
  return callee
}

const expand: Native = (_args, invocation) => {
  const { evaluator } = invocation
  const input = argument(invocation, 0, 'input')
  const nameFunction = argument(invocation, 1, 'name_func') ?? invocation.keywords.get('testcase_func_name')
  return native('parameterized.expand()', ([callee]) => {
    if (!isClosure(callee)) return UNKNOWN
    const rows = iterate(isClosure(input) ? invoke(evaluator, input, []) : input, evaluator)
    if (!rows || rows.open) return undecided(callee)
    const digits = String(rows.items.length - 1).length
    const methods: [string, ClosureValue][] = []
    for (const [index, item] of rows.items.entries()) {
      evaluator.step()
      const name = methodName(callee, String(index).padStart(digits, '0'), toRow(item, evaluator), nameFunction, evaluator)
      if (name === undefined) return undecided(callee)
      methods.push([name, { ...callee, attributes: new Map(callee.attributes) }])
    }
    return host('parameterized.expand()', { data: { kind: 'parameterized expansion', methods } satisfies Expansion })
  })
}

const expansionOf = (value: Value): Expansion | undefined => hostDataOf<Expansion>(value, 'parameterized expansion')

/** Puts the methods of tables into a class whose body has run. */
export const finishParameterized = (type: ClassValue): void => {
  if ([...type.members.values()].some((value) => expansionOf(value)))
    replaceMembers(type, (_name, value) => expansionOf(value)?.methods ?? null)
}

const suffixOf = (row: ObjectValue, evaluator: Evaluator): string | undefined => {
  const name = row.entries.has('name')
    ? printed(row.entries.get('name'), evaluator)
    : ([...row.entries.values()].find((value) => typeof value === 'string') ?? '')
  return typeof name === 'string' ? safeName(name) : undefined
}

/** The attributes of each class to be, as a dictionary. */
const classRows = (names: Value, values: Value, evaluator: Evaluator): ObjectValue[] | undefined => {
  const rows = iterate(values === undefined || values === null ? names : values, evaluator)
  if (!rows || rows.open) return undefined
  const keys = typeof names === 'string' ? [names] : (iterate(names, evaluator)?.items ?? [])
  return rows.items.flatMap((row) => {
    if (typeof row === 'object' && row?.kind === 'object') return [row]
    const items = iterate(row, evaluator)?.items ?? []
    return [object(keys.slice(0, items.length).map((key, index): [Value, Value] => [key, items[index]]))]
  })
}

const parameterizedClass: Native = (_args, invocation) => {
  const { evaluator } = invocation
  const rows = classRows(argument(invocation, 0, 'attrs'), argument(invocation, 1, 'input_values'), evaluator)
  const nameFunction = argument(invocation, 2, 'class_name_func')
  return native('parameterized_class()', ([type]) => {
    if (typeof type !== 'object' || type?.kind !== 'class') return UNKNOWN
    const named = (rows ?? []).flatMap((row, index) => {
      const suffix = suffixOf(row, evaluator)
      const plain = suffix === undefined ? UNKNOWN : `${type.facts.name}_${index}${suffix === '' ? '' : `_${suffix}`}`
      const name = isClosure(nameFunction) ? invoke(evaluator, nameFunction, [type, index, row]) : plain
      return typeof name === 'string' ? [{ row, name }] : []
    })
    if (named.length !== rows?.length) {
      for (const [name, member] of type.members) if (name.startsWith('test') && isClosure(member)) undecided(member)
      return type
    }
    for (const { row, name } of named) {
      const made: ClassValue = { ...type, facts: { ...type.facts, name }, bases: [type], members: new Map(type.members) }
      for (const [key, value] of row.entries) if (typeof key === 'string') made.members.set(key, value)
      type.module.scope.declare(name, made, evaluator.uncertainty)
    }
    replaceMembers(type, (name) => (name.startsWith('test') ? [] : null))
    return type
  })
}

const parameterized = nativeClass('parameterized.parameterized', {
  members: {
    expand: native('expand', expand),
    to_safe_name: native('to_safe_name', ([text], { evaluator }) => {
      const shown = printed(text, evaluator)
      return shown === undefined ? UNKNOWN : safeName(shown)
    }),
  },
})

export const parameterizedModule = nativeModule('parameterized', {
  parameterized,
  param: PARAM,
  parameterized_class: native('parameterized_class', parameterizedClass),
})
