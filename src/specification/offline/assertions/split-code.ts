/** One line of code cut where it may be: not within quotes or brackets. */

const OPENING = '([{'
const CLOSING = ')]}'
const QUOTES = '"\'`'

/** Calls `at` with each place that lies in no bracket and no quote, until it answers true. */
const scan = (code: string, at: (place: number) => boolean): void => {
  let depth = 0
  for (let place = 0; place < code.length; place += 1) {
    const character = code.charAt(place)
    if (QUOTES.includes(character)) {
      for (place += 1; place < code.length && code.charAt(place) !== character; place += 1) if (code.charAt(place) === '\\') place += 1
      continue
    }
    if (CLOSING.includes(character)) depth -= 1
    if (depth === 0 && at(place)) return
    if (OPENING.includes(character)) depth += 1
  }
}

/** The parts around a separator, at most `most` of them. */
export const splitCode = (code: string, separator: string, most = Infinity): string[] => {
  const parts: string[] = []
  let from = 0
  scan(code, (place) => {
    if (!code.startsWith(separator, place) || place < from) return false
    parts.push(code.slice(from, place).trim())
    from = place + separator.length
    return parts.length + 1 >= most
  })
  return [...parts, code.slice(from).trim()]
}

/** `f(a, b).c` in `f`, `a, b` and `.c`; null where it is no call. */
export const splitCall = (code: string): { callee: string; inside: string; rest: string } | null => {
  const callee = /^[\p{L}_$][\w$.]*(?=\()/u.exec(code)?.[0]
  if (callee === undefined) return null
  let end = -1
  scan(code, (place) => {
    if (place <= callee.length || code.charAt(place) !== ')') return false
    end = place
    return true
  })
  return end < 0 ? null : { callee, inside: code.slice(callee.length + 1, end).trim(), rest: code.slice(end + 1).trim() }
}
