/** `it.each` and `describe.each`, which the package cypress-each adds: lists, repetitions, and objects whose keys are the titles. */
import { loopFrame } from '../../evaluation/calls.ts'
import { readMember } from '../../evaluation/members.ts'
import { host, type Invocation, list, MISSING, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { callback } from '../../languages/javascript/callback.ts'
import { type ChainStep, type Declarer, declarerValue } from '../../languages/javascript/declaring/declarer.ts'
import { type FormatTitle, tableStep } from '../../languages/javascript/declaring/tables.ts'
import { plainOf, undecided } from '../../languages/javascript/text-of-value.ts'

const printOne = (flag: string, value: unknown): string => {
  if (flag === 'd') return String(Number(value))
  return flag === 'j' ? (JSON.stringify(value) ?? 'undefined') : String(value)
}

/** As cypress-each formats: `%k` and `%K` count the rows, `%0` to `%2` name an item, and a placeholder takes the next one. */
export const formatCypressTitle: FormatTitle = (template, row) => {
  const items = typeof row.value === 'object' && row.value?.kind === 'list' ? row.value.items : [row.value]
  const counted = template.replace('%k', String(row.index)).replace('%K', String(row.index + 1))
  if (counted.includes('%N') || counted.includes('%%')) return null
  let isKnown = true
  const read = (value: Value): unknown => {
    const plain = plainOf(value)
    isKnown &&= plain !== undecided
    return plain
  }
  const isList = typeof row.value === 'object' && row.value?.kind === 'list'
  const named = isList ? counted.replaceAll(/%([0-2])/g, (_found, at: string) => String(read(items[Number(at)]))) : counted
  let next = 0
  const printed = named.replaceAll(/%([jds])/g, (found, flag: string) =>
    next < items.length ? printOne(flag, read(items[next++])) : found,
  )
  return isKnown ? printed : null
}

const step = tableStep({ format: formatCypressTitle, spreads: true })

const MOST_REPETITIONS = 10_000

const isFunction = (value: Value): boolean => typeof value === 'object' && value?.kind === 'closure'

/** Of all rows every nth, those of one chunk of so many, or those that a function takes. */
const chooseRows = (rows: Value, invocation: Invocation): Value => {
  const [, chosen, chunk] = invocation.arguments
  if (chosen === undefined) return rows
  if (typeof rows !== 'object' || rows?.kind !== 'list' || rows.open) return UNKNOWN
  if (isFunction(chosen))
    return invocation.evaluator.call(readMember(invocation.evaluator, rows, 'filter'), { ...invocation, arguments: [chosen] })
  if (typeof chosen !== 'number' || chosen < 1) return UNKNOWN
  if (chunk === undefined) return list(rows.items.filter((_row, index) => index % chosen === 0))
  const size = Math.ceil(rows.items.length / chosen)
  return typeof chunk === 'number' ? list(rows.items.slice(chunk * size, (chunk + 1) * size)) : UNKNOWN
}

/** Declares a test for each title: the keys of an object, what a function makes of the rows. */
const declareTitles = (declarer: Declarer, titles: Iterable<Value>, rest: Value[], inner: Invocation): void =>
  inner.evaluator.within(loopFrame(inner), () => {
    for (const title of titles) inner.evaluator.call(declarerValue(declarer), { ...inner, arguments: [title, ...rest] })
  })

export const cypressEach: ChainStep = (declarer, property) => {
  const table = step(declarer, property)
  if (table === MISSING) return MISSING
  return host(`${declarer.name}.${property}`, {
    call: (invocation) => {
      const { evaluator, arguments: args } = invocation
      const [given] = args
      const all =
        typeof given === 'number' && given <= MOST_REPETITIONS ? list(Array.from({ length: given }, (_row, index) => index)) : given
      const rows = chooseRows(all, invocation)
      return host(`${declarer.name}.${property}()`, {
        call: (inner) => {
          const [title, ...rest] = inner.arguments
          if (typeof rows === 'object' && rows?.kind === 'object' && !rows.open) {
            declareTitles(declarer, rows.entries.keys(), inner.arguments, inner)
            return undefined
          }
          const known = typeof rows === 'object' && rows?.kind === 'list' && !rows.open ? rows : null
          if (known && declarer.kind === 'test' && isFunction(title) && rest.some(isFunction)) {
            const titles = known.items.map((row, index) => callback(inner, title, [row, index, known]))
            declareTitles(declarer, titles, rest, inner)
            return undefined
          }
          const counted = known && typeof title === 'string' ? title.replace('%N', String(known.items.length)) : title
          return evaluator.call(evaluator.call(table, { ...invocation, arguments: [rows] }), { ...inner, arguments: [counted, ...rest] })
        },
      })
    },
  })
}
