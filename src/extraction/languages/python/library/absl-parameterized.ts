/** `absl.testing.parameterized`: methods of test cases by table, numbered or named by their rows. */
import { hostDataOf } from '../../../evaluation/host-data.ts'
import type { Evaluator } from '../../../evaluation/evaluator.ts'
import { type ClassValue, type ClosureValue, host, object, type Value } from '../../../evaluation/value.ts'
import { replaceMembers } from '../class-members.ts'
import { type Native, native, nativeModule } from '../python-calls.ts'
import { iterate } from '../python-iteration.ts'
import { printed } from '../python-printing.ts'
import { UNDECIDED } from '../undecided.ts'
import { TEST_CASE } from './unittest.ts'

/** What stands for a method until its class is made; undefined rows can't be told. */
interface Table {
  readonly kind: 'absl table'
  readonly callee: ClosureValue
  readonly rows: readonly Value[] | undefined
  readonly isNamed: boolean
}

const tableOf = (value: Value): Table | undefined => hostDataOf<Table>(value, 'absl table')

const isClosure = (value: Value): value is ClosureValue => typeof value === 'object' && value?.kind === 'closure'

const isDictionary = (value: Value): boolean => typeof value === 'object' && value?.kind === 'object' && value.prototype === undefined

/** The name that a row gives itself: under a key of its own, or first. */
const nameIn = (row: Value, evaluator: Evaluator): string | undefined => {
  if (typeof row === 'object' && row?.kind === 'object') {
    const name = row.entries.get('testcase_name')
    return name === undefined ? undefined : printed(name, evaluator)
  }
  const first = typeof row === 'string' ? undefined : iterate(row, evaluator)?.items[0]
  return typeof first === 'string' ? first : undefined
}

const methodName = (method: string, index: number, row: Value, isNamed: boolean, evaluator: Evaluator): string | undefined => {
  if (!isNamed) return `${method}${index}`
  const name = nameIn(row, evaluator)
  if (name === undefined) return undefined
  return `${method}${method.startsWith('test_') && name !== '' && !name.startsWith('_') ? '_' : ''}${name}`
}

const methodsOf = (method: string, { callee, rows, isNamed }: Table, evaluator: Evaluator): [string, Value][] => {
  const names = rows?.map((row, index) => methodName(method, index, row, isNamed, evaluator))
  if (names?.every((name) => name !== undefined)) return names.map((name) => [name, { ...callee, attributes: new Map(callee.attributes) }])
  return [[method, { ...callee, attributes: new Map([...callee.attributes, [UNDECIDED, true]]) }]]
}

/** Puts the methods of tables into a class whose body has run. */
export const finishAbslTables = (type: ClassValue, evaluator: Evaluator): void => {
  if ([...type.members.values()].some((value) => tableOf(value)))
    replaceMembers(type, (name, value) => {
      const table = tableOf(value)
      return table ? methodsOf(name, table, evaluator) : null
    })
}

const decorating = (rows: readonly Value[] | undefined, isNamed: boolean): Value =>
  native('parameters()', ([target], { evaluator }) => {
    if (typeof target === 'object' && target?.kind === 'class')
      replaceMembers(target, (name, value) =>
        name.startsWith('test') && isClosure(value)
          ? methodsOf(name, { kind: 'absl table', callee: value, rows, isNamed }, evaluator)
          : null,
      )
    if (!isClosure(target)) return target
    return host('absl.parameterized()', { data: { kind: 'absl table', callee: target, rows, isNamed } satisfies Table })
  })

/** A single argument that is no tuple and no dictionary holds the rows. */
const parameters =
  (isNamed: boolean): Native =>
  (args, { evaluator, open }) => {
    const [only] = args
    const isRow = isDictionary(only) || (typeof only === 'object' && only?.kind === 'list' && only.type === 'tuple')
    if (args.length !== 1 || isRow) return decorating(open ? undefined : args, isNamed)
    const known = iterate(only, evaluator)
    return decorating(known && !known.open && !open ? known.items : undefined, isNamed)
  }

/** All combinations; of the rows only their number matters. */
const product: Native = (args, { keywords, evaluator, open }) => {
  const columns = [...args, ...keywords.values()].map((column) => iterate(column, evaluator))
  if (open || !columns.every((column) => column !== undefined && !column.open)) return decorating(undefined, false)
  const count = columns.reduce((size, column) => size * (column?.items.length ?? 0), 1)
  return decorating(count > LONGEST ? undefined : Array.from({ length: count }, () => object()), false)
}

const LONGEST = 100_000

export const abslParameterizedModule = nativeModule('absl.testing.parameterized', {
  TestCase: TEST_CASE,
  parameters: native('parameters', parameters(false)),
  named_parameters: native('named_parameters', parameters(true)),
  product: native('product', product),
  CoopTestCase: native('CoopTestCase', ([base]) => base),
})

/** `from absl.testing import parameterized` */
export const abslTestingModule = nativeModule('absl.testing', { parameterized: abslParameterizedModule })
