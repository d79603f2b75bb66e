/** Where a Python string ends, with the expressions inside f-strings and the strings inside those. */

const BACKSLASH = 92
const NEWLINE = 10
const CARRIAGE_RETURN = 13
const OPENING_BRACE = 123
const CLOSING_BRACE = 125
const DEPTH_LIMIT = 50

export interface StringEnd {
  /** Behind the closing quote; where it is missing, the end of the line or of the text. */
  end: number
  closed: boolean
}

/** `start` is at the opening quote. */
export const closingQuote = (text: string, start: number, isFormat: boolean, depth = 0): StringEnd => {
  const quote = text.charCodeAt(start)
  const isTriple = text.charCodeAt(start + 1) === quote && text.charCodeAt(start + 2) === quote
  const { length } = text
  let at = start + (isTriple ? 3 : 1)
  while (at < length) {
    const code = text.charCodeAt(at)
    if (code === BACKSLASH) {
      at += text.charCodeAt(at + 1) === CARRIAGE_RETURN && text.charCodeAt(at + 2) === NEWLINE ? 3 : 2
      continue
    }
    if (code === quote) {
      if (!isTriple) return { end: at + 1, closed: true }
      if (text.charCodeAt(at + 1) === quote && text.charCodeAt(at + 2) === quote) return { end: at + 3, closed: true }
    } else if ((code === NEWLINE || code === CARRIAGE_RETURN) && !isTriple) return { end: at, closed: false }
    else if (isFormat && code === OPENING_BRACE) {
      if (text.charCodeAt(at + 1) === OPENING_BRACE) at++
      else {
        at = holeEnd(text, at, quote, isTriple, depth)
        continue
      }
    }
    at++
  }
  return { end: length, closed: false }
}

/** Behind the `}` of the hole that opens at `start`; at the closing quote or the line's end where the hole is never closed. */
const holeEnd = (text: string, start: number, quote: number, isTriple: boolean, depth: number): number => {
  const { length } = text
  let braces = 0
  let at = start
  while (at < length) {
    const code = text.charCodeAt(at)
    if (code === OPENING_BRACE || code === 91 || code === 40) braces++
    else if (code === CLOSING_BRACE || code === 93 || code === 41) {
      if (--braces <= 0) return at + 1
    } else if (code === 34 || code === 39) {
      const isOwnQuote =
        code === quote && (!isTriple || (text.charCodeAt(at + 1) === quote && text.charCodeAt(at + 2) === quote))
      const inner = depth < DEPTH_LIMIT ? closingQuote(text, at, true, depth + 1) : { end: at + 1, closed: false }
      // A quote of the same kind inside a hole is a string only since Python 3.12: it must close again before the hole does.
      if (isOwnQuote && !(inner.closed && closesOnLine(text, inner.end, isTriple))) return at
      at = inner.closed ? inner.end : at + 1
      continue
    } else if ((code === NEWLINE || code === CARRIAGE_RETURN) && !isTriple && !closesOnLine(text, at + 1, true)) return at
    at++
  }
  return length
}

const closesOnLine = (text: string, from: number, anyLine: boolean): boolean => {
  const closing = text.indexOf('}', from)
  if (closing < 0) return false
  if (anyLine) return true
  const newline = text.indexOf('\n', from)
  return newline < 0 || closing < newline
}
