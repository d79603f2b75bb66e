/** Python's `fnmatch`: `*` matches across slashes, `[!…]` negates. */
const COMPILED = new Map<string, RegExp>()

export const fnmatch = (text: string, pattern: string): boolean => {
  let compiled = COMPILED.get(pattern)
  if (!compiled) {
    compiled = compile(pattern)
    if (COMPILED.size > 10_000) COMPILED.clear()
    COMPILED.set(pattern, compiled)
  }
  return compiled.test(text)
}

const quote = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')

const compile = (pattern: string): RegExp => {
  let source = ''
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern.charAt(at)
    if (character === '*') {
      // Runs of stars are one: they would make matching take exponential time.
      while (pattern.charAt(at + 1) === '*') at++
      source += '[\\s\\S]*'
    } else if (character === '?') source += '[\\s\\S]'
    else if (character === '[') {
      const close = pattern.indexOf(']', pattern.charAt(at + 1) === '!' ? at + 3 : at + 2)
      if (close < 0) source += '\\['
      else {
        const inside = pattern.slice(at + 1, close)
        const set = inside.replace(/^!/, '').replace(/[\\\]^[]/g, '\\$&')
        source += `[${inside.startsWith('!') ? '^' : ''}${set}]`
        at = close
      }
    } else source += quote(character)
  }
  try {
    return new RegExp(`^${source}$`)
  } catch {
    return new RegExp(`^${quote(pattern)}$`)
  }
}

/** pytest's own variant for paths: without a slash only the last part of the path is matched. */
export const fnmatchPath = (path: string, pattern: string): boolean => {
  if (!pattern.includes('/')) return fnmatch(path.slice(path.lastIndexOf('/') + 1), pattern)
  return fnmatch(`/${path}`, pattern.startsWith('/') ? pattern : `*/${pattern}`)
}

/** A prefix, or where it looks like one, a glob. */
export const matchesName = (name: string, patterns: readonly string[]): boolean =>
  patterns.some((pattern) => name.startsWith(pattern) || (/[*?[]/.test(pattern) && fnmatch(name, pattern)))
