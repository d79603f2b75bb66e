/** Python's `fnmatch`: `*` matches across slashes, `[!…]` negates. */

/** What stands between stars: an expression that matches exactly so many characters, and the same to be looked for. */
interface Piece {
  readonly size: number
  readonly expression: RegExp
  readonly search: RegExp
}
type Compiled = readonly Piece[]

const COMPILED = new Map<string, Compiled>()

export const fnmatch = (text: string, pattern: string): boolean => {
  let compiled = COMPILED.get(pattern)
  if (!compiled) {
    compiled = compile(pattern)
    if (COMPILED.size > 10_000) COMPILED.clear()
    COMPILED.set(pattern, compiled)
  }
  return matches(text, compiled)
}

/** The end of the piece's first match from a place on, or -1. */
const endFrom = ({ search }: Piece, text: string, from: number): number => {
  search.lastIndex = from
  return search.exec(text) ? search.lastIndex : -1
}

/**
 * Each piece where it first fits: a later place can't help those after it. One expression for the whole pattern would
 * try them all, which patterns of many stars make endless.
 */
const matches = (text: string, pieces: Compiled): boolean => {
  const [first, ...others] = pieces
  const last = others.pop()
  if (!first) return text === ''
  if (!isAt(first, text, 0)) return false
  let at = first.size
  if (!last) return at === text.length
  for (const piece of others) {
    at = endFrom(piece, text, at)
    if (at < 0) return false
  }
  // Every piece is as long as its expression has characters: the last one ends the text or doesn't fit.
  const start = text.length - last.size
  return start >= at && isAt(last, text, start)
}

const isAt = ({ expression }: Piece, text: string, start: number): boolean => {
  expression.lastIndex = start
  return expression.exec(text) !== null
}

const quote = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')

const pieceOf = (source: string, size: number): Piece => {
  try {
    return { size, expression: new RegExp(source, 'y'), search: new RegExp(source, 'g') }
  } catch {
    // A set whose range runs backwards matches nothing.
    return { size, expression: /(?!)/y, search: /(?!)/g }
  }
}

const compile = (pattern: string): Compiled => {
  const pieces: Piece[] = []
  let source = ''
  let size = 0
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern.charAt(at)
    if (character === '*') {
      // Runs of stars are one.
      while (pattern.charAt(at + 1) === '*') at++
      pieces.push(pieceOf(source, size))
      source = ''
      size = 0
      continue
    }
    size++
    if (character === '?') source += '[\\s\\S]'
    else if (character === '[') {
      const close = pattern.indexOf(']', pattern.charAt(at + 1) === '!' ? at + 3 : at + 2)
      if (close < 0) source += '\\['
      else {
        const inside = pattern.slice(at + 1, close)
        source += `[${inside.startsWith('!') ? '^' : ''}${inside.replace(/^!/, '').replace(/[\\\]^[]/g, '\\$&')}]`
        at = close
      }
    } else source += quote(character)
  }
  return [...pieces, pieceOf(source, size)]
}

/** Where a repository stands: pytest matches absolute paths, of which no part is known but that there are some. */
const ROOT = '/~/~/'

/** pytest's own variant for paths: without a slash only the last part of the path is matched. */
export const fnmatchPath = (path: string, pattern: string): boolean => {
  if (!pattern.includes('/')) return fnmatch(path.slice(path.lastIndexOf('/') + 1), pattern)
  return fnmatch(ROOT + path, pattern.startsWith('/') ? pattern : `*/${pattern}`)
}

/** A prefix, or where it looks like one, a glob. */
export const matchesName = (name: string, patterns: readonly string[]): boolean =>
  patterns.some((pattern) => name.startsWith(pattern) || (/[*?[]/.test(pattern) && fnmatch(name, pattern)))
