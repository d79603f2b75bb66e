/**
 * Regular expressions of a repository, run where they surely end soon: what they cost at most is estimated from their
 * text, and what could cost too much is not run.
 */
import { gaps } from '../../evaluation/scope.ts'
import { type Invocation, list, type MissingMember, MISSING, object, type RegexValue, UNKNOWN, type Value } from '../../evaluation/value.ts'
import { method } from './methods.ts'

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

/** Where a search with it begins: at the start, or where the last one ended. Null where that isn't known. */
const startOf = ({ next }: RegexValue, { global, sticky }: RegExp): number | null =>
  (global || sticky) && next?.file === gaps.file ? next.at : 0

/** Searches as `exec` does, which remembers where it ended. Undefined where that can't be told. */
const searchOn = (regex: RegexValue, { arguments: [given], evaluator }: Invocation): RegExpExecArray | null | undefined => {
  const expression = typeof given === 'string' ? safeExpression(regex, given) : null
  const at = expression && startOf(regex, expression)
  if (!expression || at === null || typeof given !== 'string') return undefined
  expression.lastIndex = at
  const found = expression.exec(given)
  if (expression.global || expression.sticky)
    regex.next = { file: gaps.file, at: evaluator.uncertainty > (regex.birth ?? 0) ? null : expression.lastIndex }
  return found
}

export const regexMember = (regex: RegexValue, property: string): Value | MissingMember => {
  const compiledOne = compile(regex.text)
  switch (property) {
    case 'source':
    case 'flags':
    case 'global':
    case 'ignoreCase':
    case 'multiline':
      return compiledOne?.[property] ?? UNKNOWN
    case 'lastIndex':
      return (compiledOne && startOf(regex, compiledOne)) ?? UNKNOWN
    case 'toString':
      return method('toString', () => regex.text)
    case 'test':
      return method('test', (invocation) => {
        const found = searchOn(regex, invocation)
        return found === undefined ? UNKNOWN : found !== null
      })
    case 'exec':
      return method('exec', (invocation) => {
        const found = searchOn(regex, invocation)
        return found === undefined ? UNKNOWN : matchValue(found)
      })
    default:
      return MISSING
  }
}

/** The named groups of what was found. */
export const groupsValue = (groups: Readonly<Record<string, string | undefined>> | undefined): Value =>
  groups && object(Object.entries(groups))

/** What was found, with its place and its named groups where one search is told of. */
export const matchValue = (found: RegExpMatchArray | null): Value =>
  found === null
    ? null
    : {
        ...list([...found]),
        ...(found.index === undefined
          ? {}
          : {
              named: new Map<string, Value>([
                ['index', found.index],
                ['input', found.input],
                ['groups', groupsValue(found.groups)],
              ]),
            }),
      }
