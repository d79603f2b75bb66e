/** `each` and `for`: a table's rows as cases of one test, or as suites of their own. */
import { atItem, hasGap, partsOf, turnsOf } from '../../../evaluation/doubtful-items.ts'
import {
  type ClosureValue,
  type Doubt,
  host,
  type Invocation,
  type ListValue,
  object,
  type Part,
  UNKNOWN,
  type Value,
} from '../../../evaluation/value.ts'
import type { Cases } from '../../../../inventory/inventory.ts'
import { type ChainStep, bodyFacts, type Declarer, enterSuite, joinMarks, siteOf } from './declarer.ts'
import { isPlaceDependent } from '../../text/repository-place.ts'
import { printed } from '../text-of-value.ts'
import { readDeclaration } from './read-declaration.ts'

export interface TableRow {
  /** What the body is called with and the title is formatted with. */
  arguments: Value[]
  index: number
  /** The row as it stands in the table: an object's fields can be named in the title. */
  value: Value
  /** What the rows of the table have in common. */
  rows: 'arrays' | 'objects' | 'template' | 'mixed'
  doubt?: Doubt | undefined
  /** It or a row before it may not be there. */
  hasNoPlace?: boolean
}

/** How a framework prints the title of one row; null where that can't be told. */
export type FormatTitle = (title: string, row: TableRow) => string | null

export interface TableStyle {
  format: FormatTitle
  /** `each` spreads rows over the parameters where all are arrays; `for` doesn't. */
  spreads: boolean
}

interface Table {
  rows: TableRow[]
  open: boolean
}

/** The rows of a tagged template: headings between bars in the first string, then a value a hole. */
const templateRows = (strings: ListValue, holes: readonly Value[]): Value[] => {
  const [first] = strings.items
  const lines = (typeof first === 'string' ? first : '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('//'))
  const headings = (lines[0] ?? '')
    .split('|')
    .map((heading) => heading.trim())
    .filter((heading) => heading !== '')
  const rows: Value[] = []
  for (let at = 0; headings.length > 0 && at + headings.length <= holes.length; at += headings.length)
    rows.push(object(headings.map((heading, index): [Value, Value] => [heading, holes[at + index]])))
  return rows
}

const readTable = (invocation: Invocation, style: TableStyle): Table => {
  const { evaluator, site, arguments: args } = invocation
  const [first, ...holes] = args
  if (site.tagged && typeof first === 'object' && first?.kind === 'list')
    return { rows: templateRows(first, holes).map((value, index) => ({ arguments: [value], index, value, rows: 'template' })), open: false }
  const known = turnsOf(evaluator, first)
  if (!known) return { rows: [], open: true }
  const isList = (value: Value): value is ListValue => typeof value === 'object' && value?.kind === 'list' && value.type === 'list'
  const isObject = (value: Value): boolean => typeof value === 'object' && value !== null && value.kind !== 'typed'
  const open = hasGap(known)
  const parts = open ? known.items.map((item): Part => ({ item })) : partsOf(known)
  const kind = parts.every(({ item }) => isList(item)) ? 'arrays' : parts.every(({ item }) => isObject(item)) ? 'objects' : 'mixed'
  const spreads = style.spreads && kind === 'arrays'
  const rows = parts.map(({ item, doubt }, index): TableRow => ({
    arguments: spreads && isList(item) ? item.items : [item],
    index,
    value: item,
    rows: kind,
    doubt,
    hasNoPlace: index >= known.items.length,
  }))
  return { rows, open }
}

/** `describe.each(table)(title, body)` and `it.each(table)(title, body)`. */
export const tableStep =
  (style: TableStyle): ChainStep =>
  (declarer, property) =>
    host(`${declarer.name}.${property}`, {
      call: (invocation) => {
        const table = readTable(invocation, style)
        return host(`${declarer.name}.${property}()`, {
          call: (inner) => {
            declareTable(declarer, style, table, inner)
            return undefined
          },
        })
      },
    })

/** What the title of a row is; null where that isn't known, as where it tells the place of a row that has no certain one. */
const nameOf = (style: TableStyle, title: string, row: TableRow): string | null => {
  const format = (index: number): string | null => printed(() => style.format(title, { ...row, index }))
  const name = format(row.index)
  if (name !== null && isPlaceDependent(name)) return null
  return !row.hasNoPlace || format(row.index + 1) === name ? name : null
}

const declareTable = (declarer: Declarer, style: TableStyle, table: Table, invocation: Invocation): void => {
  const { collector } = invocation.evaluator
  if (!collector) return
  const { behaviour } = declarer
  const { title, body, options } = readDeclaration(invocation, behaviour)
  const marks = options && behaviour.options ? joinMarks(declarer.marks, behaviour.options(options, invocation)) : declarer.marks
  const site = siteOf(invocation)
  const template = title.text ?? title.source
  const nameIn = (row: TableRow): string | null => (title.text === null ? null : nameOf(style, title.text, row))
  if (declarer.kind === 'test') {
    const closure: ClosureValue | null = typeof body === 'object' && body?.kind === 'closure' ? body : null
    const source = { text: title.text, source: template }
    const declareCases = (cases: Cases): void => {
      const test = collector.test({ framework: behaviour.framework, title: source, marks, site, cases, ...bodyFacts(closure) })
      if (closure) behaviour.body?.(test, closure, invocation, template, style)
    }
    if (table.open) return declareCases({ kind: 'dynamic' })
    for (const doubt of [undefined, 'once', 'often'] as const) {
      const rows = table.rows.filter((row) => row.doubt === doubt)
      const names = rows.map((row) => nameIn(row) ?? template)
      if (rows.length > 0) atItem(invocation.evaluator, doubt, () => declareCases({ kind: 'listed', names }))
    }
    return
  }
  for (const row of table.rows) {
    const name = nameIn(row)
    const enter = (): void => enterSuite(behaviour, body, invocation, row.arguments)
    const declareSuite = (): unknown =>
      collector.suite({ title: { text: name, source: template }, marks, site }, enter, behaviour.entersLater)
    atItem(invocation.evaluator, row.doubt, declareSuite)
  }
  if (table.open)
    invocation.evaluator.inUnknownLoop(() =>
      collector.suite(
        { title: { text: null, source: template }, marks, site },
        () => enterSuite(behaviour, body, invocation, Array(8).fill(UNKNOWN)),
        behaviour.entersLater,
      ),
    )
}
