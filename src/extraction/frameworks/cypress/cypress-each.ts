/** `it.each` and `describe.each`, which the package cypress-each adds: lists, repetitions, and objects whose keys are the titles. */
import { loopFrame } from '../../evaluation/calls.ts'
import { host, list, MISSING, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { type ChainStep, declarerValue } from '../../languages/javascript/declaring/declarer.ts'
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

export const cypressEach: ChainStep = (declarer, property) => {
  const table = step(declarer, property)
  if (table === MISSING) return MISSING
  return host(`${declarer.name}.${property}`, {
    call: (invocation) => {
      const { evaluator, arguments: args } = invocation
      const [rows, chosen] = args
      // Of a table some rows may be chosen, by a number or a function.
      if (chosen !== undefined) return evaluator.call(table, { ...invocation, arguments: [UNKNOWN] })
      if (typeof rows === 'number' && rows <= MOST_REPETITIONS)
        return evaluator.call(table, { ...invocation, arguments: [list(Array.from({ length: rows }, (_row, index) => index))] })
      if (typeof rows !== 'object' || rows?.kind !== 'object' || rows.open) return evaluator.call(table, invocation)
      return host(`${declarer.name}.${property}()`, {
        call: (inner) =>
          evaluator.within(loopFrame(inner), () => {
            for (const title of rows.entries.keys())
              evaluator.call(declarerValue(declarer), { ...inner, arguments: [title, ...inner.arguments] })
            return undefined
          }),
      })
    },
  })
}
