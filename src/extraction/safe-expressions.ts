/**
 * Regular expressions of a repository, run where they surely end soon: what they cost at most is estimated from their
 * text, and what could cost too much is not run.
 */

const MAXIMUM_COST = 5_000_000

interface Group {
  /** Something inside repeats or is one of several. */
  branches: boolean
}

/** How many steps a search may take at most; infinite where that grows exponentially. */
export const costOf = (source: string, length: number): number => {
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

const LONGEST = 20_000

const compiled = new Map<string, RegExp | null>()

/** Null where it is none. */
export const compileExpression = (source: string, flags = ''): RegExp | null => {
  const text = `${flags}/${source}`
  let known = compiled.get(text)
  if (known === undefined) {
    try {
      known = source.length > LONGEST ? null : new RegExp(source, flags)
      // It is compiled when it is run first, and may be too much for that.
      known?.exec('')
    } catch {
      known = null
    }
    if (compiled.size < 1000) compiled.set(text, known)
  }
  return known
}

/** The expression, ready to be run over a text from its start; null where it is none, or could take long. */
export const safeExpression = (source: string, flags: string, text: string, cost = costOf(source, text.length)): RegExp | null => {
  const expression = cost > MAXIMUM_COST ? null : compileExpression(source, flags)
  if (!expression) return null
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
  const expression = costOf(source, SHORT_PATH) > MAXIMUM_PATH_COST ? null : compileExpression(source, flags)
  if (!expression) return null
  const judged = costOf(source, LONG_PATH) > MAXIMUM_PATH_COST ? SHORT_PATH : LONG_PATH
  return (path) => (path.length <= judged || costOf(source, path.length) <= MAXIMUM_PATH_COST) && expression.test(path)
}
