/**
 * Regular expressions of a repository, run where they surely end soon: what they cost at most is estimated from their
 * text, and what could cost too much is not run.
 */
import { host, list, type MissingMember, MISSING, type RegexValue, UNKNOWN, type Value } from '../../evaluation/value.ts'

const MAXIMUM_COST = 5_000_000

interface Group {
  /** Something inside repeats or is one of several. */
  branches: boolean
}

/** How many steps a search may take at most; infinite where that grows exponentially. */
const costOf = (source: string, length: number): number => {
  const n = Math.max(length, 2)
  let cost = n
  const groups: Group[] = [{ branches: false }]
  let last: Group | null = null
  for (let at = 0; at < source.length; at++) {
    const character = source[at]
    const inner = groups.at(-1) ?? { branches: false }
    if (character === '\\') {
      if (/[1-9k]/.test(source[at + 1] ?? '')) return Number.POSITIVE_INFINITY
      at++
      last = null
    } else if (character === '[') {
      for (at++; at < source.length && source[at] !== ']'; at++) if (source[at] === '\\') at++
      last = null
    } else if (character === '(') {
      groups.push({ branches: false })
      if (source[at + 1] === '?') at++
    } else if (character === ')') {
      const group: Group = groups.pop() ?? inner
      const outer = groups.at(-1)
      if (outer) outer.branches ||= group.branches
      last = group
    } else if (character === '|') {
      cost *= 2
      inner.branches = true
      last = null
    } else if (character === '?') {
      // After another quantifier it only makes that one lazy.
      if (!/[*+?}]/.test(source[at - 1] ?? '')) cost *= 2
      inner.branches = true
    } else if (character === '*' || character === '+' || (character === '{' && /^\{\d*,?\d*\}/.test(source.slice(at)))) {
      if (last?.branches) return Number.POSITIVE_INFINITY
      cost *= n
      inner.branches = true
      last = null
    } else last = null
  }
  return cost
}

const compiled = new Map<string, RegExp | null>()

const compile = (text: string): RegExp | null => {
  let known = compiled.get(text)
  if (known === undefined) {
    const end = text.lastIndexOf('/')
    try {
      known = new RegExp(text.slice(1, end), text.slice(end + 1))
    } catch {
      known = null
    }
    if (compiled.size < 1000) compiled.set(text, known)
  }
  return known
}

/** The expression, ready to be run over a text; null where that could take long. */
export const safeExpression = (regex: RegexValue, text: string): RegExp | null => {
  const expression = compile(regex.text)
  if (!expression || costOf(expression.source, text.length) > MAXIMUM_COST) return null
  expression.lastIndex = 0
  return expression
}

/** What a path may cost to search with an expression of a configuration: it is asked of every path. */
const MAXIMUM_PATH_COST = 1e10

/** What is judged once; the few paths that are longer are judged one by one. */
const SHORT_PATH = 100
const LONG_PATH = 500

/**
 * Whether a path has what an expression of a configuration looks for. Null where it is no expression or may take for
 * ever; over a path that is too long for it, it finds nothing.
 */
export const pathExpression = (source: string, flags = ''): ((path: string) => boolean) | null => {
  const expression = costOf(source, SHORT_PATH) > MAXIMUM_PATH_COST ? null : compile(`/${source}/${flags}`)
  if (!expression) return null
  const judged = costOf(source, LONG_PATH) > MAXIMUM_PATH_COST ? SHORT_PATH : LONG_PATH
  return (path) => (path.length <= judged || costOf(source, path.length) <= MAXIMUM_PATH_COST) && expression.test(path)
}

export const regexMember = (regex: RegexValue, property: string): Value | MissingMember => {
  const over = (compute: (expression: RegExp, text: string) => Value): Value =>
    host(property, {
      call: ({ arguments: [text] }) => {
        const expression = typeof text === 'string' ? safeExpression(regex, text) : null
        return expression && typeof text === 'string' ? compute(expression, text) : UNKNOWN
      },
    })
  switch (property) {
    case 'source':
    case 'flags':
      return compile(regex.text)?.[property] ?? UNKNOWN
    case 'toString':
      return host('toString', { call: () => regex.text })
    case 'test':
      return over((expression, text) => text.search(expression) >= 0)
    case 'exec':
      return over((expression, text) => matchValue(text.match(new RegExp(expression.source, expression.flags.replace('g', '')))))
    default:
      return MISSING
  }
}

export const matchValue = (found: readonly (string | undefined)[] | null): Value => (found === null ? null : list([...found]))
